"""Numbers that are given once and never again (R07)."""

from __future__ import annotations

import secrets
from uuid import UUID

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from casework.reviews.models import Recommendation, Review

# No vowels and no look-alikes: a reference is read out and spells nothing.
LETTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"


def next_finding(session: Session, review: Review) -> int:
    """The next number of a finding of this review."""
    return _next(session, "last_finding", review.id)


def next_recommendation(session: Session, review: Review) -> int:
    """The next number of a recommendation of this review."""
    return _next(session, "last_recommendation", review.id)


def next_comment(session: Session, review: Review) -> int:
    """The next number of a comment on this review."""
    return _next(session, "last_comment", review.id)


def next_recommendations(session: Session, review: Review, count: int) -> range:
    """As many numbers in a row, for a plan that comes from a file."""
    last = _next(session, "last_recommendation", review.id, count)
    return range(last - count + 1, last + 1)


def next_candidate(session: Session, review: Review) -> int:
    """The next number of a candidate of this review."""
    return _next(session, "last_candidate", review.id)


def next_action(recommendation: Recommendation) -> int:
    """The next number of an action; the row of its recommendation is locked by the caller."""
    recommendation.last_action += 1
    return recommendation.last_action


def new_reference(session: Session, partnership_id: UUID) -> str:
    """A reference of a review that nobody has yet."""
    while True:
        found = "R-" + "".join(secrets.choice(LETTERS) for _ in range(5))
        taken = select(Review.id).where(
            Review.partnership_id == partnership_id, Review.reference == found
        )
        if session.scalar(taken) is None:
            return found


def _next(session: Session, counter: str, review_id: UUID, count: int = 1) -> int:
    # One statement of the database, so that two people at once get two numbers; past the ORM,
    # because a new recommendation does not make somebody's edit of the review's own words stale.
    table = Review.__table__
    assert isinstance(table, Table)
    column = table.c[counter]
    counted = update(table).where(table.c.id == review_id).values({counter: column + count})
    return int(session.execute(counted.returning(column)).scalar_one())
