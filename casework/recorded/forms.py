"""Input of the pages on which facts are recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from casework.cases.duties import Duty
from casework.recorded.service import Recordable
from casework.recorded.values import BETWEEN, choices_of
from casework.web.choices import choice
from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm
from protocols.clauses import BEFORE
from protocols.vocabulary import DimensionKind

EVERY = ""
# One word, several, or a number or a date.
ANSWERS = ("value", "several", "typed")


class FactForm(ConferForm):
    """One fact: about what, what is so, until when, and how one knows."""

    seen = HiddenField()
    about = SelectField("What is it about?", validators=[InputRequired("Select what it is about")])
    purpose = SelectField("For which purpose?", validators=[Optional()])
    value = RadioField("What is so?", validators=[InputRequired("Select what is so")])
    several = SelectMultipleField(
        "What is so?", description="Tick all that apply.",
        validators=[InputRequired("Select what is so")],
    )  # fmt: skip
    typed = StringField(
        "What is so?",
        description="A whole number, or a date such as 2026-03-31. If nobody knows, enter unknown.",
        validators=[InputRequired("Enter what is so"),
                    Length(max=32, message="Enter 32 characters or fewer")],
        render_kw={"width": 10},
    )  # fmt: skip
    reason = TextAreaField(
        "How do you know?",
        description="Whoever may read it sees your name beside it. Leave out addresses.",
        validators=[
            InputRequired("Enter how you know"),
            Length(max=2000, message="Enter 2,000 characters or fewer"),
        ],
    )
    until = DatePartsField(
        "Last day on which it holds",
        description="Leave it empty where it has no end.",
        validators=[Optional()],
    )

    @property
    def said(self) -> str:
        """The value, whichever way it was given."""
        found = self._fields[self.answered].data or ""
        return BETWEEN.join(found) if isinstance(found, list) else str(found).strip().lower()

    @property
    def answered(self) -> str:
        """The field that takes the value: one word, several, or something typed."""
        return next(name for name in ANSWERS if name in self._fields)


class EndForm(ConferForm):
    """Why a fact no longer holds."""

    reason = TextAreaField(
        "Why does it no longer hold?",
        validators=[
            InputRequired("Enter why it no longer holds"),
            Length(max=2000, message="Enter 2,000 characters or fewer"),
        ],
    )


class DutyForm(ConferForm):
    """How a duty ended."""

    done = RadioField(
        "Was it done?",
        choices=[choice("yes", "Yes"), choice("no", "No, and this is why")],
        validators=[InputRequired("Select whether it was done")],
    )
    done_on = DatePartsField("On which day?", description="Only if it was done.", thing="Day")
    reason = TextAreaField(
        "Why was it late, or not done?",
        description="Leave it empty if it was done in time. Leave out addresses.",
        validators=[Length(max=2000, message="Enter 2,000 characters or fewer")],
    )

    def validate_done_on(self, field: DatePartsField) -> None:
        """What was done has its day."""
        if self.done.data == "yes" and field.data is None:
            raise ValidationError("Enter the day on which it was done")

    @property
    def day(self) -> date | None:
        """The day it was done; None where it was not."""
        done: date | None = self.done_on.data
        return done if self.done.data == "yes" else None


def duty_form(duty: Duty) -> DutyForm:
    """What is due before something opens is recorded on its own page, so only a no is said here."""
    form = DutyForm()
    if duty.when == BEFORE:
        form.done.choices = [choice("no", "No, and this is why")]
        del form._fields["done_on"]
    return form


def fact_form(fact: Recordable, purposes: Mapping[str, str]) -> FactForm:
    """The form of one fact, with what it can be about and what can be so."""
    form = FactForm()
    form.about.choices = [choice(reach.key, reach.words) for reach in fact.reaches]
    values = choices_of(fact.used.dimension)
    form.value.choices = [choice(key, words) for key, words in values.items()]
    form.several.choices = form.value.choices
    several = fact.used.dimension.kind is DimensionKind.MANY
    kept = "several" if several else "value" if values else "typed"
    for name in ANSWERS:
        if name != kept:
            del form._fields[name]
    form.purpose.choices = [choice(EVERY, "Every purpose")] + [
        choice(key, words) for key, words in purposes.items()
    ]
    if not fact.kind.by_purpose:
        del form._fields["purpose"]
    return form
