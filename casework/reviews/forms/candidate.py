"""Forms of what was said at a workshop: write it down, make it final, decide about it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from wtforms import StringField

from casework.errors import Invalid
from casework.reviews.forms.parts import line_field, list_of, one_of, words_field
from casework.reviews.forms.recommendation import ROLE
from casework.reviews.models import LINE, WORDS
from casework.reviews.vocabulary import CandidateState
from casework.reviews.words import SCOPES, SOURCES
from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm, VersionedForm
from casework.web.validators import at_most

DECISIONS: Mapping[str, str] = {
    CandidateState.ACCEPTED: "Make it a recommendation",
    CandidateState.MERGED: "A recommendation says it already",
    CandidateState.REJECTED: "Do not take it up",
}
NEEDED: Mapping[str, str] = {
    "agency": "Select which agency answers for it",
    "into": "Select the recommendation that says it already",
}
VERSIONS: Mapping[str, str] = {
    "interim": "Interim: the final word is still to come",
    "final": "Final",
}


class CandidateForm(ConferForm):
    """Something that was said."""

    text = words_field("What was said?", "what was said")
    source = one_of("Where does it come from?", "where it comes from", SOURCES)
    source_words = line_field(
        "Which one, and when?", "which one, and when",
        "For example, housing officers’ workshop, 3 May 2026.",
    )  # fmt: skip
    stage = one_of("Is this the final version?", "whether this is the final version", VERSIONS)


class FinalForm(VersionedForm):
    """The final word."""

    text = words_field("What was said in the end?", "what was said in the end")


class DecideForm(VersionedForm):
    """Accepted, merged or turned down."""

    decision = one_of("What becomes of it?", "what becomes of it", DECISIONS)
    text = words_field(
        "What must change?", hint="For a recommendation: in the words that the board will agree."
    )
    agency = list_of("Which agency answers for it?", hint="For a recommendation.")
    role = StringField("Which role in that agency?", [at_most(LINE, "Role")], description=ROLE)
    scope = one_of("How far does it reach?", "how far it reaches", SCOPES)
    target_on = DatePartsField(
        "Target date", thing="Target date", description="You can leave this until the board agrees."
    )
    target_words = StringField(
        "Or in words", [at_most(WORDS, "Words")], description="For example September 2027"
    )
    into = list_of("Which recommendation says it already?", hint="When one says it already.")
    reason = words_field("Why?", hint="Needed unless it becomes a recommendation.")

    def chosen(self, name: str) -> UUID:
        """The id chosen in a list that only this decision needs; Invalid when none was."""
        given = self[name].data
        if not given:
            raise Invalid({name: NEEDED[name]})
        return UUID(given)
