"""What a recommendation looks like: derived from where it stands, never set by anybody (R01).

Screen, print, CSV, XLSX, DOCX and PDF ask these functions and nothing else. A colour is given with
its reason, and nothing is ever green before somebody who is not its owner accepted the evidence.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Protocol

from casework.clock import day_of
from casework.reviews.models import Recommendation
from casework.reviews.vocabulary import State
from casework.web.dates import day

PATIENCE_DAYS = 28


class Rag(NamedTuple):
    """A colour as a word, and the reason for it in words."""

    colour: str
    reason: str

    @property
    def word(self) -> str:
        """Red, Amber, Green, or Not rated."""
        return WORDS[self.colour]

    @property
    def text(self) -> str:
        """'Red: 12 days overdue, no evidence'."""
        return f"{self.word}: {self.reason}"


class HasState(Protocol):
    """Anything that stands somewhere: a row of the database or a row of a list."""

    @property
    def state(self) -> str: ...


# The same words as the field kit's tag.
WORDS = {"Red": "Red", "Amber": "Amber", "Green": "Green", "Grey": "Not rated"}


def is_settled(recommendation: HasState) -> bool:
    """Whether it may be muted: accepted evidence alone does it ('not complete, yet greyed out')."""
    return recommendation.state == State.VERIFIED_COMPLETE


class Look(NamedTuple):
    """How it stands out, in every medium: muted or not, and a mark that needs no colour."""

    muted: bool
    mark: str


def look(recommendation: Recommendation, today: date) -> Look:
    """The one rule of looks: accepted evidence is muted, everything else says what it is."""
    if is_settled(recommendation):
        return Look(muted=True, mark="Evidence accepted")
    mark = MARKS[State(recommendation.state)]
    if days_overdue(recommendation, today):
        waits = recommendation.state == State.EVIDENCE_SUBMITTED
        mark = f"OVERDUE, {mark}" if waits else "OVERDUE"
    return Look(muted=False, mark=mark)


MARKS = {
    State.PROPOSED: "NOT YET AGREED",
    State.AGREED: "NOT DONE",
    State.ACCEPTED_BY_OWNER: "NOT DONE",
    State.REJECTED: "REFUSED",
    State.IN_PROGRESS: "NOT DONE",
    State.EVIDENCE_SUBMITTED: "NOT YET CHECKED",
    State.RAISED: "WAITING",
    State.MERGED: "COUNTED ELSEWHERE",
}


def rag(recommendation: Recommendation, today: date) -> Rag:
    """Colour and reason; accepted evidence stays green unless a later check is late."""
    state = State(recommendation.state)
    if state in SAID:
        return SAID[state]
    if state in TOLD:
        return TOLD[state](recommendation, today)
    late = days_overdue(recommendation, today)
    return _late(recommendation, late) if late else _on_time(recommendation, today)


def days_overdue(recommendation: Recommendation, today: date) -> int:
    """Days past the target date without accepted evidence; 0 when settled or in time."""
    elsewhere = recommendation.state in (State.MERGED, State.RAISED)
    if is_settled(recommendation) or elsewhere or recommendation.target_on is None:
        return 0
    return max(0, (today - recommendation.target_on).days)


def missing_proof(recommendation: Recommendation) -> str:
    """What still stands between a recommendation and its acceptance."""
    if recommendation.state == State.EVIDENCE_SUBMITTED:
        return "A check by somebody who is not the owner"
    if recommendation.state == State.MERGED:
        return "What the recommendation it is counted with needs"
    if recommendation.state == State.RAISED:
        answered = recommendation.answered_on is not None
        return (
            "Evidence of what changed"
            if answered
            else f"An answer from {recommendation.raised_with}"
        )
    if recommendation.state in (State.PROPOSED, State.AGREED, State.REJECTED):
        return "An owner who has accepted it"
    if recommendation.fresh_evidence:
        return "The owner's word that it is done, and a check"
    return "No evidence yet"


def _settled(recommendation: Recommendation, today: date) -> Rag:
    accepted = f"evidence accepted on {day(recommendation.verified_on)}"
    check = recommendation.next_check_on
    if check is None:
        return Rag("Green", accepted)
    if check < today:
        return Rag("Amber", f"{accepted}, but nobody has checked since {day(check)} that it works")
    return Rag("Green", f"{accepted}, next check {day(check)}")


def _raised(recommendation: Recommendation, today: date) -> Rag:
    # Nobody here can make it late, and nobody here can make it done: it never turns green.
    raised = f"raised with {recommendation.raised_with} on {day(recommendation.raised_on)}"
    if recommendation.answered_on:
        return Rag("Amber", f"{raised}, answered on {day(recommendation.answered_on)}")
    waited = (today - recommendation.raised_on).days if recommendation.raised_on else 0
    return Rag("Amber", f"{raised}, no answer{f' for {_days(waited)}' if waited else ' yet'}")


def _waiting_for_check(recommendation: Recommendation, today: date) -> Rag:
    waited = (today - day_of(recommendation.state_since)).days
    words = "owner says done, not yet checked"
    return Rag("Amber", f"{words} for {waited} days" if waited > PATIENCE_DAYS else words)


def _late(recommendation: Recommendation, late: int) -> Rag:
    overdue = f"{_days(late)} overdue"
    if recommendation.state == State.AGREED:
        return Rag("Red", f"{overdue}, not accepted by its owner")
    proof = "evidence not sent for checking" if recommendation.fresh_evidence else "no evidence"
    return Rag("Red", f"{overdue}, {proof}")


def _on_time(recommendation: Recommendation, today: date) -> Rag:
    if recommendation.target_on is None:
        return Rag("Amber", "no target date")
    left = (recommendation.target_on - today).days
    due = f"due in {_days(left)}" if left else "due today"
    if recommendation.state == State.AGREED:
        return Rag("Amber", f"not yet accepted by its owner, {due}")
    proof = "evidence not sent for checking" if recommendation.fresh_evidence else "no evidence yet"
    return Rag("Amber", f"{due}, {proof}")


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


SAID = {
    State.PROPOSED: Rag("Grey", "not yet agreed"),
    State.REJECTED: Rag("Red", "refused by its owner, the board must decide"),
    State.MERGED: Rag("Grey", "counted with another recommendation"),
}
TOLD = {
    State.VERIFIED_COMPLETE: _settled,
    State.RAISED: _raised,
    State.EVIDENCE_SUBMITTED: _waiting_for_check,
}
