"""The clock of a duty: '2 hours', '3 days', '1 working day' as data, and when it runs out."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_CLOCK = re.compile(r"(\d{1,3}) (hour|day|working day|week|month)s?")
SATURDAY = 5


@dataclass(frozen=True)
class Clock:
    """An amount of a unit of time."""

    amount: int
    unit: str

    def ends(self, start: datetime) -> datetime:
        """When it runs out. Working days are Monday to Friday; bank holidays are not known here."""
        if self.unit == "working day":
            return _working_days(start, self.amount)
        if self.unit == "hour":
            return start + timedelta(hours=self.amount)
        days = {"day": 1, "week": 7, "month": 30}[self.unit]
        return start + timedelta(days=days * self.amount)


def read(text: str) -> Clock | None:
    """The clock that a text says, or None if it says none."""
    found = _CLOCK.fullmatch(text.strip())
    return Clock(int(found[1]), found[2]) if found else None


def _working_days(start: datetime, amount: int) -> datetime:
    moment, left = start, amount
    while left:
        moment += timedelta(days=1)
        left -= moment.weekday() < SATURDAY
    return moment
