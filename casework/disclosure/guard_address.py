"""One protected address: its number, street, house name, town and postcode, and where they meet."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import product

from rapidfuzz.distance import OSA

from casework.disclosure.guard_words import (
    BUILDINGS,
    CUES,
    FILLERS,
    MONTHS,
    TYPE_OF,
    UNITS,
    Word,
    number_at,
    runs,
    words,
)

_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9oi][a-z0-9]?)[\s.-]*([0-9oi][a-z]{2})\b", re.IGNORECASE)
_LOOKALIKE = str.maketrans("oil", "011")
# How far apart number and street, or street and town, may stand.
NEAR = 4
# Shorter names differ from too many others by one letter.
FORGIVING = 5

Span = tuple[int, int]


class Address:
    """An address taken apart, so that it is known again in another order or spelling."""

    def __init__(self, value: str) -> None:
        match = _last(_POSTCODE, value)
        self._postcode = (match[1] + match[2]).casefold().translate(_LOOKALIKE) if match else ""
        self._district = match[1].casefold() if match else ""
        self._numbers: set[str] = set()
        # Squashed spellings: of streets with their type, and of names that stand without one.
        self._typed: set[str] = set()
        self._bare: set[str] = set()
        self._houses: set[str] = set()
        self._towns: set[str] = set()
        rest = value[: match.start()] + "\n" + value[match.end() :] if match else value
        for line in re.split(r"[,\n;]", rest):
            self._take(words(line))
        # By first letter: names long enough for one slip of the pen to be told from another name.
        self._long: dict[str, list[str]] = {}
        for name in self._typed:
            if len(name) >= FORGIVING + 2:
                self._long.setdefault(name[0], []).append(name)

    def places_in(self, found: list[Word]) -> Iterator[Span]:
        """Every place in a text where enough of the address stands together."""
        if self._postcode:
            yield from self._postcodes(found)
        yield from (_place(found, span) for span in runs(found, self._houses))
        for first, last in self._streets(found):
            whole = self._with_number(found, first, last) or self._with_town(found, first, last)
            if whole:
                yield _place(found, whole)
        for first, last in runs(found, self._bare):
            before = self._number_before_bare(found, first, last)
            if before is not None:
                yield _place(found, (before, last))

    def _take(self, line: list[Word]) -> None:
        name: list[str] = []
        for place, word in enumerate(line):
            number = number_at(line, place) if word.text[0].isdigit() else None
            following = line[place + 1].text if place + 1 < len(line) else ""
            if number is not None:
                self._numbers.add(number)
                self._rest(name)
                name = []
            elif (
                word.text in UNITS
                and not name
                and following not in TYPE_OF
                and following[:1].isdigit()
            ):
                continue
            elif word.text in TYPE_OF and name and following not in TYPE_OF:
                self._street(name, word.text)
                name = []
            else:
                name.append(word.text)
        self._rest(name)

    def _street(self, name: list[str], kind: str) -> None:
        for spelling in _spellings(name):
            self._typed |= {spelling + other for other in TYPE_OF[kind]}
            self._bare.add(spelling)

    def _rest(self, name: list[str]) -> None:
        # Words without a street type: a house before the street, a town after it, or "12 Broadway".
        if not name:
            return
        spellings = set(_spellings(name))
        if name[-1] in BUILDINGS and len(name) > 1:
            self._houses |= spellings
        elif self._typed:
            self._towns |= spellings
        elif self._numbers:
            self._typed |= spellings
        elif len(name) > 1:
            self._houses |= spellings

    def _postcodes(self, found: list[Word]) -> Iterator[Span]:
        plain = [word.text.translate(_LOOKALIKE) for word in found]
        for first in range(len(found)):
            run = ""
            for last in range(first, len(found)):
                run += plain[last]
                if run == self._postcode:
                    yield _place(found, (first, last))
                if not self._postcode.startswith(run):
                    break

    def _streets(self, found: list[Word]) -> Iterator[Span]:
        exact = set(runs(found, self._typed))
        yield from exact
        for first, last, run in _short_runs(found, self._long):
            if (first, last) not in exact and self._is_slip(run):
                yield first, last

    def _is_slip(self, run: str) -> bool:
        return any(
            abs(len(run) - len(name)) <= 1 and OSA.distance(run, name, score_cutoff=1) == 1
            for name in self._long.get(run[0], ())
        )

    def _with_number(self, found: list[Word], first: int, last: int) -> Span | None:
        for place in range(first - 1, max(first - 1 - NEAR, -1), -1):
            if self._is_ours(found, place):
                return place, last
            if not self._is_filler(found, place):
                break
        for place in range(last + 1, min(last + 1 + NEAR, len(found))):
            if self._is_ours(found, place) and self._ends_address(found, place):
                return first, place
            if found[place].text not in UNITS | self._towns and number_at(found, place) is None:
                break
        return None

    def _with_town(self, found: list[Word], first: int, last: int) -> Span | None:
        towns = self._towns | ({self._district} if self._district else set())
        window = found[max(first - NEAR, 0) : last + 1 + NEAR]
        shift = max(first - NEAR, 0)
        for start, end in runs(window, towns):
            if end + shift < first or start + shift > last:
                return min(start + shift, first), max(end + shift, last)
        return None

    def _number_before_bare(self, found: list[Word], first: int, last: int) -> int | None:
        # "12 Elm" without its "Street": only where the rest of the sentence says it is an address.
        place = first - 1
        if place < 0 or not self._is_ours(found, place):
            return None
        cued = place > 0 and found[place - 1].text in CUES
        return place if found[last].closes or (cued and last > first) else None

    def _is_ours(self, found: list[Word], place: int) -> bool:
        following = found[place + 1].text if place + 1 < len(found) else ""
        return number_at(found, place) in self._numbers and following not in MONTHS

    def _ends_address(self, found: list[Word], place: int) -> bool:
        counted = found[place].closes or found[place - 1].text in UNITS
        following = found[place + 1].text if place + 1 < len(found) else ""
        return counted or following in self._towns or following == self._district

    def _is_filler(self, found: list[Word], place: int) -> bool:
        text = found[place].text
        return text in FILLERS or text in self._towns or number_at(found, place) is not None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(text))), None)


def _spellings(name: list[str]) -> Iterator[str]:
    saints = [("st", "saint") if word in ("st", "saint") else (word,) for word in name]
    for choice in product(*saints):
        yield "".join(choice)


def _short_runs(found: list[Word], initials: Container[str]) -> Iterator[tuple[int, int, str]]:
    # A street with its type has two to four words.
    for first in range(len(found)):
        run = found[first].text
        if run[0] not in initials:
            continue
        for last in range(first + 1, min(first + 4, len(found))):
            run += found[last].text
            yield first, last, run


def _place(found: list[Word], span: Span) -> Span:
    return found[span[0]].start, found[span[1]].end
