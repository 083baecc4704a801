"""Has this person been here before? An index in memory alone: hashes and ids, no names.

Five keyed hashes a person, none of a single column, so that the index itself says little:
A full name and birth date; B surname sound and birth year; C given sound and birth date;
E both sounds; F birth date with day and month in either order, and given initial.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import blake2b
from itertools import product
from uuid import UUID

from rapidfuzz.distance import JaroWinkler

from casework.disclosure.masks import read_date
from casework.disclosure.name_sounds import given_forms, parts, plain, sounds

Person = tuple[UUID, UUID, str, str, str]
Names = tuple[str, str, str]
KINDS = "ABCEF"
ALIKE = 0.88
SAME_SOUND = 0.92
# An unknown date is no contradiction, and no evidence.
UNKNOWN = 0.5


class Strength(StrEnum):
    """How sure a match is."""

    SAME = "same"
    LIKELY = "likely"
    POSSIBLE = "possible"


_ORDER = {Strength.SAME: 0, Strength.LIKELY: 1, Strength.POSSIBLE: 2}


@dataclass(frozen=True, slots=True)
class Match:
    """Ids and a strength: what a match may show, the protocol says."""

    subject_id: UUID
    case_id: UUID
    strength: Strength


class MatchIndex:
    """People by the hashes of what is known of them."""

    def __init__(self, as_of: int = 0) -> None:
        self._secret = os.urandom(32)
        # Per person 32 bytes, subject and case; the number of a person is its place here.
        self._ids = bytearray()
        self._hashes = {kind: array("Q") for kind in KINDS}
        self._rows = {kind: array("L") for kind in KINDS}
        self._added: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._gone: set[int] = set()
        self.as_of = as_of
        self.changes = 0

    def __len__(self) -> int:
        return len(self._ids) // 32 - len(self._gone)

    @classmethod
    def build(cls, people: Iterable[Person], *, as_of: int = 0) -> MatchIndex:
        """An index of (subject id, case id, given, surname, born); `as_of` says how fresh it is."""
        index, pairs = cls(as_of), {kind: list[tuple[int, int]]() for kind in KINDS}
        for subject_id, case_id, given, surname, born in people:
            row = index._number(subject_id, case_id)
            for kind, value in index._hashes_of(given, surname, born):
                pairs[kind].append((value, row))
        for kind, found in pairs.items():
            found.sort()
            index._hashes[kind].extend(value for value, _ in found)
            index._rows[kind].extend(row for _, row in found)
        return index

    def add(self, subject_id: UUID, case_id: UUID, given: str, surname: str, born: str) -> None:
        """One more person, or one more name of a person."""
        row = self._number(subject_id, case_id)
        for key in self._hashes_of(given, surname, born):
            self._added[key].append(row)
        self.changes += 1

    def remove(self, subject_id: UUID) -> None:
        """Forget every name of a person."""
        for row in self._rows_of(subject_id):
            self._gone.add(row)
        self.changes += 1

    def candidates(
        self,
        given: str,
        surname: str,
        born: str,
        *,
        read: Callable[[UUID], Names] | None = None,
        limit: int = 50,
    ) -> list[Match]:
        """Who it may be, surest first; with `read` the few candidates are opened and compared."""
        hits: dict[int, set[str]] = defaultdict(set)
        for kind, value in self._hashes_of(given, surname, born):
            for row in self._found(kind, value):
                hits[row].add(kind)
        best: dict[UUID, tuple[int, float, Match]] = {}
        for row, kinds in hits.items():
            ranked = self._ranked(row, kinds, (given, surname, born), read)
            if ranked and ranked[:2] < best.get(ranked[2].subject_id, (9, 0.0, None))[:2]:
                best[ranked[2].subject_id] = ranked
        return [match for *_, match in sorted(best.values(), key=lambda r: r[:2])[:limit]]

    def _ranked(
        self, row: int, kinds: set[str], asked: Names, read: Callable[[UUID], Names] | None
    ) -> tuple[int, float, Match] | None:
        subject_id, case_id = self._ids_of(row)
        strength, likeness = _by_kinds(kinds), float(len(kinds))
        if read is not None:
            strength, likeness = compare(asked, read(subject_id))
        return _ORDER[strength], -likeness, Match(subject_id, case_id, strength)

    def _number(self, subject_id: UUID, case_id: UUID) -> int:
        self._ids += subject_id.bytes + case_id.bytes
        return len(self._ids) // 32 - 1

    def _ids_of(self, row: int) -> tuple[UUID, UUID]:
        raw = bytes(self._ids[row * 32 : row * 32 + 32])
        return UUID(bytes=raw[:16]), UUID(bytes=raw[16:])

    def _rows_of(self, subject_id: UUID) -> Iterator[int]:
        place = self._ids.find(subject_id.bytes)
        while place >= 0:
            if place % 32 == 0:
                yield place // 32
            place = self._ids.find(subject_id.bytes, place + 1)

    def _found(self, kind: str, value: int) -> Iterator[int]:
        hashes, rows = self._hashes[kind], self._rows[kind]
        place = bisect_left(hashes, value)
        while place < len(hashes) and hashes[place] == value:
            if rows[place] not in self._gone:
                yield rows[place]
            place += 1
        for row in self._added.get((kind, value), ()):
            if row not in self._gone:
                yield row

    def _hashes_of(self, given: str, surname: str, born: str) -> set[tuple[str, int]]:
        return {(token[0], self._hash(token)) for token in tokens(given, surname, born)}

    def _hash(self, token: tuple[str, ...]) -> int:
        text = "\0".join(token).encode()
        return int.from_bytes(blake2b(text, digest_size=8, key=self._secret).digest(), "big")


def tokens(given: str, surname: str, born: str) -> Iterator[tuple[str, ...]]:
    """Every token of a person; the first part names its kind."""
    day, year = read_date(born), _year(born)
    givens, surnames = given_forms(given), parts(surname)
    given_sounds = {sound for form in givens for sound in sounds(form)}
    surname_sounds = {sound for part in surnames for sound in sounds(part)}
    for one, other in product(surname_sounds, given_sounds):
        if one[0] == other[0]:
            yield "E", one, other
    if year:
        yield from (("B", sound, year) for sound in surname_sounds)
    if day:
        yield "A", plain(given), plain(surname), day.isoformat()
        yield from (("C", sound, day.isoformat()) for sound in given_sounds)
        low, high = sorted((day.day, day.month))
        yield from (("F", str(day.year), str(low), str(high), form[:1]) for form in givens)


def _year(born: str) -> str:
    found = [text for text in born.replace("/", " ").replace("-", " ").split() if len(text) == 4]
    return found[0] if len(found) == 1 and found[0].isdigit() else ""


def _by_kinds(kinds: set[str]) -> Strength:
    if "A" in kinds:
        return Strength.SAME
    return Strength.LIKELY if len(kinds) > 1 else Strength.POSSIBLE


def compare(asked: Names, known: Names) -> tuple[Strength, float]:
    """How sure two sets of names and dates are one person's, and how alike they are (0 to 3)."""
    given = _names_alike(given_forms(asked[0]), given_forms(known[0]))
    surname = _names_alike(parts(asked[1]), parts(known[1]))
    born = _dates_alike(asked[2], known[2])
    if given == surname == born == 1.0:
        return Strength.SAME, 3.0
    # A new surname with the same given name and date is common: marriage, or hiding.
    alike = [given >= ALIKE, surname >= ALIKE, born >= ALIKE]
    likely = all(alike) or given == born == 1.0 or (given == surname == 1.0 and born > UNKNOWN)
    return (Strength.LIKELY if likely else Strength.POSSIBLE), given + surname + born


def _names_alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    return max((_alike(a, b) for a, b in product(one, other)), default=0.0)


def _alike(one: str, other: str) -> float:
    # Catherine and Kathryn look less alike than they are.
    same_sound = any(sound[0] == "m" for sound in sounds(one) & sounds(other))
    return max(JaroWinkler.similarity(one, other), SAME_SOUND if same_sound else 0.0)


def _dates_alike(one: str, other: str) -> float:
    a, b = read_date(one), read_date(other)
    if a is None or b is None:
        return 0.7 if _year(one) and _year(one) == _year(other) else UNKNOWN
    if a == b:
        return 1.0
    return 0.9 if _slipped(a, b) else (0.6 if a.year == b.year else 0.0)


def _slipped(a: date, b: date) -> bool:
    # Day and month changed places, or one digit is another.
    swapped = (a.year, a.month, a.day) == (b.year, b.day, b.month)
    digits = zip(a.isoformat(), b.isoformat(), strict=True)
    return swapped or sum(left != right for left, right in digits) == 1
