"""Working days: Monday to Friday without the bank holidays of England; the only meaning there is.

Bank holidays are those under the Banking and Financial Dealings Act 1971 and by proclamation, with
Good Friday and Christmas Day, which are holidays by custom; Wales has the same. The dates come from
the `holidays` package; a holiday proclaimed later comes with a newer version of it.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import cache

import holidays

from casework.clock import LONDON, first_moment
from protocols import clocks

SATURDAY = 5
DAY = timedelta(days=1)
# No unit of a clock is longer.
MONTH = 31 * DAY


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no bank holiday."""
    return day.weekday() < SATURDAY and day not in _bank_holidays(day.year)


def add_working_days(day: date, days: int) -> date:
    """The last day on which something due in so many working days is in time; negative: before."""
    return clocks.add_working_days(day, days, is_working_day)


def runs_out(clock: clocks.Clock, start: datetime) -> datetime:
    """When a clock that a protocol sets runs out, by the wall in London."""
    return clock.ends(start.astimezone(LONDON), is_working_day)


def started(clock: clocks.Clock, after: datetime, until: datetime) -> tuple[datetime, datetime]:
    """Since when, and before when, something began that runs out after one moment, until another.

    Told in whole days, of which there may be some too many and never one too few.
    """
    first = (after - MONTH * (clock.amount + 1)).toordinal()
    days = range(first, until.toordinal() + 3)
    # Of two that begin on one day one may run out a day before the other.
    since = bisect_right(days, after.astimezone(UTC) - 2 * DAY, key=lambda n: _from_day(clock, n))
    before = bisect_right(days, until.astimezone(UTC), key=lambda n: _from_day(clock, n))
    return _midnight(days[since]), _midnight(days[before])


def _from_day(clock: clocks.Clock, day: int) -> datetime:
    return runs_out(clock, _midnight(day))


def _midnight(day: int) -> datetime:
    return first_moment(date.fromordinal(day))


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
