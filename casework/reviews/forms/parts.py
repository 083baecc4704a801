"""Fields that the forms of this room share: text with its warning, owners, dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField, StringField, TextAreaField

from casework.directory.models import Agency, Person
from casework.reviews.models import LINE, TEXT
from casework.reviews.words import NO_NAMES
from casework.web.choices import SelectChoice, choice
from casework.web.validators import at_most, enter, select


def words_field(label: str, what: str = "", hint: str = "", rows: int = 4) -> Any:
    """A text box; every one warns against naming people. Required when `what` is given."""
    checks = [enter(what)] if what else []
    return TextAreaField(
        label, [*checks, at_most(TEXT, label)], description=f"{hint} {NO_NAMES}".strip(),
        render_kw={"rows": rows},
    )  # fmt: skip


def line_field(label: str, what: str, hint: str = NO_NAMES) -> Any:
    """One line of required text."""
    return StringField(label, [enter(what), at_most(LINE, label)], description=hint)


def one_of(label: str, what: str, words: Mapping[str, str]) -> RadioField:
    """Radios over a vocabulary."""
    return RadioField(label, [select(what)], choices=[choice(str(k), v) for k, v in words.items()])


def list_of(label: str, what: str = "", hint: str = "") -> SelectField:
    """A list whose options the view fills in."""
    checks = [select(what)] if what else []
    return SelectField(label, checks, description=hint, choices=[])


def agency_choices(agencies: Sequence[Agency]) -> list[SelectChoice]:
    """Agencies by name, after an empty line."""
    return [choice("", "Choose an agency"), *(choice(str(a.id), a.name) for a in agencies)]


def person_choices(
    people: Sequence[Person], agencies: Sequence[Agency], nobody: str
) -> list[SelectChoice]:
    """People under their agency, after a line for nobody."""
    by_agency = {a.id: a.name for a in agencies}
    known = sorted((by_agency[p.agency_id], p.name, p) for p in people if p.agency_id in by_agency)
    return [
        choice("", nobody),
        *(choice(str(p.id), f"{name}, {agency}") for agency, name, p in known),
    ]


def optional_id(text: str | None) -> UUID | None:
    """The id a list sent, or nothing."""
    return UUID(text) if text else None
