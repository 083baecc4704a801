"""Recommendations and reviews of the dashboard: the same rows and words as their own lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.boards.dashboard.scope import Scope
from casework.clock import today
from casework.reviews.access import visible_reviews
from casework.reviews.board import group_of
from casework.reviews.lines import Line, lines, rows_of
from casework.reviews.models import Recommendation, Review
from casework.reviews.paths import UNPUBLISHED
from casework.reviews.standing import missing_proof


@dataclass(frozen=True, slots=True)
class Owned:
    """A recommendation in words, with whose it is and the group it stands in."""

    agency_id: UUID
    group: str
    line: Line
    no_proof: bool
    # When its evidence was accepted; None when it is not.
    accepted_on: date | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A review that was agreed and that nobody outside can read yet (R11)."""

    review_id: UUID
    reference: str
    title: str
    board: str
    days: int


@dataclass(frozen=True, slots=True)
class Learning:
    """What boards follow."""

    owned: tuple[Owned, ...]
    unpublished: tuple[Waiting, ...]

    def group(self, *names: str) -> list[Owned]:
        """Those of some groups; what is overdue comes with the longest first."""
        return [one for one in self.owned if one.group in names]


def learning(session: Session, viewer: Viewer, scope: Scope) -> Learning:
    """Three questions, however many recommendations there are."""
    shown = visible_reviews(viewer)
    if scope.body_id:
        shown = shown.where(Review.conference_id == scope.body_id)
    reviews = {review.id: review for review in session.scalars(shown)}
    mine = (Recommendation.owner_agency_id == scope.agency_id,) if scope.agency_id else ()
    rows = rows_of(session, viewer, shown, *mine)
    told = lines(session, viewer, rows, reviews)
    day = today()
    owned = [
        Owned(row.owner_agency_id, group_of(line, day), line, _no_proof(row),
              row.verified_on if line.settled else None)
        for row, line in zip(rows, told, strict=True)
    ]  # fmt: skip
    owned.sort(key=lambda one: -one.line.overdue)
    return Learning(tuple(owned), _unpublished(reviews, scope))


def _no_proof(row: Recommendation) -> bool:
    return row.fresh_evidence == 0 and missing_proof(row) == "No evidence yet"


def _unpublished(reviews: Mapping[UUID, Review], scope: Scope) -> tuple[Waiting, ...]:
    waiting = [
        Waiting(r.id, r.reference, r.title, scope.bodies[r.conference_id],
                (today() - r.agreed_on).days)
        for r in reviews.values()
        if r.state in UNPUBLISHED and r.agreed_on is not None
    ]  # fmt: skip
    return tuple(sorted(waiting, key=lambda one: -one.days))
