"""Forms of a review: start it, write a finding, move it on."""

from __future__ import annotations

from wtforms import StringField

from casework.reviews.forms.parts import line_field, list_of, one_of, words_field
from casework.reviews.models import LINK
from casework.reviews.words import FINDINGS, KINDS
from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm, VersionedForm
from casework.web.validators import at_most, enter, not_in_future


class StartForm(ConferForm):
    """A new review."""

    title = line_field(
        "Title", "a title",
        "Say what was looked into, for example ‘Repeat noise complaints in one block’. "
        "Do not name or describe anybody who could be recognised.",
    )  # fmt: skip
    kind = one_of("What kind of review is it?", "what kind of review it is", KINDS)
    board = list_of("Which board oversees it?", "which board oversees it")
    chair = list_of("Who chairs it?")
    commissioned_on = DatePartsField(
        "When was it commissioned, notified or applied for?",
        [enter("the day it began"), not_in_future("The day it began")],
        thing="The day it began", description="For example, 31 3 2025",
    )  # fmt: skip


class FindingForm(ConferForm):
    """Something a review found."""

    kind = one_of("What is it?", "whether it is a finding or good practice", FINDINGS)
    text = words_field("What was found?", "what was found")


class NextStepForm(VersionedForm):
    """The next step of a review."""

    wanted = one_of("What happens next?", "what happens next", {})
    on = DatePartsField(
        "On which day?", [not_in_future("The day")], thing="The day",
        description="Time limits run from this day. Leave empty for today.",
    )  # fmt: skip
    where = StringField(
        "Where was it published?", [at_most(LINK, "Where it was published")],
        description="For ‘published’: the web address, or the paper of which meeting.",
    )  # fmt: skip
    why = words_field("Why?", hint="Needed for decisions and when the review is paused.", rows=3)
