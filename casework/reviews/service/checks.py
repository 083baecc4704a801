"""Dates upon an accepted recommendation: does it still work after 6 and 12 months? (R14)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import today
from casework.errors import Conflict, Invalid, NotFound
from casework.reviews.access import load_to_change
from casework.reviews.history import note
from casework.reviews.models import Recommendation, Review, SustainmentCheck
from casework.reviews.separation import reason_against, refuse_unless_apart
from casework.reviews.steps import Step, move, move_review
from casework.reviews.vocabulary import Happened, ReviewState, State
from casework.reviews.words import check_words
from casework.web.dates import day
from protocols.clocks import add_months

MONTHS = (6, 12)


def lay_down_checks(session: Session, found: Recommendation) -> None:
    """Set the days on which somebody must look again."""
    accepted = found.verified_on or today()
    session.add_all(
        SustainmentCheck(
            partnership_id=found.partnership_id, recommendation_id=found.id, months=months,
            due_on=add_months(accepted, months),
        )
        for months in MONTHS
    )  # fmt: skip
    session.flush()
    count_on(session, found)


def record_check(
    session: Session, viewer: Viewer, *, check_id: UUID, works: bool, words: str,
    version: int | None = None,
) -> Recommendation:  # fmt: skip
    """Write down whether it still works. A no reopens it, and its closed review with it."""
    check = session.get(SustainmentCheck, check_id)
    if check is None or check.partnership_id != viewer.partnership_id:
        raise NotFound("check")
    found = load_to_change(
        session, viewer, check.recommendation_id, Action.RECOMMENDATION_VERIFY,
        version=version, even_closed=True,
    )  # fmt: skip
    refuse_unless_apart(reason_against(session, viewer, found))
    _refuse_out_of_turn(session, found, check)
    if not words:
        raise Invalid({"words": "Enter what you looked at and what you saw"})
    check.done_on, check.works, check.words = today(), works, words
    check.checked_by_id = viewer.person_id
    if works:
        told = f"{check_words(check.months).capitalize()} Yes. {words}"
        note(session, viewer, found, Happened.STILL_WORKING, why=told)
        count_on(session, found)
    else:
        reopen_it(session, viewer, found, words)
    return found


def reopen(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, why: str,
    version: int | None = None,
) -> Recommendation:  # fmt: skip
    """Whoever runs the review reopens what was accepted, with a reason."""
    found = load_to_change(session, viewer, recommendation_id, version=version, even_closed=True)
    if not why:
        raise Invalid({"why": "Enter why it is reopened"})
    reopen_it(session, viewer, found, why)
    return found


def reopen_it(session: Session, viewer: Viewer, found: Recommendation, why: str) -> None:
    """Back to work: what was accepted is no longer, and its later checks lapse."""
    move(session, viewer, found, Step.REOPEN, why)
    found.verified_on, found.fresh_evidence = None, 0
    for check in pending_checks(session, found):
        check.lapsed = True
    session.flush()
    count_on(session, found)
    review = session.get_one(Review, found.review_id)
    if review.state == ReviewState.CLOSED:
        reopened = f"Recommendation {found.number} was reopened."
        move_review(session, viewer, review, ReviewState.PLAN_MONITORING, reopened)


def pending_checks(session: Session, found: Recommendation) -> Sequence[SustainmentCheck]:
    """Checks still to come, the next first."""
    asked = select(SustainmentCheck).where(
        SustainmentCheck.recommendation_id == found.id,
        SustainmentCheck.done_on.is_(None), SustainmentCheck.lapsed.is_(False),
    )  # fmt: skip
    return session.scalars(asked.order_by(SustainmentCheck.due_on)).all()


def _refuse_out_of_turn(session: Session, found: Recommendation, check: SustainmentCheck) -> None:
    pending = pending_checks(session, found)
    if found.state != State.VERIFIED_COMPLETE or check not in pending:
        raise Conflict("This check was recorded already, or the recommendation was reopened.")
    if check is not pending[0]:
        raise Conflict("Record the earlier check first.")
    if check.due_on > today():
        raise Conflict(f"This check can be recorded from {day(check.due_on)}.")


def count_on(session: Session, found: Recommendation) -> None:
    """Keep the next check's day beside the recommendation."""
    pending = pending_checks(session, found)
    found.next_check_on = pending[0].due_on if pending else None
    session.flush()
