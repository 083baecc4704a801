"""What a board must see in ten seconds: what is overdue, who owns it, what proof is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import today
from casework.reviews.access import visible_reviews
from casework.reviews.lines import Line, lines, rows_of
from casework.reviews.models import Review
from casework.reviews.paths import UNPUBLISHED
from casework.reviews.vocabulary import State

GROUPS = (
    "overdue", "to_check", "refused", "checks_late", "waiting", "on_time", "proposed", "accepted",
    "merged",
)  # fmt: skip
BY_STATE: Mapping[str, str] = {
    State.PROPOSED: "proposed",
    State.REJECTED: "refused",
    State.EVIDENCE_SUBMITTED: "to_check",
    State.RAISED: "waiting",
    State.MERGED: "merged",
}


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A review that was agreed and that nobody outside can read yet (R11)."""

    review: Review
    days: int


@dataclass(frozen=True, slots=True)
class Board:
    """The recommendations of every review a person may read, by what they need."""

    overdue: tuple[Line, ...]
    to_check: tuple[Line, ...]
    refused: tuple[Line, ...]
    checks_late: tuple[Line, ...]
    waiting: tuple[Line, ...]
    on_time: tuple[Line, ...]
    proposed: tuple[Line, ...]
    accepted: tuple[Line, ...]
    # Counted with another one, so never counted here (R27).
    merged: tuple[Line, ...]
    unpublished: tuple[Unpublished, ...]

    @property
    def every(self) -> tuple[Line, ...]:
        """All of them, the most urgent first; each stands in exactly one group."""
        return (
            self.overdue + self.refused + self.to_check + self.checks_late + self.waiting
            + self.on_time + self.proposed + self.accepted + self.merged
        )  # fmt: skip


def board(session: Session, viewer: Viewer) -> Board:
    """Sort everything this person may read by what it needs."""
    reviews = {review.id: review for review in session.scalars(visible_reviews(viewer))}
    rows = rows_of(session, viewer, visible_reviews(viewer))
    groups: dict[str, list[Line]] = {}
    for line in lines(session, viewer, rows, reviews):
        groups.setdefault(group_of(line, today()), []).append(line)
    groups.get("overdue", []).sort(key=lambda line: -line.overdue)
    kept = {name: tuple(groups.get(name, ())) for name in GROUPS}
    return Board(**kept, unpublished=_unpublished(list(reviews.values())))


def group_of(line: Line, day: date) -> str:
    """The one group a recommendation stands in."""
    if line.settled:
        late = line.next_check_on is not None and line.next_check_on < day
        return "checks_late" if late else "accepted"
    if line.code in BY_STATE:
        return BY_STATE[line.code]
    return "overdue" if line.overdue else "on_time"


def _unpublished(reviews: list[Review]) -> tuple[Unpublished, ...]:
    waiting = [r for r in reviews if r.state in UNPUBLISHED and r.agreed_on is not None]
    aged = [Unpublished(r, (today() - r.agreed_on).days) for r in waiting if r.agreed_on]
    return tuple(sorted(aged, key=lambda item: -item.days))
