"""Input about a version that ends without another in its place."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Optional

from casework.sharing.standing_forms import REASON
from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm
from casework.web.validators import enter


class AskEndForm(ConferForm):
    """Ask that a version ends, after reading what falls away."""

    last_day = DatePartsField(
        "Last day on which it holds", [Optional()], thing="The last day",
        description="Leave empty if it ends as soon as somebody else has confirmed it.",
    )  # fmt: skip
    reason = StringField(
        "Why it ends", [enter("why it ends"), REASON],
        description="Every party can read this. Name no person and nothing of a case.",
    )  # fmt: skip
    read = BooleanField(
        "I have read what falls away",
        [InputRequired("Confirm that you have read what falls away")],
    )


class ConfirmEndForm(ConferForm):
    """The second person confirms the very list that stands on the page."""

    seen = HiddenField()
    confirm = BooleanField(
        "I have read what falls away, and the version ends",
        [InputRequired("Confirm that you have read what falls away")],
    )
