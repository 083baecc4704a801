"""The clock of a duty: '2 hours', '3 days', '1 working day' as data, and when it runs out."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_CLOCK = re.compile(r"(\d{1,3}) (hour|day|working day|week|month)s?")

# Which days count as working days is not for the engine to know: whoever asks says so.
IsWorkingDay = Callable[[date], bool]


@dataclass(frozen=True)
class Clock:
    """An amount of a unit of time."""

    amount: int
    unit: str

    def ends(self, start: datetime, is_working_day: IsWorkingDay) -> datetime:
        """When it runs out, in the timezone of `start`: that of the wall the people look at.

        Hours are hours that pass. Every other unit keeps the time of day, also where the clocks
        change between.
        """
        if self.unit == "hour":
            passed = start.astimezone(UTC) + timedelta(hours=self.amount)
            return passed.astimezone(start.tzinfo)
        return datetime.combine(self._day(start.date(), is_working_day), start.timetz())

    def _day(self, day: date, is_working_day: IsWorkingDay) -> date:
        if self.unit == "working day":
            return add_working_days(day, self.amount, is_working_day)
        if self.unit == "month":
            return add_months(day, self.amount)
        return day + timedelta(days=self.amount * (7 if self.unit == "week" else 1))


def read(text: str) -> Clock | None:
    """The clock that a text says, or None if it says none."""
    found = _CLOCK.fullmatch(text.strip())
    return Clock(int(found[1]), found[2]) if found else None


def add_working_days(day: date, amount: int, is_working_day: IsWorkingDay) -> date:
    """The working day that is so many after a day, or before it where the amount is negative."""
    step = timedelta(days=1 if amount > 0 else -1)
    left = abs(amount)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last one: a month from 31 January ends in February."""
    count = day.month - 1 + months
    first = date(day.year + count // 12, count % 12 + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))
