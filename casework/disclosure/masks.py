"""Mechanical masks: what may be seen of an answer shown in part. None ever returns its input."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps
from types import MappingProxyType

from casework.clock import today

Mask = Callable[[str], str]

HIDDEN = "Not shown"
SMALL = 5
BANDS = ((0, 4), (5, 9), (10, 15), (16, 17), (18, 24), (25, 34), (35, 44), (45, 54), (55, 64))
OLDEST_BAND = "65 or over"

_DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
_NAME_PART = re.compile(r"[^\W\d_]+")


def _never_the_input(mask: Mask) -> Mask:
    # Whatever a mask makes of a strange input, it must not be that input.
    @wraps(mask)
    def guarded(text: str) -> str:
        shown = mask(text)
        return hidden(text) if _same(shown, text) else shown

    return guarded


def _same(shown: str, text: str) -> bool:
    return _letters(shown) == _letters(text)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


@_never_the_input
def year_of_birth(text: str) -> str:
    """A date of birth as its year."""
    born = read_date(text)
    return str(born.year) if born else HIDDEN


@_never_the_input
def age_band(text: str) -> str:
    """A date of birth, or an age in years, as a band of ages."""
    born = read_date(text)
    if born is None:
        return _band(int(text)) if re.fullmatch(r"\s*\d{1,3}\s*", text) else HIDDEN
    day = today()
    return _band(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))


def _band(age: int) -> str:
    if not 0 <= age <= 120:
        return HIDDEN
    return next((f"{low} to {high}" for low, high in BANDS if low <= age <= high), OLDEST_BAND)


@_never_the_input
def district(text: str) -> str:
    """An address or postcode as its postcode district, which holds thousands of homes."""
    found = {match[1].upper() for match in _POSTCODE.finditer(text)}
    return f"Postcode district {found.pop()}" if len(found) == 1 else HIDDEN


@_never_the_input
def initials(text: str) -> str:
    """A name as its initials."""
    letters = [part[0].upper() for part in _NAME_PART.findall(text)]
    return " ".join(f"{letter}." for letter in letters[:4]) or HIDDEN


@_never_the_input
def last_digits(text: str) -> str:
    """A phone or reference number as its last three digits."""
    digits = re.sub(r"\D", "", text)
    return f"ends in {digits[-3:]}" if len(digits) >= 8 else HIDDEN


@_never_the_input
def small_number(text: str) -> str:
    """A count as a round one; small ones, nought too, say only that they are small."""
    if not re.fullmatch(r"\s*\d{1,9}\s*", text):
        return HIDDEN
    number = int(text)
    return f"fewer than {SMALL}" if number < SMALL else f"about {(number + 2) // 5 * 5}"


def hidden(text: str) -> str:
    """Free text: nothing of it, since nobody can say which words of it name somebody."""
    return "" if _same(HIDDEN, text) else HIDDEN


# The names that catalogue and protocols use.
MASKS: Mapping[str, Mask] = MappingProxyType(
    {
        "year_of_birth": year_of_birth,
        "age_band": age_band,
        "district": district,
        "initials": initials,
        "last_digits": last_digits,
        "small_number": small_number,
        "hidden": hidden,
        "redacted": hidden,
        "remove_identity": hidden,
    }
)


def apply_mask(name: str, text: str) -> str:
    """A mask by its name; an unknown name hides everything."""
    return MASKS.get(name, hidden)(text)


def read_date(text: str) -> date | None:
    """A date in one of the forms people type."""
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None
