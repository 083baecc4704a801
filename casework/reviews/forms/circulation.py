"""Forms of a circulation: its document, and who got it."""

from __future__ import annotations

from wtforms import StringField

from casework.reviews.forms.parts import line_field
from casework.reviews.models import LINK
from casework.web.fields import DatePartsField
from casework.web.forms import VersionedForm
from casework.web.validators import at_most, enter, not_in_future


class DocumentForm(VersionedForm):
    """What is circulated."""

    document = line_field("What is the document called?", "what the document is called")
    link = StringField(
        "Where can it be read?", [enter("a link to the document"), at_most(LINK, "Link")],
        description="For example https://www.example.org/findings",
    )  # fmt: skip


class LogForm(VersionedForm):
    """Who got it."""

    to_whom = line_field(
        "Who got it?",
        "who got it",
        "A team or a body, not a person: for example all housing officers.",
    )
    how = line_field("How?", "how they got it", "For example, by e-mail or at a team meeting.")
    sent_on = DatePartsField(
        "When?", [enter("the day they got it"), not_in_future("The day")],
        thing="The day they got it", description="For example, 31 3 2026",
    )  # fmt: skip
    acknowledged_on = DatePartsField(
        "When did they say that they have read it?", [not_in_future("The day")],
        thing="The day they acknowledged it", description="You can leave this empty.",
    )  # fmt: skip
