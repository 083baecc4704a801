"""The clock of one case: how long the meeting has spent on it."""

from __future__ import annotations

from datetime import timedelta

from casework.clock import now
from casework.conferences.models import AgendaItem

# What a case usually gets, and the longest it should (domain 2.7).
USUAL, LONGEST = timedelta(minutes=10), timedelta(minutes=15)


def start_clock(item: AgendaItem) -> None:
    """The case is before the meeting."""
    item.started_at, item.ended_at = now(), None


def stop_clock(item: AgendaItem) -> None:
    """The meeting has gone on to something else."""
    if is_running(item):
        item.seconds = round(time_spent(item).total_seconds())
        item.ended_at = now()


def is_running(item: AgendaItem) -> bool:
    """Whether the case is before the meeting now."""
    return item.started_at is not None and item.ended_at is None


def time_spent(item: AgendaItem) -> timedelta:
    """All the time the meeting has given to the case."""
    spent = timedelta(seconds=item.seconds)
    if item.started_at is not None and item.ended_at is None:
        spent += now() - item.started_at
    return spent
