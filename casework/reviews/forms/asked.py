"""What an agency that was asked for a report answers."""

from __future__ import annotations

from casework.reviews.forms.parts import words_field
from casework.web.forms import VersionedForm


class NothingHeldForm(VersionedForm):
    """The agency has nothing to tell."""

    why = words_field(
        "Where did you look, and why is there nothing?",
        "where you looked, and why there is nothing",
    )
