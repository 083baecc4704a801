"""Days as plans say them: a date, a month, a quarter, a season; the last day is stored (R26).

A UK plan puts the day before the month. What cannot be read is no day, and is said so; what could
mean two days is read as the earlier one, so that nothing is late without anybody seeing it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from casework.web.dates import day
from casework.web.fields import MONTHS

LONGEST = 400
FIRST_YEAR, LAST_YEAR = 1990, 2100
# Day 0 of a spreadsheet's calendar; a cell of nothing but such a number is a day.
SPREADSHEET = date(1899, 12, 30)
QUARTERS = {1: 3, 2: 6, 3: 9, 4: 12}
SEASONS = {"spring": 5, "summer": 8, "autumn": 11, "winter": 2}
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d|\d\d)"
_LONG_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SEP = r"[\s,./'’-]*"


@dataclass(frozen=True, slots=True)
class Day:
    """The last day on which something is in time; None when no day can be read from the words."""

    on: date | None
    words: str = ""
    odd: tuple[str, ...] = ()


Reading = tuple[date, str]
Reader = Callable[[Mapping[str, str], bool], Reading | None]


def read_day(text: str, *, month_first: bool = False) -> Day:
    """The day that a text names. `month_first` when the column is known to be American."""
    words = " ".join(text.split())
    if not words:
        return Day(None)
    found = list(_found(words[:LONGEST].lower(), month_first=month_first))
    if not found:
        return Day(None, words, (f"‘{words[:80]}’ is no date that can be read",))
    on, odd = found[-1]
    oddities = [odd] if odd else []
    days = list(dict.fromkeys(one for one, _ in found))
    if len(days) > 1:
        named = ", ".join(day(one) for one in days[:5])
        oddities.append(f"It names several dates ({named}): the last one is taken")
    return Day(on, words, tuple(oddities))


def order_of(texts: list[str]) -> bool:
    """Whether a column writes the month first: some can only be read so, and none the other way."""
    pairs = [
        (int(m["day"]), int(m["second"]))
        for text in texts
        for m in re.finditer(NUMBERS, text[:LONGEST])
    ]
    american = any(first <= 12 < second <= 31 for first, second in pairs)
    return american and not any(second <= 12 < first <= 31 for first, second in pairs)


def end_of_month(year: int, month: int) -> date:
    """Its last day."""
    return date(year, month, calendar.monthrange(year, month)[1])


def _found(text: str, *, month_first: bool) -> Iterator[Reading]:
    at = 0
    while match := ANY.search(text, at):
        at = max(match.end(), at + 1)
        for pattern, reader in READERS:
            if exact := pattern.fullmatch(match.group()):
                if reading := reader(exact.groupdict(), month_first):
                    yield reading
                break


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _iso(part: Mapping[str, str], _: bool) -> Reading | None:
    return _plain(_date(int(part["year"]), int(part["second"]), int(part["day"])))


def _numbers(part: Mapping[str, str], month_first: bool) -> Reading | None:
    first, second, year = int(part["day"]), int(part["second"]), _year(part["year"])
    british, american = _date(year, second, first), _date(year, first, second)
    if british is None:
        words = "The month stands before the day: read as {}"
        return (american, words.format(day(american))) if american else None
    if month_first and american and american != british:
        words = "Read as {}, with the month first as in the other dates of this column"
        return american, words.format(day(american))
    return british, ""


def _day_month(part: Mapping[str, str], _: bool) -> Reading | None:
    return _plain(_date(_year(part["year"]), MONTHS[part["month"]], int(part["day"])))


def _month(part: Mapping[str, str], _: bool) -> Reading | None:
    year = _year(part["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    on = end_of_month(year, MONTHS[part["month"]])
    return on, f"Read as the end of {on:%B %Y}" if len(part["year"]) == 2 else ""


def _quarter(part: Mapping[str, str], _: bool) -> Reading | None:
    number, year = int(part["quarter"]), _year(part["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if part.get("next"):
        on = end_of_month(year + (number == 4), QUARTERS[number] % 12 + 3 if number < 4 else 3)
        return on, ""
    on = end_of_month(year, QUARTERS[number])
    return on, f"Read as a quarter of the calendar year, to {day(on)}, not of the financial year"


def _season(part: Mapping[str, str], _: bool) -> Reading | None:
    name, year = part["season"], _year(part["year"])
    month = SEASONS[name]
    on = end_of_month(year + (name == "winter"), month)
    return on, f"Read as the end of {name}, {day(on)}"


def _financial_year(part: Mapping[str, str], _: bool) -> Reading | None:
    year = int(part["year"])
    if (year + 1) % 100 != int(part["next"]) % 100:
        return None
    on = date(year + 1, 3, 31)
    return on, f"Read as the end of the financial year, {day(on)}"


def _whole_year(part: Mapping[str, str], _: bool) -> Reading | None:
    on = date(int(part["year"]), 12, 31)
    return on, f"Read as the end of {on.year}"


def _serial(part: Mapping[str, str], _: bool) -> Reading | None:
    on = SPREADSHEET + timedelta(days=int(part["serial"]))
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        return None
    return on, f"A spreadsheet's number for a day: read as {day(on)}"


def _plain(on: date | None) -> Reading | None:
    return (on, "") if on else None


_ORD = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_QUARTER = r"(?:q|qtr|quarter)\s*(?P<quarter>[1-4])"
_SECOND_YEAR = r"(?:\s*[/–-]\s*(?P<next>20\d\d|\d\d))?"
_CUT = r"\s?[/.-]\s?"
NUMBERS = (
    rf"(?<!\d)(?P<day>\d{{1,2}}){_CUT}(?P<second>\d{{1,2}}){_CUT}"
    r"(?P<year>(?:19|20)\d\d|\d\d)(?!\d)"
)
ISO = (
    r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<second>\d{2})-(?P<day>\d{2})"
    r"(?:[ t]\d{2}:\d{2}(?::\d{2})?)?"
)
QUARTER_YEAR = rf"\b{_QUARTER}[\s,(of-]*(?:fy\s*)?(?P<year>20\d\d|\d\d){_SECOND_YEAR}(?!\d)"
YEAR_QUARTER = rf"\b(?P<year>20\d\d){_SECOND_YEAR}\s*{_QUARTER}(?!\d)"
_SOURCES: tuple[tuple[str, Reader], ...] = (
    (ISO, _iso),
    (NUMBERS, _numbers),
    (rf"(?<!\d){_ORD}\s*(?:of)?{_SEP}{_MONTH}{_SEP}{_LONG_YEAR}(?!\d)", _day_month),
    (rf"(?<!\d){_ORD}\s*(?:of)?{_SEP}{_MONTH}{_SEP}{_YEAR}(?!\d)", _day_month),
    (rf"\b{_MONTH}\s+{_ORD}\s*,?\s+{_LONG_YEAR}(?!\d)", _day_month),
    (rf"\b{_MONTH}{_SEP}{_YEAR}(?!\d)", _month),
    (QUARTER_YEAR, _quarter),
    (YEAR_QUARTER, _quarter),
    (r"\b(?P<season>spring|summer|autumn|winter)\s+(?P<year>20\d\d)(?!\d)", _season),
    (r"(?<!\d)(?P<year>20\d\d)\s*[/–-]\s*(?P<next>(?:20)?\d\d)(?!\d)", _financial_year),
    (r"(?<![\d/.-])(?P<year>20\d\d)(?![\d/.-])", _whole_year),
    (r"^(?P<serial>\d{5})(?:\.\d+)?$", _serial),
)
READERS = tuple((re.compile(source), reader) for source, reader in _SOURCES)
ANY = re.compile("|".join(re.sub(r"\?P<\w+>", "?:", source) for source, _ in _SOURCES))
