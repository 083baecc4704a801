"""Dates of which perhaps only a part is known: stored as 1984-03-12, 1984-03 or 1984."""

from __future__ import annotations

import calendar
import re
from datetime import date

from casework.clock import today

EARLIEST = 1900
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name} | {
    name.lower(): n for n, name in enumerate(calendar.month_abbr) if name
}
_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_NUMBERS = re.compile(r"(?:(?P<day>\d{1,2})[/. -])?(?P<month>\d{1,2})[/. -](?P<year>\d{1,4})")
_WORDS = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -])?(?P<month>[a-z]{3,9})\.?[ -](?P<year>\d{1,4})"
)


class NotADate(ValueError):
    """What to tell the person."""


def read_date(text: str, thing: str) -> str:
    """The stored form of a date as a person types it; `thing` begins the sentence of an error."""
    plain = re.sub(r"\s+", " ", text).strip().lower().replace(",", "")
    matched = next((m for form in (_ISO, _NUMBERS, _WORDS) if (m := form.fullmatch(plain))), None)
    if matched is None or not plain.isascii():
        raise NotADate(f"{thing} must be a date, for example 27/03/1986, 03/1986 or 1986")
    parts = matched.groupdict()
    if len(parts["year"]) != 4:
        raise NotADate(f"{thing} must have a year with 4 numbers, for example 1986")
    return _stored(int(parts["year"]), _month(parts["month"], thing), parts["day"], thing)


def is_future(stored: str) -> bool:
    """Whether no day it could mean has come yet."""
    numbers = [int(part) for part in stored.split("-")]
    now = today()
    return numbers > [now.year, now.month, now.day][: len(numbers)]


def spoken_date(stored: str) -> str:
    """27 March 1986, March 1986 or 1986."""
    numbers = [int(part) for part in stored.split("-")]
    words = [str(numbers[0])]
    if len(numbers) > 1:
        words.insert(0, calendar.month_name[numbers[1]])
    if len(numbers) > 2:
        words.insert(0, str(numbers[2]))
    return " ".join(words)


def _month(text: str | None, thing: str) -> int | None:
    if text is None:
        return None
    month = int(text) if text.isdigit() else _MONTHS.get(text, 0)
    if not 1 <= month <= 12:
        raise NotADate(f"{thing} must have a real month")
    return month


def _stored(year: int, month: int | None, day: str | None, thing: str) -> str:
    if not EARLIEST <= year <= today().year + 50:
        raise NotADate(f"{thing} must have a real year, {EARLIEST} or later")
    if month is None:
        return str(year)
    if day is None:
        return f"{year}-{month:02}"
    try:
        return date(year, month, int(day)).isoformat()
    except ValueError:
        raise NotADate(f"{thing} must be a real date") from None
