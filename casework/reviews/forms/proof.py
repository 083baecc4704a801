"""Forms of owners and of those who check them."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import BooleanField, FileField, StringField

from casework.reviews.forms.asked import TAKEN
from casework.reviews.forms.parts import line_field, one_of, words_field
from casework.reviews.models import LINK
from casework.reviews.vocabulary import ActionState, Outcome
from casework.reviews.words import EVIDENCE
from casework.web.fields import DatePartsField
from casework.web.forms import VersionedForm
from casework.web.validators import at_most, enter, not_in_future

REPORTS: Mapping[str, str] = {
    ActionState.IN_PROGRESS: "We have started",
    ActionState.REPORTED: "It is done",
    ActionState.NOT_POSSIBLE: "It is not possible",
    ActionState.NOT_UNDERTAKEN: "It will not be done",
}
VERDICTS: Mapping[str, str] = {
    Outcome.ACCEPTED: "Yes, accept the evidence",
    Outcome.RETURNED: "No, send it back",
}


class RefuseForm(VersionedForm):
    """The owner does not take it on."""

    reason = words_field("Why is it refused?", "why it is refused")
    authority = line_field(
        "On whose authority?", "on whose authority it is refused",
        "A role or a body, not the name of a person: for example the Housing Committee.",
    )  # fmt: skip


class ReportForm(VersionedForm):
    """How far an action is."""

    outcome = one_of("How far is it?", "how far this action is", REPORTS)
    report = words_field("What was done, or why was it not?")


class EvidenceForm(VersionedForm):
    """One piece of proof."""

    kind = one_of("What kind of evidence is it?", "what kind of evidence it is", EVIDENCE)
    shows = words_field("What does it show?", "what this evidence shows")
    dated = DatePartsField(
        "Date of the evidence",
        [enter("the date of the evidence"), not_in_future("Date of the evidence")],
        thing="Date of the evidence", description="For example, 31 3 2026",
    )  # fmt: skip
    link = StringField(
        "Link", [at_most(LINK, "Link")],
        description="Where the person who checks can look at it. "
        "If there is no link, choose a file or write a statement below.",
    )  # fmt: skip
    file = FileField(
        "File", description=f"{TAKEN} It is sealed, and read by everybody who may see this review. "
        "The person who checks has to open it first.",
    )  # fmt: skip
    no_case_data = BooleanField(
        "I have looked: the file names and describes nobody who could be recognised",
        description="Needed with a file.",
    )
    statement = words_field("Statement")


class SendForm(VersionedForm):
    """The owner says that it is done."""

    outcome = words_field(
        "What has changed as a result?", "what has changed as a result",
        "For the people it was meant to help. It is accepted or sent back with the evidence.",
    )  # fmt: skip


class VerdictForm(VersionedForm):
    """Accepted, or sent back with a reason."""

    outcome = one_of("Does the evidence show that it is done?", "whether it is done", VERDICTS)
    reason = words_field(
        "What convinced you, or what is missing?",
        hint="Needed when you send it back, so that the owner knows what to do.",
    )


class CheckForm(VersionedForm):
    """Does it still work?"""

    works = one_of(
        "Is it still working?", "whether it is still working",
        {"yes": "Yes", "no": "No, reopen the recommendation"},
    )  # fmt: skip
    words = words_field("What did you look at, and what did you see?", "what you looked at")
