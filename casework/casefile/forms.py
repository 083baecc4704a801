"""Input of the case pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from casework.casefile.search import asks_something
from casework.cases.asked import PURPOSES
from casework.web.choices import choice
from casework.web.fields import DatePartsField, VersionField
from casework.web.forms import ConferForm

PURPOSE_WORDS = {
    "safety_planning": "To plan somebody's safety",
    "safeguarding": "To safeguard a child or an adult at risk",
    "crime_prevention": "To prevent a crime",
    "case_coordination": "To coordinate our work on this case",
}
STANDINGS = {
    "works_with_victim": "We work with the person at risk",
    "works_with_perpetrator": "We work with the person causing harm",
    "works_with_child": "We work with a child in this case",
    "neutral": "We do not work with anybody in this case",
}


def _choices(words: dict[str, str]) -> list[Any]:
    return [choice(value, label) for value, label in words.items()]


class AskForm(ConferForm):
    """Ask to see something: what for, and why it cannot be done without."""

    agency = SelectField(
        "Whom do you ask?",
        description=(
            "Every agency of this conference is offered, whether or not it knows anything. "
            "The chair may answer in its place."
        ),
        validators=[InputRequired("Select whom you ask")],
    )
    purpose = RadioField(
        "What do you need it for?",
        choices=_choices({p: PURPOSE_WORDS[p] for p in PURPOSES}),
        validators=[InputRequired("Select what you need it for")],
    )
    necessity = TextAreaField(
        "Why can you not do your part without it?",
        description=(
            "The agency that decides reads this. "
            "Do not repeat what you already know about the people."
        ),
        validators=[
            InputRequired("Enter why you cannot do your part without it"),
            Length(max=4000, message="Enter 4,000 characters or fewer"),
        ],
    )


class DecideForm(ConferForm):
    """Answer a request to see more."""

    version = VersionField()
    decision = RadioField(
        "May they see it?",
        choices=_choices({"grant": "Yes, until a date that I set", "refuse": "No"}),
        validators=[InputRequired("Select yes or no")],
    )
    until = DatePartsField(
        "Last day on which they may see it",
        description="Only needed if you answer yes. At most a year from now.",
        validators=[Optional()],
    )
    reason = TextAreaField(
        "Reason for your decision",
        description="The agency that asked will read it.",
        validators=[
            InputRequired("Enter the reason for your decision"),
            Length(max=4000, message="Enter 4,000 characters or fewer"),
        ],
    )


class TakeBackForm(ConferForm):
    """Withdraw a request, or a grant before its end."""

    version = VersionField()
    reason = TextAreaField(
        "Why?",
        description="The other agency reads this.",
        validators=[
            InputRequired("Enter why"),
            Length(max=4000, message="Enter 4,000 characters or fewer"),
        ],
    )


class SummaryForm(ConferForm):
    """The words that agencies read in place of a section."""

    text = TextAreaField(
        "Summary for sharing",
        description=(
            "Write only what the other agencies need to keep people safe. "
            "Leave out addresses, telephone numbers and who told you."
        ),
        validators=[
            InputRequired("Enter the summary"),
            Length(max=10_000, message="Enter 10,000 characters or fewer"),
        ],
    )


class StandingForm(ConferForm):
    """How the agency, or the worker alone, stands to the case."""

    standings = SelectMultipleField(
        "How does your agency work with this case?",
        description="This decides what you may see. Select all that apply.",
        choices=_choices(STANDINGS),
        validators=[InputRequired("Select at least one")],
    )
    only_me = BooleanField(
        "This is true for me, but not for all of my agency",
        description="Use this where colleagues of yours work with the other side.",
    )


class AgencyStandingForm(ConferForm):
    """How one agency stands to the case, said by the office."""

    agency = SelectField("Which agency?", validators=[InputRequired("Select the agency")])
    relationship = RadioField(
        "How does it stand to this case?",
        validators=[InputRequired("Select how it stands to the case")],
    )

    def answers(self) -> dict[str, Any]:
        """What `said_by_office.say` takes."""
        return {"agency_id": UUID(self.agency.data), "relationship": self.relationship.data}


class InterestForm(ConferForm):
    """Declare that somebody in the case is known to oneself."""

    nature = TextAreaField(
        "What is your interest?",
        description=(
            "For example: you are related to somebody in this case. The chair reads this. "
            "The case closes to you at once."
        ),
        validators=[
            InputRequired("Enter what your interest is"),
            Length(max=2000, message="Enter 2,000 characters or fewer"),
        ],
    )


class LiftForm(ConferForm):
    """The chair lifts an interest."""

    reason = TextAreaField(
        "Why does it no longer stand in the way?",
        description="Only the chair reads this.",
        validators=[
            InputRequired("Enter why it no longer stands in the way"),
            Length(max=2000, message="Enter 2,000 characters or fewer"),
        ],
    )


class ThreatForm(ConferForm):
    """Record a serious threat, which may open what is closed."""

    reason = TextAreaField(
        "What makes you believe that somebody is in serious danger?",
        validators=[
            InputRequired("Enter what makes you believe it"),
            Length(max=4000, message="Enter 4,000 characters or fewer"),
        ],
    )


class SearchForm(ConferForm):
    """A name, part of one, or a case reference."""

    wanted = StringField(
        "Name or case reference",
        description="For example, the last name of a person, the name of a place, or C-7KQ2-M9XP.",
        validators=[
            InputRequired("Enter a name or a case reference"),
            Length(max=120, message="Enter 120 characters or fewer"),
        ],
        render_kw={"width": "20"},
    )

    def validate_wanted(self, field: StringField) -> None:
        """A single letter finds half of everybody."""
        if not asks_something(field.data or ""):
            raise ValidationError("Enter at least 2 letters of a name, or a case reference")


class ConfirmForm(ConferForm):
    """A second look before an act; it carries the token and nothing else."""
