"""The clocks of a review: when each thing was due, and whether it was in time.

A clock runs from the day the review last reached its first state until it reaches one of its last;
days on which the review was paused do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import today
from casework.errors import Invalid, NotFound
from casework.reviews.models import Review, ReviewEvent
from casework.reviews.paths import PATHS, Clock, Unit
from casework.reviews.record_models import BoardClock
from casework.reviews.service.owners import check_board
from casework.reviews.vocabulary import ReviewKind, ReviewState
from casework.working_days import add_working_days
from protocols.clocks import add_months

LONGEST = 400


@dataclass(frozen=True, slots=True)
class Running:
    """One clock of one review."""

    code: str
    words: str
    source: str
    since: date
    due_on: date
    done_on: date | None
    # The clock stands still while the review is paused.
    paused: bool = False

    @property
    def days_late(self) -> int:
        """How many days after its time it was done, or is not done; 0 in time."""
        if self.paused:
            return 0
        return max(0, ((self.done_on or today()) - self.due_on).days)


def clocks_of(session: Session, review: Review) -> list[Running]:
    """Clocks that have begun, in the order of the way."""
    events = _events(session, review)
    lengths = lengths_of(session, review.conference_id, ReviewKind(review.kind))
    begun = (_running(c, events, lengths[c.code]) for c in PATHS[ReviewKind(review.kind)].clocks)
    return [clock for clock in begun if clock is not None]


def lengths_of(session: Session, conference_id: UUID, kind: ReviewKind) -> dict[str, int]:
    """How long each clock runs under this board: its own figure, or the published one."""
    rows = session.scalars(
        select(BoardClock).where(
            BoardClock.conference_id == conference_id, BoardClock.kind == kind.value
        )
    )
    own = {row.code: row.length for row in rows}
    return {clock.code: own.get(clock.code, clock.length) for clock in PATHS[kind].clocks}


def set_lengths(
    session: Session,
    viewer: Viewer,
    *,
    conference_id: UUID,
    kind: ReviewKind,
    lengths: Mapping[str, int],
) -> None:
    """Set a board's own lengths; those of a code that it does not name stay."""
    if not viewer.may(Action.REVIEW_MANAGE, conference_id):
        raise NotFound("board")
    check_board(session, viewer, conference_id)
    known = {clock.code for clock in PATHS[kind].clocks}
    wrong = {c: f"Enter a number from 1 to {LONGEST}" for c, n in lengths.items()
             if c in known and not 0 < n <= LONGEST}  # fmt: skip
    if wrong:
        raise Invalid(wrong)
    for code in known & set(lengths):
        _set(session, viewer, conference_id, kind, code, lengths[code])
    session.flush()


def _set(
    session: Session, viewer: Viewer, board: UUID, kind: ReviewKind, code: str, length: int
) -> None:
    row = session.scalar(
        select(BoardClock).where(
            BoardClock.conference_id == board, BoardClock.kind == kind.value,
            BoardClock.code == code,
        )
    )  # fmt: skip
    if row is None:
        row = BoardClock(
            partnership_id=viewer.partnership_id, conference_id=board, kind=kind.value, code=code
        )
        session.add(row)
    row.length = length


def _running(clock: Clock, events: list[ReviewEvent], length: int) -> Running | None:
    begun = [n for n, e in enumerate(events) if e.to_state == clock.since and not _resumed(e)]
    if not begun:
        return None
    since, later = events[begun[-1]].happened_on, events[begun[-1] + 1 :]
    # What was decided before its clock began again counts no more.
    done = next((e.happened_on for e in later if e.to_state in clock.until), None)
    paused = done is None and bool(events) and events[-1].to_state == ReviewState.PAUSED
    due = _due(clock.unit, since, length) + _paused_time(later, done)
    return Running(clock.code, clock.words, clock.source, since, due, done, paused)


def _due(unit: Unit, since: date, length: int) -> date:
    if unit is Unit.MONTHS:
        return add_months(since, length)
    return add_working_days(since, length)


def _paused_time(later: Iterable[ReviewEvent], done: date | None) -> timedelta:
    total, began = timedelta(), None
    for event in later:
        if event.to_state == ReviewState.PAUSED:
            began = event.happened_on
        elif began is not None:
            total += event.happened_on - began
            began = None
        if done is not None and event.happened_on >= done:
            break
    return total + (today() - began if began is not None and done is None else timedelta())


def _resumed(event: ReviewEvent) -> bool:
    return event.from_state == ReviewState.PAUSED


def _events(session: Session, review: Review) -> list[ReviewEvent]:
    asked = select(ReviewEvent).where(ReviewEvent.review_id == review.id)
    return list(session.scalars(asked.order_by(ReviewEvent.happened_on, ReviewEvent.at)))
