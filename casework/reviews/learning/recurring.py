"""The same lesson again: themes and words that come back in one review after another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.reviews.access import visible_reviews
from casework.reviews.lines import Line, lines
from casework.reviews.models import Recommendation, Review

# Of 100: the words of one are nearly all in the other, in whatever order.
ALIKE = 72
MOST_ALIKE = 5


@dataclass(frozen=True, slots=True)
class Recurring:
    """A theme with the recommendations of different reviews that carry it."""

    theme: str
    reviews: int
    lines: tuple[Line, ...]

    @property
    def settled(self) -> int:
        """How many of them have accepted evidence: learnt once, and still it came back."""
        return sum(line.settled for line in self.lines)


def recurring_themes(session: Session, viewer: Viewer) -> list[Recurring]:
    """Themes of two reviews or more, the most frequent first."""
    by_theme: dict[str, list[Line]] = defaultdict(list)
    for line in _every(session, viewer):
        for theme in line.themes:
            by_theme[theme.casefold()].append(line)
    found = [
        Recurring(group[0].themes[_place(group[0], theme)], len(_reviews(group)), tuple(group))
        for theme, group in by_theme.items()
        if len(_reviews(group)) > 1
    ]
    return sorted(found, key=lambda r: (-r.reviews, -len(r.lines), r.theme))


def same_lesson(session: Session, viewer: Viewer, recommendation_id: UUID) -> list[Line]:
    """Recommendations of other reviews that say nearly the same, the likest first."""
    known = {line.id: line for line in _every(session, viewer)}
    asked = known.pop(recommendation_id, None)
    if asked is None:
        return []
    return alike(asked.text, [line for line in known.values() if line.review_id != asked.review_id])


def alike(text: str, others: Sequence[Line]) -> list[Line]:
    """Those whose words are nearly the same."""
    found = process.extract(
        text, [line.text for line in others], scorer=fuzz.token_set_ratio,
        processor=str.casefold, score_cutoff=ALIKE, limit=MOST_ALIKE,
    )  # fmt: skip
    return [others[place] for _, _, place in found]


def _every(session: Session, viewer: Viewer) -> list[Line]:
    reviews = {r.id: r for r in session.scalars(visible_reviews(viewer))}
    asked = select(Recommendation).where(
        Recommendation.partnership_id == viewer.partnership_id,
        Recommendation.review_id.in_(
            visible_reviews(viewer).with_only_columns(Review.id).scalar_subquery()
        ),
    )
    rows = session.scalars(asked.order_by(Recommendation.review_id, Recommendation.number)).all()
    return lines(session, viewer, rows, reviews)


def _reviews(group: Iterable[Line]) -> set[UUID]:
    return {line.review_id for line in group}


def _place(line: Line, theme: str) -> int:
    return [t.casefold() for t in line.themes].index(theme)
