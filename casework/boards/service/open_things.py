"""Everything that is open at a board, by its name on the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from casework.boards.governance_words import Kind
from casework.boards.models import (
    BoardProfile,
    BoardReference,
    Escalation,
    Paper,
    RequiredReport,
)
from casework.conferences.models import Meeting
from casework.directory.models import Conference
from casework.reviews.holdings import OPEN, OPEN_ACTION
from casework.reviews.models import Recommendation, RecommendationAction, Review
from casework.reviews.vocabulary import ReviewState

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Open:
    """One open thing; learning names the review it goes with."""

    id: UUID
    kind: Kind
    label: str
    review_id: UUID | None = None


def open_things(session: Session, body: Conference) -> list[Open]:
    """What must be decided before the board can close."""
    return [*_learning(session, body), *_papers(session, body), *_rest(session, body)]


def _learning(session: Session, body: Conference) -> Iterator[Open]:
    # A closed review whose accepted recommendations are still to be looked at again goes too.
    followed = exists().where(Recommendation.review_id == Review.id, OPEN)
    reviews = select(Review).where(
        Review.conference_id == body.id, or_(Review.state != ReviewState.CLOSED, followed)
    )
    for review in session.scalars(reviews.order_by(Review.reference)):
        yield Open(review.id, Kind.REVIEW, f"review {review.reference}", review.id)
    asked = select(Recommendation, Review.reference).join(
        Review, Review.id == Recommendation.review_id
    )
    mine = asked.where(Review.conference_id == body.id, OPEN)
    for row, reference in session.execute(mine.order_by(Review.reference, Recommendation.number)):
        label = f"recommendation {row.number} of review {reference}"
        yield Open(row.id, Kind.RECOMMENDATION, label, row.review_id)
    yield from _actions(session, body)


def _actions(session: Session, body: Conference) -> Iterator[Open]:
    asked = (
        select(RecommendationAction, Recommendation, Review.reference)
        .join(Recommendation, Recommendation.id == RecommendationAction.recommendation_id)
        .join(Review, Review.id == Recommendation.review_id)
        .where(Review.conference_id == body.id, OPEN_ACTION)
        .order_by(Review.reference, Recommendation.number, RecommendationAction.number)
    )
    for row, found, reference in session.execute(asked):
        label = f"action {found.number}.{row.number} of review {reference}"
        yield Open(row.id, Kind.ACTION, label, found.review_id)


def _papers(session: Session, body: Conference) -> Iterator[Open]:
    asked = (
        select(Paper)
        .join(Meeting, Meeting.id == Paper.meeting_id)
        .where(Meeting.conference_id == body.id, Paper.resolved.is_(None))
        .order_by(Paper.sent_at)
    )
    for row in session.scalars(asked):
        yield Open(row.id, Kind.PAPER, f"paper ‘{row.title}’"[:LONGEST])


def _rest(session: Session, body: Conference) -> Iterator[Open]:
    references = select(BoardReference).where(
        BoardReference.conference_id == body.id, BoardReference.done_at.is_(None)
    )
    for row in session.scalars(references.order_by(BoardReference.number)):
        yield Open(row.id, Kind.REFERENCE, f"reference {row.number}: {row.text}"[:LONGEST])
    asked = select(Escalation).where(
        or_(Escalation.from_id == body.id, Escalation.to_id == body.id),
        Escalation.outcome.is_(None),
    )
    for one in session.scalars(asked.order_by(Escalation.made_at)):
        yield Open(one.id, Kind.ESCALATION, f"escalation: {one.decision_sought}"[:LONGEST])
    owed = select(RequiredReport).where(
        RequiredReport.conference_id == body.id, RequiredReport.ended.is_(False)
    )
    for report in session.scalars(owed.order_by(RequiredReport.title)):
        yield Open(report.id, Kind.REPORT, f"report ‘{report.title}’"[:LONGEST])
    under = (
        select(Conference)
        .join(BoardProfile, BoardProfile.conference_id == Conference.id)
        .where(BoardProfile.parent_id == body.id, Conference.active)
    )
    for group in session.scalars(under.order_by(Conference.name)):
        yield Open(group.id, Kind.BOARD, group.name)
