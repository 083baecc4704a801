"""What an agency that was asked for a report answers."""

from __future__ import annotations

from wtforms import FileField

from casework.reviews.forms.parts import words_field
from casework.web.forms import VersionedForm
from casework.web.uploads import DOCUMENTS, LARGEST, MEGABYTE, one_of

TAKEN = f"{one_of(DOCUMENTS)}, up to {LARGEST // MEGABYTE} MB."


class NothingHeldForm(VersionedForm):
    """The agency has nothing to tell."""

    why = words_field(
        "Where did you look, and why is there nothing?",
        "where you looked, and why there is nothing",
    )


class ReturnForm(VersionedForm):
    """The agency's report as a file."""

    file = FileField(
        "Your report",
        description=f"{TAKEN} It is sealed for this review: its panel and your agency open it.",
    )
