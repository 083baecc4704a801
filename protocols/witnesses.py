"""A question for a box, chosen so that as little as possible stands in its way."""

from datetime import date, timedelta
from typing import Any

from protocols.boxes import Box, Space
from protocols.compiling import Program, Segment
from protocols.question import Question
from protocols.vocabulary import NOT_APPLICABLE, Dimension, DimensionKind


def most_open(program: Program, box: Box) -> Box:
    """The box narrowed to where bars stay away, as far as that can be had."""
    found = box
    for bit in program.bits:
        if bit.segment is Segment.BITES:
            found = _avoid(program.space, found, bit.box)
    return found


def _avoid(space: Space, box: Box, bar: Box) -> Box:
    """The box less a bar, by giving way on one axis; nobody is given a role or a tie for it."""
    if any(axis in box and box[axis].isdisjoint(cells) for axis, cells in bar.items()):
        return box
    ways = {axis: box.get(axis, space.universe(axis)) - cells for axis, cells in bar.items()}
    usable = [axis for axis, left in ways.items() if left and not (":" in axis and "yes" in left)]
    if not usable:
        return box
    best = min(usable, key=lambda axis: (axis in box, axis))
    return {**box, best: ways[best]}


def question_at(space: Space, box: Box) -> Question:
    """A question that falls into a box; what the box leaves free is no or not applicable."""
    values: dict[str, Any] = {}
    many: dict[str, frozenset[str]] = {}
    facts: dict[str, Any] = {}
    moment: date | None = None
    for name, dimension in space.vocabulary.dimensions.items():
        if dimension.kind is DimensionKind.APPROVAL:
            facts[name] = _approved(dimension, box)
            continue
        if dimension.kind is DimensionKind.MANY:
            had = _had(dimension, box)
            if dimension.is_fact:
                facts[name] = had
            else:
                many[name] = had
            continue
        value = value_of(space, dimension, _pick(dimension, box))
        if name == "date":
            moment = value
        elif value is not None:
            (facts if dimension.is_fact else values)[name] = value
    return Question(values, many, facts, moment)


def _had(dimension: Dimension, box: Box) -> frozenset[str]:
    return frozenset(
        w
        for w in dimension.words
        if "no" not in box.get(f"{dimension.name}:{w}", frozenset({"no"}))
    )


def _approved(dimension: Dimension, box: Box) -> str:
    """The least that gives every approval a box asks for: everybody, in writing, just now."""
    return "9_of_9_written_this_request" if _had(dimension, box) else "none"


def _pick(dimension: Dimension, box: Box) -> str:
    cells = box.get(dimension.name)
    if cells is None:
        return NOT_APPLICABLE
    return NOT_APPLICABLE if NOT_APPLICABLE in cells else min(cells)


def value_of(space: Space, dimension: Dimension, cell: str) -> Any:
    """A value that falls into a cell, or None where none can be given."""
    if cell == NOT_APPLICABLE:
        return None if dimension.name == "date" else NOT_APPLICABLE
    if not dimension.compares:
        return cell if cell != "*" else "another"
    cuts, place = space.cuts.get(dimension.name, ()), int(cell)
    return _between(list(cuts), place)


def _between(cuts: list[Any], place: int) -> Any:
    if place % 2:
        return cuts[place // 2]
    step: Any = timedelta(days=1) if cuts and isinstance(cuts[0], date) else 1
    if not cuts:
        return None
    return cuts[0] - step if place == 0 else cuts[place // 2 - 1] + step
