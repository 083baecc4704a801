"""The same lesson again: themes and words that come back in one review after another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.reviews.access import visible_reviews
from casework.reviews.lines import Line, visible_lines
from casework.reviews.models import Recommendation, RecommendationTheme, Review

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
    by_theme: dict[str, dict[UUID, UUID]] = defaultdict(dict)
    names: dict[str, str] = {}
    for theme, key, review in _themes(session, viewer):
        by_theme[theme.casefold()][key] = review
        names.setdefault(theme.casefold(), theme)
    again = {t: group for t, group in by_theme.items() if len(set(group.values())) > 1}
    if not again:
        return []
    shown = visible_lines(session, viewer, Recommendation.review_id.in_(_reviews(again)))
    found = [
        Recurring(
            names[theme], len(set(group.values())), tuple(x for x in shown if x.id in group)
        )
        for theme, group in again.items()
    ]  # fmt: skip
    return sorted(found, key=lambda r: (-r.reviews, -len(r.lines), r.theme))


def same_lesson(session: Session, viewer: Viewer, recommendation_id: UUID) -> list[Line]:
    """Recommendations of other reviews that say nearly the same, the likest first."""
    known = {key: (review, text) for key, review, text in _texts(session, viewer)}
    if recommendation_id not in known:
        return []
    mine, text = known[recommendation_id]
    others = {key: words for key, (review, words) in known.items() if review != mine}
    likest = alike(text, others)
    if not likest:
        return []
    found = visible_lines(session, viewer, Recommendation.id.in_(likest))
    return sorted(found, key=lambda line: likest.index(line.id))


def alike(text: str, others: Mapping[UUID, str]) -> list[UUID]:
    """Those whose words are nearly the same."""
    found = process.extract(
        text, others, scorer=fuzz.token_set_ratio,
        processor=str.casefold, score_cutoff=ALIKE, limit=MOST_ALIKE,
    )  # fmt: skip
    return [key for _, _, key in found]


def _texts(session: Session, viewer: Viewer) -> Iterable[tuple[UUID, UUID, str]]:
    # Three columns of everything; only what is alike becomes a line.
    asked = select(Recommendation.id, Recommendation.review_id, Recommendation.text).where(
        *_visible(viewer)
    )
    return session.execute(asked.order_by(Recommendation.id))


def _themes(session: Session, viewer: Viewer) -> Iterable[tuple[str, UUID, UUID]]:
    asked = (
        select(RecommendationTheme.theme, Recommendation.id, Recommendation.review_id)
        .join(Recommendation, Recommendation.id == RecommendationTheme.recommendation_id)
        .where(*_visible(viewer))
        .order_by(Recommendation.review_id, Recommendation.number, RecommendationTheme.theme)
    )
    return session.execute(asked)


def _visible(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    return (
        Recommendation.partnership_id == viewer.partnership_id,
        Recommendation.review_id.in_(visible_reviews(viewer).with_only_columns(Review.id)),
    )


def _reviews(groups: Mapping[str, Mapping[UUID, UUID]]) -> set[UUID]:
    return {review for group in groups.values() for review in group.values()}
