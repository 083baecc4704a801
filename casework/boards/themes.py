"""Themes are tags across every action plan, with a report of their own and no body (R103)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.reviews.lines import Line, visible_lines


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with how many recommendations it has, and in how many reviews it came up."""

    name: str
    recommendations: int
    reviews: int
    accepted: int
    overdue: int

    @property
    def recurs(self) -> bool:
        """The same lesson in more than one review."""
        return self.reviews > 1


def theme_lines(session: Session, viewer: Viewer) -> list[Line]:
    """Every recommendation that this person may read and that has a theme."""
    return [line for line in visible_lines(session, viewer) if line.themes]


def themes_of(found: list[Line]) -> list[Theme]:
    """The themes, those that recur first."""
    numbers = Counter(name for line in found for name in line.themes)
    made = [
        Theme(
            name, number, len({x.review_id for x in found if name in x.themes}),
            sum(1 for x in found if name in x.themes and x.settled),
            sum(1 for x in found if name in x.themes and x.overdue),
        )
        for name, number in numbers.items()
    ]  # fmt: skip
    return sorted(made, key=lambda t: (-t.reviews, -t.recommendations, t.name))
