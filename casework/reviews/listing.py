"""The list of reviews, and one review with everything that its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.directory.models import Conference
from casework.directory.names import conference_names, person_names
from casework.reviews.access import everywhere, load_review, may_change, visible_reviews
from casework.reviews.lines import Line, lines_of_review
from casework.reviews.models import Finding, Recommendation, Review, ReviewEvent
from casework.reviews.plan_models import Candidate
from casework.reviews.record_pages import Record, record_of
from casework.reviews.service.candidates import candidates_of
from casework.reviews.steps import review_steps
from casework.reviews.vocabulary import State
from casework.reviews.words import BEGUN, KINDS, REVIEW_STATES, STATUTES
from casework.web.choices import SelectChoice, choice
from casework.web.words import capitalised


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review in the list."""

    review: Review
    kind: str
    state: str
    board: str
    recommendations: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Past:
    """A step of the review, for the timeline."""

    title: str
    by: str
    at: datetime
    text: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """One review with everything on its page."""

    row: ReviewRow
    chair: str
    findings: list[Finding]
    lines: list[Line]
    events: list[Past]
    may_manage: bool
    may_move: bool
    record: Record
    law: str
    # What the first day of a review of this kind is called.
    begun: str
    candidates: list[Candidate]


def pages_of(session: Session, viewer: Viewer) -> list[ReviewRow]:
    """The reviews this person may read, the newest first."""
    asked = visible_reviews(viewer).order_by(Review.commissioned_on.desc(), Review.reference)
    return _rows(session, viewer, list(session.scalars(asked)))


def overview(session: Session, viewer: Viewer, review_id: UUID) -> Overview:
    """One review."""
    review = load_review(session, viewer, review_id)
    people = person_names(session, viewer.partnership_id)
    manages = viewer.may(Action.REVIEW_MANAGE, review.conference_id)
    findings = select(Finding).where(Finding.review_id == review.id).order_by(Finding.number)
    return Overview(
        row=_rows(session, viewer, [review])[0],
        chair=people[review.chair_id] if review.chair_id else "",
        findings=list(session.scalars(findings)),
        lines=lines_of_review(session, viewer, review),
        events=_events(session, review, people),
        may_manage=may_change(viewer, review),
        may_move=manages and bool(review_steps(review)),
        record=record_of(session, viewer, review),
        law=STATUTES[review.statute] if review.statute else "",
        begun=BEGUN.get(review.kind, "Commissioned"),
        candidates=candidates_of(session, review.id),
    )


def boards_to_choose(session: Session, viewer: Viewer) -> list[SelectChoice]:
    """Boards and conferences in which this person may run reviews."""
    asked = select(Conference).where(
        Conference.partnership_id == viewer.partnership_id, Conference.active
    )
    if not everywhere(viewer, Action.REVIEW_MANAGE):
        asked = asked.where(Conference.id.in_(viewer.conferences(Action.REVIEW_MANAGE)))
    return [choice(str(c.id), c.name) for c in session.scalars(asked.order_by(Conference.name))]


def _rows(session: Session, viewer: Viewer, reviews: list[Review]) -> list[ReviewRow]:
    boards = conference_names(session, viewer.partnership_id)
    counts = _counts(session, viewer)
    return [
        ReviewRow(
            review=review, kind=KINDS[review.kind], state=capitalised(REVIEW_STATES[review.state]),
            board=boards[review.conference_id],
            recommendations=sum(
                n for (key, state), n in counts.items()
                if key == review.id and state != State.MERGED
            ),
            accepted=counts.get((review.id, State.VERIFIED_COMPLETE), 0),
        )
        for review in reviews
    ]  # fmt: skip


def _counts(session: Session, viewer: Viewer) -> dict[tuple[UUID, str], int]:
    asked = (
        select(Recommendation.review_id, Recommendation.state, func.count())
        .where(Recommendation.partnership_id == viewer.partnership_id)
        .group_by(Recommendation.review_id, Recommendation.state)
    )
    return {(key, state): number for key, state, number in session.execute(asked)}


def _events(session: Session, review: Review, people: dict[UUID, str]) -> list[Past]:
    asked = select(ReviewEvent).where(ReviewEvent.review_id == review.id)
    found = session.scalars(asked.order_by(ReviewEvent.at.desc()))
    return [
        Past(capitalised(REVIEW_STATES[e.to_state]), people[e.person_id], e.at, e.why)
        for e in found
    ]
