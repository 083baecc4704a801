"""Dates, numbers, quorums and approvals become named atoms before any mask is made.

Every axis has a finite set of cells. The constants that a protocol compares a number or a date
with cut it into intervals, so that comparison and analysis stay exact.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from protocols.conditions import LOWER_BOUNDS, UPPER_BOUNDS, Condition, Constant, Op
from protocols.errors import QuestionError, did_you_mean
from protocols.vocabulary import NOT_APPLICABLE, UNKNOWN, Dimension, DimensionKind

ELSE = "*"
PENDING = "pending"
_SHARE = re.compile(r"(\d+)_of_(\d+)(?:_|$)")


def cuts_of(dimension: Dimension, conditions: Iterable[Condition]) -> tuple[Any, ...]:
    """The constants that a protocol compares this dimension with, in order."""
    words = [word for c in conditions if c.dimension == dimension.name for word in c.words]
    return tuple(sorted(set(named(dimension, words))))


def named(dimension: Dimension, words: Iterable[Any]) -> list[Any]:
    """What a rule means by its words: a party by its name, everybody in a group."""
    known: Mapping[Any, Any] = dimension.aliases
    groups: Mapping[Any, tuple[Any, ...]] = dimension.groups
    ids = [known.get(word, word) for word in words]
    return [one for id in ids for one in groups.get(id, (id,))]


def universe(dimension: Dimension, cuts: tuple[Any, ...]) -> frozenset[str]:
    """Every cell a known value of a single-valued dimension can fall into."""
    if dimension.compares:
        cells = range(_least(dimension, cuts), 2 * len(cuts) + 1)
        return frozenset(map(str, cells)) | {NOT_APPLICABLE}
    if dimension.kind is DimensionKind.OPEN:
        units = frozenset[str]().union(*(_covers(dimension, word) for word in cuts))
        return units | {ELSE, NOT_APPLICABLE}
    return frozenset(dimension.words) | {NOT_APPLICABLE}


def _least(dimension: Dimension, cuts: tuple[Any, ...]) -> int:
    """The first cell that a known value can fall into."""
    if not dimension.past:
        return 0
    place = bisect_left(cuts, 0)
    return 2 * place + (place < len(cuts) and cuts[place] == 0)


def accepted(condition: Condition, dimension: Dimension, cuts: tuple[Any, ...]) -> frozenset[str]:
    """The cells that a condition on a single-valued dimension accepts."""
    if dimension.compares:
        return _interval(condition, cuts, universe(dimension, cuts))
    if condition.op in LOWER_BOUNDS or condition.op in UPPER_BOUNDS:
        return _ordered(condition, dimension)
    words = [str(word) for word in named(dimension, condition.words)]
    if condition.op is Op.EXACTLY:
        return frozenset(words)
    found = frozenset[str]().union(*(_covers(dimension, word) for word in words))
    if condition.op is Op.UNDER:
        return found - frozenset(words)
    return universe(dimension, cuts) - found if condition.op is Op.NOT else found


def _covers(dimension: Dimension, word: str) -> frozenset[str]:
    return dimension.covered.get(word, frozenset({word}))


def _ordered(condition: Condition, dimension: Dimension) -> frozenset[str]:
    """The words on the scale of the bound; what stands under a word stands where it stands."""
    own, bound = dimension.place(str(condition.words[0]))
    places = {word: dimension.place(word) for word in dimension.words}
    return frozenset(
        word
        for word, (scale, place) in places.items()
        if scale is own and _satisfies(condition.op, place, bound)
    )


def _satisfies(op: Op, value: int, bound: int) -> bool:
    if op in LOWER_BOUNDS:
        return value > bound or (LOWER_BOUNDS[op] and value == bound)
    return value < bound or (UPPER_BOUNDS[op] and value == bound)


def _interval(
    condition: Condition, cuts: tuple[Any, ...], everything: frozenset[str]
) -> frozenset[str]:
    points = {2 * cuts.index(word) + 1 for word in condition.words}
    if condition.op in (Op.IS, Op.NOT):
        found = frozenset(str(point) for point in points)
        return everything - found if condition.op is Op.NOT else found & everything
    bound = min(points)
    cells = range(2 * len(cuts) + 1)
    met = frozenset(str(cell) for cell in cells if _satisfies(condition.op, cell, bound))
    return met & everything


def cell_of(dimension: Dimension, value: Any, cuts: tuple[Any, ...]) -> str:
    """The cell a value falls into; a value the vocabulary does not know is an error."""
    if value is None or value in {UNKNOWN, NOT_APPLICABLE}:
        return dimension.absent if value is None else str(value)
    if dimension.compares:
        return _point(dimension, value, cuts)
    if dimension.kind is DimensionKind.OPEN:
        word = dimension.aliases.get(str(value), str(value))
        named = any(above in cuts for above in dimension.above(word))
        return word if named else ELSE
    return _word(dimension, value)


def _word(dimension: Dimension, value: Any) -> str:
    word = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    if word == PENDING and dimension.kind is DimensionKind.YES_NO:
        return UNKNOWN
    if dimension.kind is DimensionKind.QUORUM:
        word = quorum(word)
    if word not in dimension.parents:
        raise QuestionError(
            dimension.name, f"unknown word '{word}'.{did_you_mean(word, dimension.words)}"
        )
    return word


def quorum(word: str) -> str:
    """'all_agencies_concerned' -> all, '1_of_2_agencies' -> some, 'none' -> none."""
    share = _SHARE.match(word)
    if share:
        have, need = int(share[1]), int(share[2])
        return "none" if have == 0 else "all" if have >= need else "some"
    return word.partition("_")[0]


def _point(dimension: Dimension, value: Any, cuts: tuple[Any, ...]) -> str:
    if dimension.kind is DimensionKind.DATE:
        value = _day(dimension, value)
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        raise QuestionError(dimension.name, f"expected a number, not {value!r}.")
    elif dimension.past and value < 0:
        return UNKNOWN
    place = bisect_left(cuts, value)
    return str(2 * place + 1 if place < len(cuts) and cuts[place] == value else 2 * place)


def _day(dimension: Dimension, value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise QuestionError(dimension.name, f"expected a date, not {value!r}.") from None


def is_constant(dimension: Dimension, word: Constant) -> bool:
    """Whether a constant is of the sort the dimension compares with."""
    if dimension.kind is DimensionKind.NUMBER:
        return isinstance(word, int) and not isinstance(word, bool)
    if dimension.kind is DimensionKind.DATE:
        return isinstance(word, date) and not isinstance(word, datetime)
    return isinstance(word, str)
