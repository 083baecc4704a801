"""How the safe-address guard reads: words with their places, whatever case, spacing or accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


STREET_TYPES = tuple(
    _listed(line)
    for line in """street st str|road rd|avenue ave av|lane ln|close cl|crescent cres cresc cr
    court ct crt|drive dr drv|gardens gdns garden gdn|grove gr grv|place pl|square sq
    terrace terr ter tce|way wy|park pk|hill hl|walk wlk|view vw|green grn gn|mews mws|parade pde
    rise|row|gate|croft|yard yd|estate est|fold|bank|mount mt|side|wharf|quay|boulevard blvd
    parkway pkwy""".replace("\n", "|").split("|")
)
TYPE_OF = {spelling: types for types in STREET_TYPES for spelling in types}
BUILDINGS = frozenset(
    _listed("""house cottage lodge farm hall villa barn mill tower towers mansions apartments flats
    refuge hostel grange manor vicarage bungalow block""")
)
UNITS = frozenset(
    _listed("flat flt fl apartment apt appt unit room rm floor no number nr house suite")
)
FILLERS = UNITS | frozenset(_listed("the at of on in near by is a b c d e f g"))
CUES = UNITS | frozenset(_listed("at to is address lives living live staying stays moved home"))
MONTHS = frozenset(
    _listed("""january february march april may june july august september october november
    december jan feb mar apr jun jul aug sep sept oct nov dec""")
)
_ONES = _listed("""nought one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen""")
_TENS = _listed("twenty thirty forty fifty sixty seventy eighty ninety")
NUMBER_WORDS = {word: value for value, word in enumerate(_ONES)} | {
    word: 20 + 10 * place for place, word in enumerate(_TENS)
}
_APOSTROPHES = "'’‘`´"
# A time is one word, so that its hour is no house number.
_WORD = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?!\d)|[^\W_]+")
# A new word begins at a capital after a small letter, and where digits meet a word.
_SEAM = re.compile(
    r"(?<=[a-z])(?=[A-Z])|(?<=\d)(?!(?:st|nd|rd|th)(?![a-z]))(?=[A-Za-z]{2})|(?<=[A-Za-z]{3})(?=\d)"
)
_CLAUSE_END = re.compile(r"[,.;:!?)\n/|]|\s-\s|_")
_HOUSE_NUMBER = re.compile(r"(\d{1,4})[a-z]?")
_SPELLED_OUT = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word in folded letters, and where it stood."""

    text: str
    start: int
    end: int
    # Whether a clause or a line ends after it.
    closes: bool = False


def fold(text: str) -> tuple[str, list[int]]:
    """Plain letters with the place each came from; accents, joiners and apostrophes go."""
    letters, places = [], []
    for place, character in enumerate(text):
        for letter in unicodedata.normalize("NFKD", character):
            kind = unicodedata.category(letter)
            if kind not in ("Mn", "Cf") and letter not in _APOSTROPHES:
                letters.append(letter)
                places.append(place)
    return "".join(letters), [*places, len(text)]


def words(text: str) -> list[Word]:
    """The words of a text; letters spelled out one by one become one word."""
    plain, places = fold(text)
    spans = [*_cut(plain), (len(plain), len(plain))]
    single = [
        Word(
            plain[start:end].casefold(),
            places[start],
            places[end - 1] + 1,
            closes=bool(_CLAUSE_END.search(plain[end:following])) or following == len(plain),
        )
        for (start, end), (following, _) in pairwise(spans)
    ]
    return list(_joined(single))


def _cut(plain: str) -> Iterator[tuple[int, int]]:
    for match in _WORD.finditer(plain):
        edges = [0, *(seam.start() for seam in _SEAM.finditer(match[0])), len(match[0])]
        for start, end in pairwise(edges):
            if end > start:
                yield match.start() + start, match.start() + end


def _joined(found: list[Word]) -> Iterator[Word]:
    # "E l m  S t" is read as "elmst"; digits and letters stay apart.
    for spelled, run in groupby(found, key=lambda word: len(word.text) == 1):
        group = list(run)
        if not spelled or len(group) < _SPELLED_OUT:
            yield from group
            continue
        for _, part in groupby(group, key=lambda word: word.text.isdigit()):
            letters = list(part)
            text = "".join(letter.text for letter in letters)
            yield Word(text, letters[0].start, letters[-1].end, closes=letters[-1].closes)


def number_at(found: list[Word], place: int) -> str | None:
    """The house number that a word says, in digits: 12, 12a, twelve, twenty-one."""
    word = found[place].text
    if match := _HOUSE_NUMBER.fullmatch(word):
        return match[1].lstrip("0") or "0"
    value = NUMBER_WORDS.get(word)
    if value is None:
        return None
    following = found[place + 1].text if place + 1 < len(found) else ""
    return str(value + NUMBER_WORDS[following]) if _compound(value, following) else str(value)


def _compound(tens: int, following: str) -> bool:
    return tens >= 20 and 0 < NUMBER_WORDS.get(following, 0) < 10


def runs(found: list[Word], wanted: set[str]) -> Iterator[tuple[int, int]]:
    """Where words, run together, make one of the wanted spellings: first and last place."""
    longest = max(map(len, wanted), default=0)
    for first in range(len(found)):
        run = ""
        for last in range(first, len(found)):
            run += found[last].text
            if len(run) > longest:
                break
            if run in wanted:
                yield first, last
