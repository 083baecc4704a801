"""Working days: Monday to Friday without the bank holidays of England; the only meaning there is.

Bank holidays are those under the Banking and Financial Dealings Act 1971 and by proclamation, with
Good Friday and Christmas Day, which are holidays by custom; Wales has the same. The dates come from
the `holidays` package; a holiday proclaimed later comes with a newer version of it.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

import holidays

from casework.clock import LONDON
from protocols import clocks

SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no bank holiday."""
    return day.weekday() < SATURDAY and day not in _bank_holidays(day.year)


def add_working_days(day: date, days: int) -> date:
    """The last day on which something due in so many working days is in time; negative: before."""
    return clocks.add_working_days(day, days, is_working_day)


def runs_out(clock: clocks.Clock, start: datetime) -> datetime:
    """When a clock that a protocol sets runs out, by the wall in London."""
    return clock.ends(start.astimezone(LONDON), is_working_day)


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
