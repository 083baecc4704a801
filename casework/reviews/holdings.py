"""What a person or an agency still answers for: they cannot go before it is handed on (R08)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.directory.models import Person
from casework.errors import Invalid, NotFound
from casework.reviews.history import note
from casework.reviews.models import Recommendation, RecommendationAction, Review
from casework.reviews.record_models import AgencyReport
from casework.reviews.service.asked import ENDED
from casework.reviews.service.owners import check_owner
from casework.reviews.service.recommending import hand_over
from casework.reviews.service.reports import OPEN as WAITING
from casework.reviews.vocabulary import NOT_OPEN, ActionState, Happened, ReviewState

# What is settled is still held while a later check of it is to come: that check may reopen it.
OPEN = or_(
    Recommendation.state.not_in(NOT_OPEN),
    Recommendation.next_check_on.is_not(None),
)
OPEN_ACTION = RecommendationAction.state.in_(
    (
        ActionState.AGREED,
        ActionState.IN_PROGRESS,
        ActionState.REPORTED,
        ActionState.RETURNED,
    )
)


def held_by_person(session: Session, person_id: UUID) -> list[str]:
    """Open recommendations, actions and reviews of one person, in words without names."""
    return [
        *_recommendations(session, Recommendation.owner_person_id == person_id),
        *_actions(session, RecommendationAction.owner_person_id == person_id),
        *_chaired(session, Review.chair_id == person_id),
    ]


def held_by_agency(session: Session, agency_id: UUID) -> list[str]:
    """Open recommendations and actions of one agency, and reports it still has to return."""
    return [
        *_asked(session, agency_id),
        *_recommendations(session, Recommendation.owner_agency_id == agency_id),
        *_actions(session, RecommendationAction.owner_agency_id == agency_id),
    ]


def held_by_board(session: Session, conference_id: UUID) -> list[str]:
    """Reviews that a board still oversees, and checks to come of those that are closed."""
    oversees = Review.conference_id == conference_id
    return [
        *_chaired(session, oversees),
        *_recommendations(session, and_(oversees, Review.state == ReviewState.CLOSED)),
    ]


def pass_on(
    session: Session, viewer: Viewer, *, person_id: UUID, successor_id: UUID, why: str
) -> int:
    """Give everything a person still holds to a named successor; how many things that was.

    The caller decides who may do this (`people:manage`). Another agency's successor has to accept
    each recommendation anew.
    """
    successor = session.get(Person, successor_id)
    if successor is None or successor.partnership_id != viewer.partnership_id:
        raise NotFound("person")
    if successor_id == person_id:
        raise Invalid({"successor": "Choose somebody else"})
    check_owner(session, viewer, successor.agency_id, successor_id)
    return (
        _pass_recommendations(session, viewer, person_id, successor, why)
        + _pass_actions(session, viewer, person_id, successor, why)
        + _pass_reviews(session, viewer, person_id, successor)
    )


def _pass_recommendations(
    session: Session, viewer: Viewer, person_id: UUID, successor: Person, why: str
) -> int:
    asked = select(Recommendation).where(Recommendation.owner_person_id == person_id, OPEN)
    rows = session.scalars(asked.with_for_update()).all()
    for row in rows:
        hand_over(
            session, viewer, row, agency_id=successor.agency_id, role=row.owner_role,
            person_id=successor.id, why=why,
        )  # fmt: skip
    return len(rows)


def _pass_actions(
    session: Session, viewer: Viewer, person_id: UUID, successor: Person, why: str
) -> int:
    mine = RecommendationAction.owner_person_id == person_id
    rows = session.scalars(select(RecommendationAction).where(mine, OPEN_ACTION)).all()
    for row in rows:
        owners = (row.owner_agency_id, row.owner_person_id, successor.agency_id, successor.id)
        row.owner_agency_id, row.owner_person_id = successor.agency_id, successor.id
        found = session.get_one(Recommendation, row.recommendation_id, with_for_update=True)
        note(session, viewer, found, Happened.TRANSFERRED, why=why, owners=owners,
             action_id=row.id)  # fmt: skip
    return len(rows)


def _pass_reviews(session: Session, viewer: Viewer, person_id: UUID, successor: Person) -> int:
    asked = select(Review).where(
        Review.partnership_id == viewer.partnership_id,
        Review.chair_id == person_id, Review.state != ReviewState.CLOSED,
    )  # fmt: skip
    rows = session.scalars(asked).all()
    for row in rows:
        row.chair_id = successor.id
    session.flush()
    return len(rows)


def _recommendations(session: Session, whose: ColumnElement[bool]) -> list[str]:
    asked = (
        select(Recommendation.number, Review.reference)
        .join(Review, Review.id == Recommendation.review_id)
        .where(whose, OPEN)
        .order_by(Review.reference, Recommendation.number)
    )
    return [f"recommendation {n} of review {reference}" for n, reference in session.execute(asked)]


def _actions(session: Session, whose: ColumnElement[bool]) -> list[str]:
    asked = (
        select(Recommendation.number, RecommendationAction.number, Review.reference)
        .join(Recommendation, Recommendation.id == RecommendationAction.recommendation_id)
        .join(Review, Review.id == Recommendation.review_id)
        .where(whose, OPEN_ACTION)
        .order_by(Review.reference, Recommendation.number, RecommendationAction.number)
    )
    found = session.execute(asked)
    return [f"action {n}.{part} of review {reference}" for n, part, reference in found]


def _asked(session: Session, agency_id: UUID) -> list[str]:
    waiting = (
        select(Review.reference)
        .join(AgencyReport, AgencyReport.review_id == Review.id)
        .where(AgencyReport.agency_id == agency_id, AgencyReport.state.in_(WAITING))
        .where(Review.state.not_in(ENDED))
        .order_by(Review.reference)
    )
    return [f"report for review {reference}" for reference in session.scalars(waiting)]


def _chaired(session: Session, which: ColumnElement[bool]) -> list[str]:
    asked = select(Review.reference).where(which, Review.state != ReviewState.CLOSED)
    return [
        f"review {reference}" for reference in session.scalars(asked.order_by(Review.reference))
    ]
