"""Forms about drafts of a report: sealed, so here people may be named."""

from __future__ import annotations

from wtforms import FileField, SelectMultipleField, TextAreaField

from casework.reviews.forms.asked import TAKEN
from casework.reviews.forms.parts import line_field
from casework.reviews.forms.record import past_day
from casework.reviews.service.drafts import LONGEST
from casework.reviews.words import NO_NAMES
from casework.web.forms import ConferForm
from casework.web.validators import at_most, enter


class DraftForm(ConferForm):
    """One more draft."""

    file = FileField("The draft", description=f"{TAKEN} It is sealed and never overwritten.")
    change = TextAreaField(
        "What changed since the last draft?", [at_most(LONGEST, "What changed")],
        description="Not needed for the first one. It is sealed: the panel alone reads it.",
        render_kw={"rows": 4},
    )  # fmt: skip


class CirculateForm(ConferForm):
    """Who was given a draft."""

    people = SelectMultipleField("Which members of the panel were given it?", choices=[])
    others = TextAreaField(
        "Who else?", [at_most(LONGEST, "Who else")],
        description=f"One a line, by what they are: the family, Home Office. {NO_NAMES}",
        render_kw={"rows": 3},
    )  # fmt: skip
    sent_on = past_day("On which day?", "The day it was given")


class DraftCommentForm(ConferForm):
    """A comment on a draft."""

    text = TextAreaField(
        "Your comment", [enter("your comment"), at_most(LONGEST, "Your comment")],
        description="It is sealed and stays with this draft. Say whose it is if it is not yours.",
        render_kw={"rows": 6},
    )  # fmt: skip


class ApproveForm(ConferForm):
    """This draft is the report."""

    resolution = line_field(
        "Which resolution approved it?", "the resolution that approved it",
        "For example: minute 7 of the board, 31 March 2026.",
    )  # fmt: skip
    approved_on = past_day("On which day?", "The day it was approved")
