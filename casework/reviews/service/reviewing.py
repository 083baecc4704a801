"""Running a review: commission it, write what it found, move it on, pause it, publish it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import now, today
from casework.errors import Conflict, Invalid, NotFound
from casework.reviews.access import load_review
from casework.reviews.models import Finding, Recommendation, Review, ReviewEvent
from casework.reviews.service.links import check_link
from casework.reviews.service.numbers import new_reference, next_finding
from casework.reviews.service.owners import check_board, check_chair
from casework.reviews.steps import check_review_step, move_review
from casework.reviews.vocabulary import FindingKind, ReviewKind, ReviewState, State
from casework.web.dates import day


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
    session.add(review)
    session.flush()
    session.add(_commissioned(viewer, review))
    session.flush()
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
    review = load_review(session, viewer, review_id, Action.REVIEW_MANAGE)
    if review.state == ReviewState.CLOSED:
        raise Conflict("This review is closed, so nothing can be added to it.")
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
    """Take the next step; `on` is the day it was agreed or published, `where` its address."""
    review = load_review(
        session, viewer, review_id, Action.REVIEW_MANAGE, version=version, for_update=True
    )
    check_review_step(review, wanted)
    if wanted is ReviewState.PAUSED and not why:
        raise Invalid({"why": "Enter why the review is paused"})
    if wanted is ReviewState.AGREED:
        review.agreed_on = _day_of(on, review.commissioned_on, "The day it was agreed")
    if wanted is ReviewState.PUBLISHED:
        _publish(review, on, where)
    if wanted is ReviewState.CLOSED:
        _refuse_unfinished(session, review)
    move_review(session, viewer, review, wanted, why)
    return review


def _publish(review: Review, on: date | None, where: str) -> None:
    # R06, R11: 'published' only with proof of where.
    if not where:
        raise Invalid({"where": "Enter where it was published"})
    if (problem := check_link(where)) and "://" in where:
        raise Invalid({"where": problem})
    review.published_on = _day_of(on, review.agreed_on, "The day it was published")
    review.published_where = where


def _refuse_unfinished(session: Session, review: Review) -> None:
    asked = select(Recommendation.number).where(
        Recommendation.review_id == review.id, Recommendation.state != State.VERIFIED_COMPLETE
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


def _commissioned(viewer: Viewer, review: Review) -> ReviewEvent:
    return ReviewEvent(
        partnership_id=review.partnership_id, review_id=review.id, person_id=viewer.person_id,
        at=now(), to_state=ReviewState.COMMISSIONED,
    )  # fmt: skip
