"""Input of the questions to the protocol."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from casework.advice.models import Done
from casework.advice.service import CHANNELS
from casework.casefile.forms import PURPOSE_WORDS
from casework.directory.models import Agency
from casework.directory.words import AGENCY_TYPES
from casework.web.choices import choice
from casework.web.fields import DatePartsField, OnceField, VersionField
from casework.web.forms import ConferForm

LONGEST = Length(max=4000, message="Enter 4,000 characters or fewer")
AGENCY, KIND = "agency", "kind"
# Bodies outside the partnership that the lists of the directory do not have.
OUTSIDE = {"gp": "GP practice", "member_of_public": "Member of the public"}


class ShareForm(ConferForm):
    """What, with whom, how and why."""

    once = OnceField()
    what = SelectField(
        "What do you want to share?",
        description="Only what your agency can read is offered.",
        validators=[InputRequired("Select what you want to share")],
    )
    recipient = SelectField(
        "With whom?", validators=[InputRequired("Select with whom you want to share it")]
    )
    who = StringField(
        "With whom exactly?",
        description="Name and job. Needed for anybody outside the conference.",
        validators=[Optional(), Length(max=200, message="Enter 200 characters or fewer")],
    )
    channel = RadioField(
        "How would you share it?",
        choices=[choice(key, words) for key, words in CHANNELS.items()],
        validators=[InputRequired("Select how you would share it")],
    )
    purpose = RadioField(
        "What for?",
        choices=[choice(key, words) for key, words in PURPOSE_WORDS.items()],
        validators=[InputRequired("Select what for")],
    )
    why = TextAreaField(
        "Why do they need it?",
        description="Only your own agency reads this.",
        validators=[InputRequired("Enter why they need it"), LONGEST],
    )

    @property
    def section_and_field(self) -> tuple[str, str | None]:
        """The part of the case that is meant."""
        section, _, field = str(self.what.data).partition("/")
        return section, field or None

    @property
    def agency_id(self) -> UUID | None:
        """The agency of the partnership, if one is meant."""
        kind, _, key = str(self.recipient.data).partition(":")
        return UUID(key) if kind == AGENCY else None

    def offer(self, what: Sequence[tuple[str, str, str]], agencies: Sequence[Agency]) -> None:
        """Fill the lists: parts of the case under their section, then agencies and outsiders."""
        self.what.choices = [choice(key, words, group=group) for key, words, group in what]
        kinds = {t.value: words for t, words in AGENCY_TYPES.items()} | OUTSIDE
        self.recipient.choices = [
            choice(f"{AGENCY}:{a.id}", a.name, group="Agencies of the partnership")
            for a in agencies
        ] + [
            choice(f"{KIND}:{key}", f"{words}, outside", group="Outside the partnership")
            for key, words in sorted(kinds.items(), key=lambda item: item[1])
            if key != "board"
        ]


class ToldForm(ConferForm):
    """What was done after the answer."""

    version = VersionField()
    done = RadioField(
        "What did you do?",
        choices=[choice(Done.SHARED, "I shared it"), choice(Done.NOT_SHARED, "I did not share it")],
        validators=[InputRequired("Select what you did")],
    )
    on = DatePartsField("If you shared it, on which day?", validators=[Optional()], thing="Day")
    why = TextAreaField(
        "Why?",
        description=(
            "Needed if you did not share it, or if you shared more than the answer allowed. "
            "Only your own agency reads this."
        ),
        validators=[Optional(), LONGEST],
    )


class WhyForm(ConferForm):
    """Asked by GET: it changes nothing."""

    agency = SelectField("Which agency?", validators=[InputRequired("Select the agency")])
    field = SelectField(
        "Which question of the case?",
        validators=[InputRequired("Select the question of the case")],
    )
