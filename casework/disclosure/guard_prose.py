"""What a sentence gives away of a place: the addresses, numbers and names written in free text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casework.disclosure.address_guard import Protected, ProtectedKind
from casework.disclosure.guard_words import BUILDINGS, TYPE_OF, Word, fold, number_at, words

# Between a house number and the word 'street' stand one to three words: '12 Upper Elm Street'.
LONGEST_STREET = 4
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?[\s.-]?\d[a-z]{2}\b", re.IGNORECASE)
_PHONE = re.compile(r"[+(]?\d[\d\s().-]{8,22}\d")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_FEWEST_DIGITS, _MOST_DIGITS = 10, 15
# 'The Refuge' says nothing of which.
_SAYS_NOTHING = frozenset({"the", "a", "an", "her", "his", "their", "this", "that", "our", "my"})


def protected_in(text: str) -> tuple[Protected, ...]:
    """Everything in a sentence that gives a place away; nothing where it names none."""
    return tuple(dict.fromkeys((*_patterns(text), *_places(text))))


def _patterns(text: str) -> Iterator[Protected]:
    plain, _ = fold(text)
    for match in _POSTCODE.finditer(plain):
        yield Protected(ProtectedKind.ADDRESS, match[0])
    for match in _EMAIL.finditer(plain):
        yield Protected(ProtectedKind.EMAIL, match[0])
    for match in _PHONE.finditer(plain):
        if _FEWEST_DIGITS <= sum(sign.isdigit() for sign in match[0]) <= _MOST_DIGITS:
            yield Protected(ProtectedKind.PHONE, match[0])


def _places(text: str) -> Iterator[Protected]:
    found = words(text)
    for place, word in enumerate(found):
        end = _street_end(found, place)
        if end is not None:
            yield Protected(ProtectedKind.ADDRESS, text[word.start : found[end].end])
        if place and word.text in BUILDINGS and _is_name(text, found[place - 1], word):
            yield Protected(ProtectedKind.NAME, text[found[place - 1].start : word.end])


def _street_end(found: list[Word], place: int) -> int | None:
    """Where the street ends that begins with this house number."""
    if number_at(found, place) is None:
        return None
    for end in range(place + 2, min(place + 1 + LONGEST_STREET, len(found))):
        if found[end].text in TYPE_OF:
            return end
    return None


def _is_name(text: str, before: Word, building: Word) -> bool:
    named = text[before.start].isupper() and text[building.start].isupper()
    return named and not before.closes and before.text not in _SAYS_NOTHING
