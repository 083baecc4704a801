"""A recommendation as lists, the board page and the CSV show it: one row, the same words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import today
from casework.directory.names import agency_names, person_names
from casework.reviews.access import visible_reviews
from casework.reviews.models import Recommendation, RecommendationTheme, Review
from casework.reviews.standing import (
    Look,
    Rag,
    days_overdue,
    is_settled,
    look,
    missing_proof,
    rag,
)
from casework.reviews.words import KINDS, SCOPES, SOURCES, STATES

SHORT = 140


@dataclass(frozen=True, slots=True)
class Line:
    """One recommendation in words; `settled` alone decides whether it is muted."""

    id: UUID
    review_id: UUID
    reference: str
    number: int
    text: str
    scope: str
    owner: str
    role: str
    person: str
    target_on: date | None
    target_words: str
    source: str
    rag: Rag
    look: Look
    code: str
    state: str
    settled: bool
    overdue: int
    missing: str
    themes: tuple[str, ...]
    next_check_on: date | None

    @property
    def short(self) -> str:
        """The beginning of its text, cut between words."""
        if len(self.text) <= SHORT:
            return self.text
        return self.text[:SHORT].rsplit(" ", 1)[0] + " …"


def lines(
    session: Session, viewer: Viewer, rows: Sequence[Recommendation], reviews: Mapping[UUID, Review]
) -> list[Line]:
    """The rows in words, with as many queries for five hundred as for one."""
    agencies = agency_names(session, viewer.partnership_id)
    people = person_names(session, viewer.partnership_id)
    themes = _themes(session, viewer, rows)
    day = today()
    return [
        Line(
            id=row.id, review_id=row.review_id, reference=reviews[row.review_id].reference,
            number=row.number, text=row.text, scope=SCOPES[row.scope],
            owner=agencies[row.owner_agency_id], role=row.owner_role,
            person=people[row.owner_person_id] if row.owner_person_id else "",
            target_on=row.target_on, target_words=row.target_words, rag=rag(row, day),
            look=look(row, day), source=_source(row, reviews[row.review_id]), code=row.state,
            state=STATES[row.state],
            settled=is_settled(row), overdue=days_overdue(row, day), missing=missing_proof(row),
            themes=themes.get(row.id, ()), next_check_on=row.next_check_on,
        )
        for row in rows
    ]  # fmt: skip


def rows_of(
    session: Session, viewer: Viewer, shown: Select[Review], *which: ColumnElement[bool]
) -> Sequence[Recommendation]:
    """The recommendations of the reviews shown, by review and number, or those `which` names."""
    asked = select(Recommendation).where(
        Recommendation.partnership_id == viewer.partnership_id,
        Recommendation.review_id.in_(shown.with_only_columns(Review.id)), *which,
    )  # fmt: skip
    return session.scalars(asked.order_by(Recommendation.review_id, Recommendation.number)).all()


def visible_lines(session: Session, viewer: Viewer, *which: ColumnElement[bool]) -> list[Line]:
    """What this person may read, in words: all of it, or what `which` names."""
    shown = visible_reviews(viewer)
    rows = rows_of(session, viewer, shown, *which)
    return lines(session, viewer, rows, {r.id: r for r in session.scalars(shown)})


def line_of(session: Session, viewer: Viewer, row: Recommendation) -> Line:
    """One row in words."""
    return lines(session, viewer, [row], {row.review_id: session.get_one(Review, row.review_id)})[0]


def lines_of_review(session: Session, viewer: Viewer, review: Review) -> list[Line]:
    """The recommendations of one review, by number."""
    asked = select(Recommendation).where(Recommendation.review_id == review.id)
    rows = session.scalars(asked.order_by(Recommendation.number)).all()
    return lines(session, viewer, rows, {review.id: review})


def _source(row: Recommendation, review: Review) -> str:
    # R10: what it came from, or the kind of its review.
    kind = SOURCES[row.source] if row.source else KINDS[review.kind]
    return f"{kind}: {row.source_words}" if row.source_words else kind


def _themes(
    session: Session, viewer: Viewer, rows: Sequence[Recommendation]
) -> dict[UUID, tuple[str, ...]]:
    # By review: a list of five hundred keys would be longer than what it asks for.
    asked = (
        select(RecommendationTheme.recommendation_id, RecommendationTheme.theme)
        .join(Recommendation, Recommendation.id == RecommendationTheme.recommendation_id)
        .where(Recommendation.partnership_id == viewer.partnership_id)
        .where(Recommendation.review_id.in_({row.review_id for row in rows}))
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for key, theme in session.execute(asked.order_by(RecommendationTheme.theme)):
        found[key] = (*found.get(key, ()), theme)
    return found
