"""Mechanical masks: what may be seen of an answer shown in part. None ever returns its input."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps
from types import MappingProxyType

from casework.clock import today
from protocols import masks as mask_words

Mask = Callable[[str], str]

HIDDEN = "Not shown"
SMALL, LAST_DIGITS, OLDEST = 5, 3, 65
BANDS = ((0, 4), (5, 9), (10, 15), (16, 17), (18, 24), (25, 34), (35, 44), (45, 54), (55, 64))
OLDEST_BAND = "65 or over"

_DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
_WARD = re.compile(r"[^\W\d][^\d]{1,40} ward", re.IGNORECASE)
_NAME_PART = re.compile(r"[^\W\d_]+")


def never_the_input(mask: Mask) -> Mask:
    """Whatever a mask makes of a strange input, it must not be that input."""

    @wraps(mask)
    def guarded(text: str) -> str:
        shown = mask(text)
        return hidden(text) if _same(shown, text) else shown

    return guarded


def _same(shown: str, text: str) -> bool:
    return _letters(shown) == _letters(text)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


@never_the_input
def year_of_birth(text: str) -> str:
    """A date of birth as its year."""
    born = read_date(text)
    return str(born.year) if born else HIDDEN


@never_the_input
def month(text: str) -> str:
    """A date as its month and year."""
    day = read_date(text)
    return f"{day:%B} {day.year}" if day else HIDDEN


@never_the_input
def age(text: str) -> str:
    """A date of birth as an age in years."""
    years = _age(text) if read_date(text) else None
    return f"aged {years}" if years is not None else HIDDEN


@never_the_input
def age_band(text: str) -> str:
    """A date of birth, or an age in years, as a band of ages."""
    years = _age(text)
    if years is None:
        return HIDDEN
    return next((f"{low} to {high}" for low, high in BANDS if low <= years <= high), OLDEST_BAND)


def even_band(width: int) -> Mask:
    """Bands of so many years, up to the oldest."""

    @never_the_input
    def band(text: str) -> str:
        years = _age(text)
        if years is None:
            return HIDDEN
        low = years // width * width
        return OLDEST_BAND if years >= OLDEST else f"{low} to {low + width - 1}"

    return band


def _age(text: str) -> int | None:
    """The age in years of a date of birth or of a number, where it is one a person can have."""
    born, day = read_date(text), today()
    if born is not None:
        years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    elif re.fullmatch(r"\s*\d{1,3}\s*", text):
        years = int(text)
    else:
        return None
    return years if 0 <= years <= 120 else None


def whole_postcodes(text: str) -> set[str]:
    """The postcodes in an address, in capitals and without their space."""
    return {re.sub(r"\s", "", match[0]).upper() for match in _POSTCODE.finditer(text)}


@never_the_input
def district(text: str) -> str:
    """An address or postcode as its postcode district, which holds thousands of homes."""
    found = {match[1].upper() for match in _POSTCODE.finditer(text)}
    return f"Postcode district {found.pop()}" if len(found) == 1 else HIDDEN


@never_the_input
def ward(text: str) -> str:
    """An address as its ward, where one of its parts names it and nothing else."""
    parts = (part.strip() for part in re.split(r"[,;\n]", text))
    found = {part for part in parts if _WARD.fullmatch(part)}
    return found.pop() if len(found) == 1 else HIDDEN


@never_the_input
def initials(text: str) -> str:
    """A name as its initials."""
    letters = [part[0].upper() for part in _NAME_PART.findall(text)]
    return " ".join(f"{letter}." for letter in letters[:4]) or HIDDEN


def digits_at_the_end(count: int) -> Mask:
    """A phone or reference number as so many of its last digits."""

    @never_the_input
    def last(text: str) -> str:
        digits = re.sub(r"\D", "", text)
        return f"ends in {digits[-count:]}" if len(digits) >= 8 else HIDDEN

    return last


def round_count(small: int) -> Mask:
    """A count as a round one; small ones, nought too, say only that they are small."""

    @never_the_input
    def rounded(text: str) -> str:
        if not re.fullmatch(r"\s*\d{1,9}\s*", text):
            return HIDDEN
        number = int(text)
        return f"fewer than {small}" if number < small else f"about {(number + 2) // 5 * 5}"

    return rounded


def hidden(text: str) -> str:
    """Free text: nothing of it, since nobody can say which words of it name somebody."""
    return "" if _same(HIDDEN, text) else HIDDEN


last_digits, small_number = digits_at_the_end(LAST_DIGITS), round_count(SMALL)

# The names that catalogue and protocols use.
MASKS: Mapping[str, Mask] = MappingProxyType(
    {
        "year_of_birth": year_of_birth,
        "year": year_of_birth,
        "month": month,
        "age": age,
        "ward": ward,
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


# Those that take a number, as in `last_digits:4`.
WITH_NUMBER: Mapping[str, Callable[[int], Mask]] = MappingProxyType(
    {
        "age_band": even_band,
        "last_digits": digits_at_the_end,
        "small_number": round_count,
    }
)


def find_mask(name: str) -> Mask | None:
    """The mask that a protocol names, with its number if it has one; None if there is none."""
    word, number = mask_words.split(name)
    if number is None:
        return MASKS.get(name)
    make = WITH_NUMBER.get(word)
    return make(number) if make and mask_words.problem(name) is None else None


def apply_mask(name: str, text: str) -> str:
    """A mask by its name; an unknown name hides everything."""
    return (find_mask(name) or hidden)(text)


def read_date(text: str) -> date | None:
    """A date in one of the forms people type."""
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None
