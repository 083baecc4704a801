"""Other moments for tests."""

from __future__ import annotations

from datetime import datetime, timedelta

from casework.clock import LONDON, now


def in_days(days: int) -> datetime:
    """The same hour in London so many days on, also where the clocks change in between."""
    return now().astimezone(LONDON) + timedelta(days=days)
