"""Running a review: commission it, write what it found, move it on, pause it, publish it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import today
from casework.errors import Conflict, Invalid, NotFound
from casework.reviews.access import load_open_review, load_review
from casework.reviews.models import Finding, Recommendation, Review, ReviewEvent
from casework.reviews.paths import PATHS
from casework.reviews.service.links import check_link
from casework.reviews.service.numbers import new_reference, next_finding
from casework.reviews.service.owners import check_board, check_chair
from casework.reviews.service.readiness import check_ready
from casework.reviews.steps import check_review_step, move_review, note_review
from casework.reviews.vocabulary import NOT_OPEN, FindingKind, ReviewKind, ReviewState, Statute
from casework.web.dates import day

MOST_COMPLAINTS = 999


def start_review(
    session: Session,
    viewer: Viewer,
    *,
    title: str,
    kind: ReviewKind,
    conference_id: UUID,
    commissioned_on: date | None = None,
    chair_id: UUID | None = None,
) -> Review:
    """Commission a review, overseen by a board in which this person may run reviews."""
    if not viewer.may(Action.REVIEW_MANAGE, conference_id):
        raise NotFound("board")
    check_board(session, viewer, conference_id)
    if chair_id is not None:
        check_chair(session, viewer, chair_id)
    begun = commissioned_on or today()
    _not_future(begun, "commissioned_on", "The day it was commissioned")
    review = Review(
        partnership_id=viewer.partnership_id, conference_id=conference_id, title=title, kind=kind,
        reference=new_reference(session, viewer.partnership_id), commissioned_on=begun,
        chair_id=chair_id,
    )  # fmt: skip
    review.state = PATHS[kind].first
    review.statute = Statute.ASBCPA_S104 if kind is ReviewKind.ASB_CASE_REVIEW else Statute.NONE
    session.add(review)
    session.flush()
    note_review(session, viewer, review, on=begun)
    return review


def add_finding(
    session: Session,
    viewer: Viewer,
    *,
    review_id: UUID,
    text: str,
    kind: FindingKind = FindingKind.FINDING,
) -> Finding:
    """Write down what was found, or what was done well (R19)."""
    review = load_open_review(session, viewer, review_id)
    finding = Finding(
        partnership_id=review.partnership_id, review_id=review.id, kind=kind, text=text,
        number=next_finding(session, review),
    )  # fmt: skip
    session.add(finding)
    session.flush()
    return finding


def advance_review(
    session: Session,
    viewer: Viewer,
    *,
    review_id: UUID,
    wanted: ReviewState,
    on: date | None = None,
    where: str = "",
    why: str = "",
    version: int | None = None,
) -> Review:
    """Take the next step: `on` is the day it happened, `where` the address of the publication."""
    review = load_review(
        session, viewer, review_id, Action.REVIEW_MANAGE, version=version, for_update=True
    )
    check_review_step(review, wanted)
    check_ready(session, review, wanted, why)
    happened = _day_of(on, _last_step(session, review), "The day it happened")
    if wanted is ReviewState.AGREED:
        review.agreed_on = happened
    if wanted is ReviewState.PUBLISHED:
        _publish(review, happened, where)
    if wanted is ReviewState.CLOSED:
        _refuse_unfinished(session, review)
    move_review(session, viewer, review, wanted, why, happened)
    return review


def count_complaints(
    session: Session, viewer: Viewer, *, review_id: UUID, complaints: int, version: int
) -> Review:
    """How many complaints qualify: made in time, one for each incident (ASBCPA 2014 s104)."""
    review = load_open_review(session, viewer, review_id, version=version, for_update=True)
    if not 0 <= complaints <= MOST_COMPLAINTS:
        raise Invalid({"complaints": f"Enter a number from 0 to {MOST_COMPLAINTS}"})
    review.complaints = complaints
    session.flush()
    return review


def _last_step(session: Session, review: Review) -> date | None:
    days = select(func.max(ReviewEvent.happened_on)).where(ReviewEvent.review_id == review.id)
    return session.scalar(days)


def _publish(review: Review, on: date, where: str) -> None:
    # R06, R11: 'published' only with proof of where.
    if not where:
        raise Invalid({"where": "Enter where it was published"})
    if (problem := check_link(where)) and "://" in where:
        raise Invalid({"where": problem})
    review.published_on = on
    review.published_where = where


def _refuse_unfinished(session: Session, review: Review) -> None:
    asked = select(Recommendation.number).where(
        Recommendation.review_id == review.id,
        Recommendation.state.not_in(NOT_OPEN),
    )
    left = [str(number) for number in session.scalars(asked.order_by(Recommendation.number))]
    if left:
        raise Conflict(
            "This review cannot be closed: no evidence has been accepted yet for recommendation "
            f"{', '.join(left)}."
        )


def _day_of(on: date | None, earliest: date | None, thing: str) -> date:
    given = on or today()
    _not_future(given, "on", thing)
    if earliest is not None and given < earliest:
        raise Invalid({"on": f"{thing} must be on or after {day(earliest)}"})
    return given


def _not_future(given: date, field: str, thing: str) -> None:
    if given > today():
        raise Invalid({field: f"{thing} must be today or in the past"})
