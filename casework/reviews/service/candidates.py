"""Said at a workshop: a candidate, then accepted, merged or turned down with a reason (R12)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import now
from casework.errors import Conflict, Invalid, NotFound, StaleEdit
from casework.reviews.access import load_open_review, load_review, load_to_change
from casework.reviews.history import note
from casework.reviews.models import Recommendation
from casework.reviews.plan_models import Candidate
from casework.reviews.service.numbers import next_candidate
from casework.reviews.service.recommending import add_recommendation
from casework.reviews.vocabulary import (
    NOT_OPEN,
    CandidateState,
    Happened,
    Scope,
    Source,
)


def raise_candidate(
    session: Session, viewer: Viewer, *, review_id: UUID, text: str, source: Source,
    source_words: str, final: bool,
) -> Candidate:  # fmt: skip
    """Write down what was said, under a number; interim until the workshop's final word."""
    review = load_open_review(session, viewer, review_id)
    wrong = {} if text else {"text": "Enter what was said"}
    if not source_words:
        wrong["source_words"] = "Enter where and when it was said"
    if wrong:
        raise Invalid(wrong)
    made = Candidate(
        partnership_id=review.partnership_id, review_id=review.id, text=text, source=source,
        source_words=source_words, final=final, number=next_candidate(session, review),
        raised_by_id=viewer.person_id, raised_at=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def make_final(
    session: Session, viewer: Viewer, *, candidate_id: UUID, text: str, version: int | None = None
) -> Candidate:
    """The workshop's final word takes the place of the interim one, which is kept in the reason."""
    found = _waiting(session, viewer, candidate_id, version)
    if not text:
        raise Invalid({"text": "Enter what was said"})
    if text != found.text:
        found.reason = f"Interim: {found.text}"[:4000]
    found.text, found.final = text, True
    session.flush()
    return found


def accept_candidate(
    session: Session, viewer: Viewer, *, candidate_id: UUID, text: str, owner_agency_id: UUID,
    owner_role: str, reason: str = "", target_on: date | None = None,
    target_words: str = "", scope: Scope = Scope.LOCAL, owner_person_id: UUID | None = None,
    version: int | None = None,
) -> Recommendation:  # fmt: skip
    """It becomes a recommendation, proposed for the board, that names where it came from (R10)."""
    found = _waiting(session, viewer, candidate_id, version)
    _refuse_interim(found)
    made = add_recommendation(
        session, viewer, review_id=found.review_id, text=text, owner_agency_id=owner_agency_id,
        owner_role=owner_role, owner_person_id=owner_person_id, target_on=target_on, scope=scope,
        target_words=target_words,
        source=Source(found.source), source_words=found.source_words,
    )  # fmt: skip
    _decide(session, viewer, found, CandidateState.ACCEPTED, reason, made.id)
    return made


def merge_candidate(
    session: Session, viewer: Viewer, *, candidate_id: UUID, into_id: UUID, reason: str,
    version: int | None = None,
) -> Candidate:  # fmt: skip
    """A recommendation says it already: it stays readable, and both say so."""
    found = _waiting(session, viewer, candidate_id, version)
    into = load_to_change(session, viewer, into_id)
    _needs(reason, "Enter why it is the same")
    if into.review_id != found.review_id:
        raise NotFound("recommendation")
    if into.state in NOT_OPEN:
        raise Conflict("Choose a recommendation that is still open.")
    _decide(session, viewer, found, CandidateState.MERGED, reason, into.id)
    told = f"Candidate {found.number} ({found.source_words}): {found.text}"[:3900]
    note(session, viewer, into, Happened.TOOK_IN, why=told)
    return found


def reject_candidate(
    session: Session, viewer: Viewer, *, candidate_id: UUID, reason: str, version: int | None = None
) -> Candidate:
    """Not taken up; whoever said it can read why."""
    found = _waiting(session, viewer, candidate_id, version)
    _needs(reason, "Enter why it is not taken up")
    _decide(session, viewer, found, CandidateState.REJECTED, reason, None)
    return found


def load_candidate(
    session: Session, viewer: Viewer, candidate_id: UUID, action: Action = Action.REVIEW_READ
) -> Candidate:
    """A candidate of a review the action is allowed in, else NotFound."""
    found = session.get(Candidate, candidate_id)
    if found is None or found.partnership_id != viewer.partnership_id:
        raise NotFound("candidate")
    load_review(session, viewer, found.review_id, action)
    return found


def candidates_of(session: Session, review_id: UUID) -> list[Candidate]:
    """All of a review by number, decided or not."""
    asked = select(Candidate).where(Candidate.review_id == review_id)
    return list(session.scalars(asked.order_by(Candidate.number)))


def _waiting(
    session: Session, viewer: Viewer, candidate_id: UUID, version: int | None
) -> Candidate:
    found = load_candidate(session, viewer, candidate_id, Action.REVIEW_MANAGE)
    load_open_review(session, viewer, found.review_id)
    session.refresh(found, with_for_update=True)
    if version is not None and version != found.version:
        raise StaleEdit("candidate")
    if found.state != CandidateState.WAITING:
        raise Conflict("This candidate was decided already.")
    return found


def _refuse_interim(found: Candidate) -> None:
    if not found.final:
        raise Conflict(
            "This is interim feedback. Record the workshop's final word before it becomes a "
            "recommendation."
        )


def _needs(reason: str, message: str) -> None:
    if not reason:
        raise Invalid({"reason": message})


def _decide(
    session: Session, viewer: Viewer, found: Candidate, state: CandidateState, reason: str,
    recommendation_id: UUID | None,
) -> None:  # fmt: skip
    kept = f"{reason}\n{found.reason}".strip()[:4000]
    found.state, found.reason, found.recommendation_id = state, kept, recommendation_id
    found.decided_by_id, found.decided_at = viewer.person_id, now()
    session.flush()
