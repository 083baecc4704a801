"""Who is called something like this? Keyed hashes of names in memory: no name stands in it.

A question answers with sealed answers, by id; the gate says which of them count for whom. Beside
`matching`, which knows a whole person again, this finds a person by any part of a name.
"""

from __future__ import annotations

import os
import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

from casework.disclosure.name_sounds import given_forms, plain, sounds

# Fewer letters say too little, and more do not narrow any further.
SHORTEST, LONGEST = 2, 12
MOST_WORDS = 6
# 40 bits of hash, 24 of number: 16 million names, one wrong candidate in a million questions.
HASH_BYTES, ROW_BITS = 5, 24
ROW_MASK = (1 << ROW_BITS) - 1
MOST_REMEMBERED = 20_000
# Shorter words sound like half of all names.
SOUNDING = 4


@dataclass(frozen=True, slots=True)
class NamePlace:
    """A sealed answer in which a word of the question stands, and whose it is."""

    case_id: UUID
    subject_id: UUID
    answer_id: UUID


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name or a question, plain, each once."""
    return _long_enough(re.split(r"\W+", text))


def _long_enough(pieces: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p for p in map(plain, pieces) if len(p) >= SHORTEST))


class NameIndex:
    """Beginnings and sounds of the words of every name, as hashes under a key of the index."""

    def __init__(self, as_of: int = 0) -> None:
        self._secret = os.urandom(32)
        # Per answer 48 bytes: case, subject, answer; its number is its place here.
        self._ids = bytearray()
        # Sorted; each holds a hash and, in its last bits, the number of an answer.
        self._entries = array("Q")
        self._added: dict[int, list[int]] = defaultdict(list)
        self.as_of = as_of

    def __len__(self) -> int:
        return len(self._ids) // 48

    @classmethod
    def build(cls, names: Iterable[tuple[NamePlace, str]], *, as_of: int = 0) -> NameIndex:
        """An index of many names at once; `as_of` says how fresh it is."""
        index, entries, known = cls(as_of), array("Q"), dict[str, tuple[int, ...]]()
        for place, text in names:
            row = index._number(place)
            # Names come again and again; hashing each of them once is half of the work.
            if len(known) > MOST_REMEMBERED:
                known.clear()
            keys = known.get(text)
            if keys is None:
                keys = known[text] = tuple(index._keys_of(text))
            entries.extend([key << ROW_BITS | row for key in keys])
        index._entries = array("Q", sorted(entries))
        return index

    def add(self, place: NamePlace, text: str) -> None:
        """One more name; one that is known already is left alone."""
        # Nothing is ever taken out: an answer that no longer counts is not one the gate opens.
        if self._knows(place.answer_id):
            return
        row = self._number(place)
        for key in self._keys_of(text):
            self._added[key].append(row)

    def find(self, words: Sequence[str]) -> list[list[NamePlace]]:
        """For each word of the question, the answers in which it stands."""
        return [[self._place(row) for row in self._having(word)] for word in words[:MOST_WORDS]]

    def _having(self, word: str) -> list[int]:
        found = set(self._found("p", word[:LONGEST]))
        for kind, token in _spoken(word):
            found.update(self._found(kind, token))
        return sorted(found)

    def _keys_of(self, text: str) -> set[int]:
        return {self._hash(kind, token) for kind, token in _tokens(text)}

    def _found(self, kind: str, token: str) -> Iterator[int]:
        key = self._hash(kind, token)
        place = bisect_left(self._entries, key << ROW_BITS)
        while place < len(self._entries) and self._entries[place] >> ROW_BITS == key:
            yield self._entries[place] & ROW_MASK
            place += 1
        yield from self._added.get(key, ())

    def _hash(self, kind: str, token: str) -> int:
        text = f"{kind}\0{token}".encode()
        return int.from_bytes(
            blake2b(text, digest_size=HASH_BYTES, key=self._secret).digest(), "big"
        )

    def _number(self, place: NamePlace) -> int:
        self._ids += place.case_id.bytes + place.subject_id.bytes + place.answer_id.bytes
        return len(self._ids) // 48 - 1

    def _knows(self, answer_id: UUID) -> bool:
        place = self._ids.find(answer_id.bytes)
        while place >= 0 and place % 48 != 32:
            place = self._ids.find(answer_id.bytes, place + 1)
        return place >= 0

    def _place(self, row: int) -> NamePlace:
        raw = bytes(self._ids[row * 48 : row * 48 + 48])
        return NamePlace(*(UUID(bytes=raw[at : at + 16]) for at in (0, 16, 32)))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    # O'Neill is found as neill and as oneill.
    for word in {*words_of(text), *_long_enough(re.split(r"[^\w'’]+", text))}:
        yield from (("p", word[:size]) for size in range(SHORTEST, min(len(word), LONGEST) + 1))
        yield from _spoken(word)


def _spoken(word: str) -> Iterator[tuple[str, str]]:
    """The names behind a short form, and how each sounds."""
    for form in given_forms(word):
        yield "w", form
        if len(form) >= SOUNDING:
            yield from (("s", sound) for sound in sounds(form) if sound[0] == "m")
