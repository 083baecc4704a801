"""An application with nothing but the web room, and a sample form and page to look at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask_login import LoginManager, UserMixin
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)

from casework.access import Appointment, Role, Viewer
from casework.web.choices import choice, yes_no_unknown
from casework.web.fields import DatePartsField, WholeNumberField
from casework.web.forms import ConferForm, VersionedForm
from casework.web.setup import init_web
from casework.web.validators import enter, not_in_future, select

NOBODY = UUID(int=0)
PAGES = Path(__file__).parent / "pages"


class Person(UserMixin):
    def __init__(self, *roles: Role) -> None:
        held = frozenset(Appointment(role) for role in roles)
        self.id = "1"
        self.viewer = Viewer(
            NOBODY,
            NOBODY,
            NOBODY,
            "Sam Okafor",
            "Harbour Housing",
            "housing",
            "housing",
            appointments=held,
        )


class SampleForm(ConferForm):
    name = StringField("Name they use", [enter("the name they use")])
    email = EmailField("Email address")
    phone = TelField("Safe phone number", description="Only a number that is safe to ring")
    born = DatePartsField(
        "Date of birth", [enter("the date of birth"), not_in_future("Date of birth")],
        description="For example, 31 3 1980",
    )  # fmt: skip
    children = RadioField(
        "Are there children in the household?",
        [select("whether there are children in the household")],
        choices=yes_no_unknown(),
    )
    agencies = SelectMultipleField(
        "Which agencies know them?",
        choices=[
            choice("health", "Health", hint="GP, hospital or community team"),
            choice("housing", "Housing"),
            choice("none", "None of these", divider="or", exclusive=True),
        ],
    )
    area = SelectField("Area", choices=[choice("", "Select an area"), choice("north", "North")])
    count = WholeNumberField("How many incidents in the last year", render_kw={"width": 3})
    story = TextAreaField("What happened", description="In plain words", render_kw={"rows": 4})
    agreed = BooleanField("They agree to this referral")
    password = PasswordField("Password", render_kw={"autocomplete": "current-password"})


class SavedForm(VersionedForm):
    name = StringField("Name")


def make_app(
    *roles: Role, csrf: bool = False, routes: Callable[[Flask], None] | None = None
) -> Flask:
    app = Flask("sample", static_folder=None, template_folder=str(PAGES))
    app.config.update(SECRET_KEY="for-tests-only", TESTING=True, WTF_CSRF_ENABLED=csrf)
    manager = LoginManager(app)
    manager.request_loader(lambda _request: Person(*roles) if roles else None)
    init_web(app)
    if routes:
        routes(app)
    return app


def posted(app: Flask, form: type[ConferForm], data: dict[str, Any], **kw: Any) -> ConferForm:
    with app.test_request_context("/", method="POST", data=data):
        made = form(**kw)
        made.validate()
        return made
