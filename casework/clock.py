"""The one clock: every moment in the house comes from here, in UTC."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_moved: ContextVar[datetime | None] = ContextVar("moved_clock", default=None)


def now() -> datetime:
    """The present moment, timezone-aware, in UTC."""
    return _moved.get() or datetime.now(UTC)


def today() -> date:
    """The calendar day people in the room would name."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The calendar day of a moment in London, which near midnight is not that of UTC."""
    return moment.astimezone(LONDON).date()


def first_moment(day: date) -> datetime:
    """The midnight in London with which a day begins, also where the clocks change."""
    return datetime.combine(day, time(), LONDON)


def end_of(day: date) -> datetime:
    """The midnight in London with which a day ends; what holds on that day holds before it."""
    return first_moment(day + timedelta(days=1))


def last_moment(day: date) -> datetime:
    """The last moment of a day in London, for what is shown as that day again."""
    return datetime.combine(day, time.max, LONDON)


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Run a block at another moment (history of the demonstration, replay of a decision)."""
    if moment.tzinfo is None:
        raise ValueError("a moved clock needs a timezone")
    token = _moved.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moved.reset(token)
