"""One agency becomes part of another in mid-plan: what goes over, what is looked at again (R08)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import today
from casework.directory.models import Agency
from casework.errors import Invalid, Refused
from casework.reviews.access import visible_reviews
from casework.reviews.history import note
from casework.reviews.models import (
    Recommendation,
    RecommendationAction,
    Review,
    SustainmentCheck,
    Verdict,
)
from casework.reviews.record_models import AgencyReport
from casework.reviews.service.checks import count_on
from casework.reviews.service.owners import check_accountable
from casework.reviews.service.recommending import hand_over
from casework.reviews.service.reports import OPEN
from casework.reviews.steps import ACTION_STEPS, ActionStep
from casework.reviews.vocabulary import Happened, Outcome, State

AGAIN = (
    "Its evidence was accepted by {}, which answers for it now. It stays accepted, and somebody of "
    "a third agency is asked to look again"
)


@dataclass(frozen=True, slots=True)
class Joined:
    """How many recommendations and actions went over, and which need a second look."""

    recommendations: int
    actions: int
    looked_at_again: tuple[str, ...]


def join_agencies(
    session: Session, viewer: Viewer, *, from_id: UUID, into_id: UUID, role: str, why: str
) -> Joined:
    """Everything open of an agency in reviews this person runs goes to the one it became part of.

    What the new agency itself had accepted is not checked work any longer: it is checked again.
    """
    if not viewer.may(Action.REVIEW_MANAGE):
        raise Refused("You do not run reviews.")
    if from_id == into_id:
        raise Invalid({"into": "Choose another agency than the first one"})
    if not why:
        raise Invalid({"why": "Enter what happened, for example when they became one"})
    check_accountable(session, viewer, into_id, None, role)
    rows = held_by(session, viewer, from_id)
    again = [_again(session, viewer, row, into_id, role, why) for row in rows]
    actions = _actions(session, viewer, from_id, into_id, why)
    _reports(session, viewer, from_id, into_id)
    return Joined(len(rows), actions, tuple(words for words in again if words))


def held_by(session: Session, viewer: Viewer, agency_id: UUID) -> Sequence[Recommendation]:
    """What an agency answers for in the reviews that this person runs, settled or not."""
    allowed = visible_reviews(viewer, Action.REVIEW_MANAGE).with_only_columns(Review.id)
    asked = select(Recommendation).where(
        Recommendation.partnership_id == viewer.partnership_id,
        Recommendation.owner_agency_id == agency_id, Recommendation.review_id.in_(allowed),
        Recommendation.state != State.MERGED,
    )  # fmt: skip
    asked = asked.order_by(Recommendation.review_id, Recommendation.number)
    return session.scalars(asked.with_for_update()).all()


def _again(
    session: Session, viewer: Viewer, row: Recommendation, into_id: UUID, role: str, why: str
) -> str:
    checked = _accepted_by(session, row, into_id)
    hand_over(
        session, viewer, row, agency_id=into_id, role=role, person_id=None, why=why, joined=True
    )
    if not checked:
        return ""
    session.add(
        SustainmentCheck(
            partnership_id=row.partnership_id, recommendation_id=row.id, months=0, due_on=today()
        )
    )
    session.flush()
    count_on(session, row)
    name = session.get_one(Agency, into_id).name
    note(session, viewer, row, Happened.CHECK_ASKED, why=f"{AGAIN.format(name)}.")
    review = session.get_one(Review, row.review_id)
    return f"recommendation {row.number} of review {review.reference}"


def _accepted_by(session: Session, row: Recommendation, agency_id: UUID) -> bool:
    if row.state != State.VERIFIED_COMPLETE:
        return False
    asked = select(Verdict.verifier_agency_id).where(
        Verdict.recommendation_id == row.id, Verdict.action_id.is_(None),
        Verdict.outcome == Outcome.ACCEPTED,
    )  # fmt: skip
    return session.scalars(asked.order_by(Verdict.at.desc()).limit(1)).first() == agency_id


def _actions(session: Session, viewer: Viewer, from_id: UUID, into_id: UUID, why: str) -> int:
    allowed = visible_reviews(viewer, Action.REVIEW_MANAGE).with_only_columns(Review.id)
    asked = (
        select(RecommendationAction, Recommendation)
        .join(Recommendation, Recommendation.id == RecommendationAction.recommendation_id)
        .where(RecommendationAction.owner_agency_id == from_id)
        .where(RecommendationAction.state.in_(ACTION_STEPS[ActionStep.MOVE][0]))
        .where(Recommendation.review_id.in_(allowed))
    )
    rows = session.execute(asked).all()
    for action, found in rows:
        owners = (from_id, action.owner_person_id, into_id, None)
        action.owner_agency_id, action.owner_person_id = into_id, None
        note(session, viewer, found, Happened.TRANSFERRED, why=why, owners=owners,
             action_id=action.id)  # fmt: skip
    return len(rows)


def _reports(session: Session, viewer: Viewer, from_id: UUID, into_id: UUID) -> None:
    """What reviews still wait for; files that were handed in stay those of the first agency."""
    allowed = visible_reviews(viewer, Action.REVIEW_MANAGE).with_only_columns(Review.id)
    asked = select(AgencyReport).where(
        AgencyReport.agency_id == from_id, AgencyReport.state.in_(OPEN),
        AgencyReport.review_id.in_(allowed),
    )  # fmt: skip
    for report in session.scalars(asked):
        report.agency_id = into_id
    session.flush()
