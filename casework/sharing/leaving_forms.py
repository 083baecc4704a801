"""Input about a partner that leaves."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from casework.sharing.leaving import FATES
from casework.web.choices import choice
from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm
from casework.web.validators import enter, select

REASON = Length(max=300, message="Enter 300 characters or fewer")


class LeaveForm(ConferForm):
    """A partner's notice, after reading what would be lost."""

    last_day = DatePartsField(
        "Last day on which it shares", [Optional()], thing="The last day",
        description="Leave empty if it leaves at once.",
    )  # fmt: skip
    said_by = StringField(
        "Who gave notice for the agency",
        [
            enter("who gave notice for the agency"),
            Length(max=120, message="Enter 120 characters or fewer"),
        ],
    )
    reason = StringField(
        "Why", [Optional(), REASON], description="Needed if it leaves before its notice has run."
    )
    confirm = BooleanField(
        "I have read what would be lost",
        [InputRequired("Confirm that you have read what would be lost")],
    )


class FateForm(ConferForm):
    """What becomes of something that the leaver holds."""

    fate = RadioField(
        "What becomes of it?", [select("what becomes of it")],
        choices=[choice(value, label) for value, label in FATES.items()],
    )  # fmt: skip
    note = StringField("By whom, and by when", [Optional(), REASON])
