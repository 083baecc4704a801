"""Forms of a chair's letter: its words, and the day on which it went out."""

from __future__ import annotations

from wtforms import StringField

from casework.boards.models.body import LINE
from casework.reviews.forms.parts import line_field, words_field
from casework.web.fields import DatePartsField
from casework.web.forms import VersionedForm
from casework.web.validators import at_most, enter, not_in_future


class LetterForm(VersionedForm):
    """The letter."""

    addressee = StringField(
        "Who is it to?", [enter("who it is to"), at_most(LINE, "Who it is to")],
        description="The agency’s executive sponsor, as named in the directory.",
    )  # fmt: skip
    text = words_field(
        "What does it say?", "what it says",
        "The first line is its subject. Greeting, date and signature are added. A letter about a "
        "meeting holds no case data.", rows=18,
    )  # fmt: skip


class SentForm(VersionedForm):
    """It went out."""

    sent_on = DatePartsField(
        "On which day was it sent?", [enter("the day it was sent"), not_in_future("The day")],
        thing="The day", description="For example, 14 3 2026",
    )  # fmt: skip
    how = line_field("How was it sent?", "how it was sent", "For example ‘by post’ or ‘by e-mail’.")
