"""Words by which a leak is known: one for every field of every case, and told apart everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from casework.catalogue.field import Field, Kind
from casework.catalogue.sections import FIELDS

WORD = re.compile(r"zq([a-h])([a-z0-9]+)qz", re.IGNORECASE)
MARKED = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.ADDRESS, Kind.PHONE, Kind.EMAIL, Kind.DATE})
NUMBERS = {name: number for number, name in enumerate(FIELDS)}
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
# Anything that could be a date or a telephone number of ours.
SPELLED = re.compile(
    rf"(?<!\d)(?:\d{{4}}-\d\d-\d\d|\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}|\d\d/\d\d/\d{{4}}"
    r"|01632 ?\d{6})(?!\d)"
)


@dataclass(frozen=True, order=True)
class Marker:
    """One field of one case."""

    case: str
    field: str


def word(case: str, field: str) -> str:
    """The word of a field; `case` is a letter."""
    return f"Zq{case}{field.replace('.', '').replace('_', '')}qz"


def text_for(case: str, field: Field) -> str | None:
    """An answer in stored form that carries the marker; None where the kind cannot hold one."""
    if field.kind not in MARKED:
        return None
    return _OF[field.kind](case, field)


def _day(case: str, field: Field) -> date:
    first = date(2003, 1, 1)
    if field.name.endswith("date_of_birth") or field.name.endswith("dates_of_birth"):
        first = date(2012, 1, 1) if field.name.startswith("child.") else date(1955, 1, 1)
    # Two thirds of a year for each case, so that no two fields share a day.
    return first + timedelta(days=NUMBERS[field.name] + 450 * "abcdefgh".index(case))


_OF = {
    Kind.TEXT: lambda case, f: word(case, f.name),
    Kind.LONG_TEXT: lambda case, f: f"It is said: {word(case, f.name)}.",
    Kind.ADDRESS: lambda case, f: f"{word(case, f.name)} Lodge",
    Kind.EMAIL: lambda case, f: f"{word(case, f.name).lower()}@example.org",
    Kind.PHONE: lambda case, f: f"01632 {'abcdefgh'.index(case) + 1}{NUMBERS[f.name]:05d}",
    Kind.DATE: lambda case, f: _day(case, f).isoformat(),
}


def spellings(case: str, field: str) -> tuple[str, ...]:
    """How a page could write a value that is no word: a date in three ways, a number in two."""
    spec = FIELDS.get(field)
    if spec is None:
        return ()
    if spec.kind == Kind.DATE:
        d = _day(case, spec)
        return (d.isoformat(), f"{d.day} {MONTHS[d.month - 1]} {d.year}", f"{d:%d/%m/%Y}")
    if spec.kind == Kind.PHONE:
        number = str(text_for(case, spec))
        return (number, number.replace(" ", ""))
    return ()


class Finder:
    """Finds every marker of some cases in what was sent to somebody."""

    def __init__(self, written: Iterable[Marker]) -> None:
        self._by_word: dict[str, Marker] = {}
        self._by_spelling: dict[str, Marker] = {}
        for marker in written:
            self._by_word[word(marker.case, marker.field).lower()] = marker
            for text in spellings(marker.case, marker.field):
                self._by_spelling[text] = marker

    def __call__(self, text: str) -> set[Marker]:
        found = {
            self._by_word[m[0].lower()]
            for m in WORD.finditer(text)
            if m[0].lower() in self._by_word  # chance makes such words in tokens
        }
        spelled = {m[0] for m in SPELLED.finditer(text)} & set(self._by_spelling)
        return found | {self._by_spelling[one] for one in spelled}


@lru_cache(maxsize=1)
def marked_fields() -> Mapping[str, Field]:
    """Every field that can carry a marker."""
    return {name: f for name, f in FIELDS.items() if f.kind in MARKED}
