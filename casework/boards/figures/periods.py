"""Financial years, their quarters, and twelve months to a month's end: always whole months (R92).

A period that is not over is counted up to the end of the last whole month, and compared with the
same months a year before: seven months are never set against twelve.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from casework.clock import LONDON, today
from casework.errors import NotFound
from protocols.clocks import add_months

APRIL = 4
QUARTERS = {1: "April to June", 2: "July to September", 3: "October to December",
            4: "January to March"}  # fmt: skip
_KEY = re.compile(r"(year|quarter|twelve)-(\d{4})(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day of a month up to, not including, the first day of another."""

    start: date
    end: date

    @property
    def since(self) -> datetime:
        """Its first moment, as people in the room count days."""
        return datetime.combine(self.start, time(), LONDON)

    @property
    def until(self) -> datetime:
        """The first moment that no longer belongs to it."""
        return datetime.combine(self.end, time(), LONDON)

    @property
    def words(self) -> str:
        """'April to October 2026', 'November 2025 to October 2026'."""
        last = add_months(self.end, -1)
        if last == self.start:
            return f"{last:%B %Y}"
        first = f"{self.start:%B}" if last.year == self.start.year else f"{self.start:%B %Y}"
        return f"{first} to {last:%B %Y}"

    def months(self) -> Iterator[date]:
        """The first day of each of its months."""
        month = self.start
        while month < self.end:
            yield month
            month = add_months(month, 1)

    def a_year_before(self) -> Span:
        """The same months of the year before."""
        return Span(add_months(self.start, -12), add_months(self.end, -12))


@dataclass(frozen=True, slots=True)
class Period:
    """What is asked for, under the key that stands in addresses."""

    key: str
    label: str
    span: Span


def period_of(key: str) -> Period:
    """The period under a key; one that has no whole month yet is 'not found'."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise NotFound("period")
    kind, year, part = found[1], int(found[2]), int(found[3] or 0)
    if not 1990 <= year <= 2200 or (part == 0) != (kind == "year"):
        raise NotFound("period")
    made = {"year": _year, "quarter": _quarter, "twelve": _twelve}[kind](year, part)
    if made is None or made.span.start >= made.span.end:
        raise NotFound("period")
    return made


def periods_to_choose() -> list[Period]:
    """This financial year first, twelve months, two years more, eight quarters."""
    last = add_months(this_month(), -1)
    years = [f"year-{_financial(last) - back}" for back in range(3)]
    keys = [years[0], f"twelve-{last.year}-{last.month}", *years[1:]]
    for back in range(8):
        month = add_months(last, -3 * back)
        keys.append(f"quarter-{_financial(month)}-{_quarter_of(month)}")
    return [period_of(key) for key in keys]


def this_month() -> date:
    """The first day of the month that is not over."""
    return today().replace(day=1)


def _financial(month: date) -> int:
    return month.year if month.month >= APRIL else month.year - 1


def _quarter_of(month: date) -> int:
    return (month.month - APRIL) % 12 // 3 + 1


def _year(year: int, _: int) -> Period:
    start = date(year, APRIL, 1)
    span = Span(start, min(add_months(start, 12), this_month()))
    whole = span.end == add_months(start, 12)
    label = f"Financial year {year}/{(year + 1) % 100:02}"
    return Period(f"year-{year}", label if whole else f"{label} so far", span)


def _quarter(year: int, part: int) -> Period | None:
    if part not in QUARTERS:
        return None
    start = add_months(date(year, APRIL, 1), 3 * (part - 1))
    span = Span(start, min(add_months(start, 3), this_month()))
    whole = span.end == add_months(start, 3)
    label = f"Quarter {part} of {year}/{(year + 1) % 100:02}"
    return Period(f"quarter-{year}-{part}", label if whole else f"{label} so far", span)


def _twelve(year: int, part: int) -> Period | None:
    if not 1 <= part <= 12:
        return None
    end = add_months(date(year, part, 1), 1)
    if end > this_month():
        return None
    label = f"Twelve months to {date(year, part, 1):%B %Y}"
    return Period(f"twelve-{year}-{part}", label, Span(add_months(end, -12), end))
