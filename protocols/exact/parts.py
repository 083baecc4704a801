"""The bits that bear on an answer, as boxes of the values that each survives, unknown among them.

So a box can be cut in two and nothing is lost: that is how the part that two versions of a rule
have in common is told from what they do not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from protocols.boxes import Box
from protocols.compiling import POSSIBLY, Segment
from protocols.exact.alphabet import Alphabet
from protocols.vocabulary import UNKNOWN

BEARING = frozenset({Segment.BITES, Segment.MAY_OPEN, Segment.OPENS, Segment.LIFTS, Segment.OWN})
Values = Mapping[str, frozenset[Any]]


@dataclass(frozen=True)
class Part:
    """One box of one rule in one mode, with every value it survives."""

    segment: Segment
    rule: int
    box: Values


def parts(alphabet: Alphabet, place: int) -> list[Part]:
    """The bits of one document that bear on what is shown; the others only explain."""
    return [
        Part(bit.segment, bit.rule, in_values(alphabet, place, bit.segment, bit.box))
        for bit in alphabet.programs[place].bits
        if bit.segment in BEARING
    ]


def in_values(alphabet: Alphabet, place: int, segment: Segment, box: Box) -> Values:
    """A box of cells as the box of the values that survive it in one mode."""
    # What is possibly true is enough for some bits: the unknown leaves them alive.
    more = frozenset({UNKNOWN}) if segment in POSSIBLY else frozenset[str]()
    found: dict[str, frozenset[Any]] = {}
    for axis, cells in box.items():
        if ":" in axis:
            found[axis] = cells | more
        else:
            known, wanted = alphabet.cells(place, axis), cells | more
            found[axis] = frozenset(value for value, cell in known.items() if cell in wanted)
    return found


def meet(first: Values, second: Values) -> Values | None:
    """What both boxes accept, or None if that is nothing."""
    found = dict(first)
    for axis, values in second.items():
        found[axis] = found[axis] & values if axis in found else values
        if not found[axis]:
            return None
    return found


def less(box: Values, taken: Values, alphabet: Alphabet) -> Iterator[Values]:
    """What a box has beyond one that it meets, as boxes that do not overlap."""
    rest = dict(box)
    for axis, values in taken.items():
        here = rest.get(axis, alphabet.whole(axis))
        if here - values:
            yield {**rest, axis: here - values}
            rest[axis] = here & values
