"""Working days of England: weekends and bank holidays do not count."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no bank holiday."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def add_working_days(day: date, days: int) -> date:
    """The last day on which something due in so many working days is in time."""
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last one: a month from 31 January ends in February."""
    count = day.month - 1 + months
    first = date(day.year + count // 12, count % 12 + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))
