"""Input of the pages of a meeting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from datetime import time as clock_time
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError

from casework.actions.words import PRIORITIES
from casework.catalogue.sections import FIELDS
from casework.clock import LONDON
from casework.conferences.service.minuting import HEADINGS
from casework.conferences.vocabulary import (
    DEFERRALS,
    OUTCOME_WORDS,
    TOLD_WORDS,
    WITHDRAWALS,
    Told,
)
from casework.web.choices import choice
from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm, VersionedForm
from casework.web.validators import at_most, enter, select

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
WORDS_LIMIT = 10_000


class ClockField(StringField):
    """A time of day as people write it: 2:30pm, 10am, 14:00."""

    at: clock_time | None = None

    def pre_validate(self, _form: Any) -> None:
        """Read what was typed; say how to write it."""
        self.at = read_clock(self.data or "")
        if self.data and self.at is None:
            raise ValidationError("Enter a time, for example 2:30pm or 14:30")


def read_clock(text: str) -> clock_time | None:
    """The time of day, or None for what is not one."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return {"midday": clock_time(12), "noon": clock_time(12)}.get(text.strip().lower())
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return clock_time(hour, minute) if hour < 24 and minute < 60 else None


def _choices(words: Mapping[Any, str]) -> list[Any]:
    return [choice(str(value), label) for value, label in words.items()]


class MeetingForm(VersionedForm):
    """When and where."""

    day = DatePartsField("Date of the meeting", validators=[enter("the date of the meeting")])
    time = ClockField(
        "Time it starts",
        description="For example, 2:30pm or 14:30.",
        validators=[enter("the time it starts")],
        render_kw={"width": 5},
    )
    place = StringField(
        "Where it takes place",
        description="A room and building, or 'online'. No meeting link with a password.",
        validators=[enter("where it takes place"), at_most(200, "Place")],
    )
    research_due_on = DatePartsField(
        "Research is due by",
        description="Leave empty for the usual number of working days before the meeting.",
        validators=[Optional()],
    )

    def starts_at(self) -> datetime:
        """The moment it begins, by the clock on the wall."""
        assert self.day.data is not None, "the form was valid"
        assert self.time.at is not None, "the form was valid"
        return datetime.combine(self.day.data, self.time.at, LONDON)


class SignForm(ConferForm):
    """Sign the statement."""

    agree = BooleanField(
        "I have read this statement and will keep to it", validators=[select("that you agree")]
    )
    nothing = RadioField(
        "Do you have an interest in any case on the agenda?",
        description="For example: you know somebody in it, or they are a relative or a colleague.",
        choices=[
            choice("nothing", "No, nothing to declare"),
            choice("something", "Yes. I will say so next"),
        ],
        validators=[select("whether you have an interest in a case")],
    )


class InterestForm(ConferForm):
    """Say what one's interest is."""

    nature = TextAreaField(
        "What is your interest in this case?",
        description="The chair reads this. The case closes to you at once, and you leave for it.",
        validators=[enter("what your interest is"), at_most(2000, "Your interest")],
    )


class GuestForm(ConferForm):
    """Somebody without an account."""

    name = StringField(
        "Name, and where they come from",
        validators=[enter("the guest's name"), at_most(160, "Name")],
        render_kw={"width": "two-thirds"},
    )


class OffForm(ConferForm):
    """Why a case is not heard."""

    reason = RadioField(
        "Why is it not heard at this meeting?",
        choices=_choices({**DEFERRALS, **WITHDRAWALS}),
        validators=[select("why it is not heard")],
    )


class PassageForm(VersionedForm):
    """One passage of the minutes."""

    source = SelectField("Who said it", validators=[select("the agency that said it")])
    heading = SelectField(
        "What it is about",
        description="This decides who may read it. For two kinds, write two passages.",
        choices=[choice("", "Choose what it is about")]
        + [
            choice(name, FIELDS[name].label, group=group)
            for group, names in HEADINGS.items()
            for name in names
        ],
        validators=[select("what it is about")],
    )
    text = TextAreaField(
        "What was said",
        description="No addresses or phone numbers.",
        validators=[enter("what was said"), at_most(WORDS_LIMIT, "What was said")],
        render_kw={"rows": 5},
    )
    opinion = BooleanField("This is an opinion, not a fact")


class ActionForm(ConferForm):
    """One action, agreed in the room."""

    text = TextAreaField(
        "What will be done",
        description="One thing that can be ticked off. Write 'the victim', no names.",
        validators=[enter("what will be done"), at_most(WORDS_LIMIT, "What will be done")],
        render_kw={"rows": 3},
    )
    owner = SelectField("Who does it", validators=[select("the agency that does it")])
    due_on = DatePartsField("By when", validators=[enter("by when it is done")])
    priority = SelectField("How soon it matters", choices=_choices(PRIORITIES))
    safe_conditions = TextAreaField(
        "What makes it safe to do",
        description="If it is only safe at certain times or in a certain way.",
        validators=[at_most(WORDS_LIMIT, "What makes it safe")],
        render_kw={"rows": 2},
    )
    agreed = BooleanField("Its owner agreed in the room", default=True)


class OutcomeForm(VersionedForm):
    """What the meeting decided."""

    outcome = RadioField(
        "Outcome", choices=_choices(OUTCOME_WORDS), validators=[select("the outcome")]
    )
    words = TextAreaField(
        "The outcome in words",
        description="What the meeting concluded about the risk and the plan.",
        validators=[enter("the outcome in words"), at_most(WORDS_LIMIT, "Outcome")],
    )
    told = RadioField(
        "Is the person causing harm told anything?",
        choices=_choices(TOLD_WORDS),
        default=Told.NOTHING,
        validators=[select("whether they are told anything")],
    )
    told_words = TextAreaField(
        "What they are told, and by whom",
        description="Only if they are told something.",
        validators=[at_most(WORDS_LIMIT, "What they are told")],
        render_kw={"rows": 3},
    )
    no_route = TextAreaField(
        "What will be done instead",
        description="Only if there is no legal route.",
        validators=[at_most(WORDS_LIMIT, "The plan")],
        render_kw={"rows": 3},
    )
    review_on = DatePartsField(
        "The plan is looked at again on",
        description="Needed if there is no legal route.",
        validators=[Optional()],
    )
