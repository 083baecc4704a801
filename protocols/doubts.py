"""Limits that hold back only because something is not known: what that is, and what would end it.

A limit bites where it may be so. Who owns what is held back, and who audits, has to be able to tell
that from a limit that certainly holds: something may simply not be recorded yet.
"""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import NamedTuple

from protocols.boxes import Box, Space
from protocols.clauses import Rule
from protocols.compiling import Program
from protocols.conditions import Condition, sentence, together
from protocols.decision import NearMiss
from protocols.situation import Situation
from protocols.vocabulary import UNKNOWN, Vocabulary

Cells = Mapping[str, str]


class Doubt(NamedTuple):
    """What is not known of one limit: whether it speaks here at all, and whether it is met."""

    speaks: tuple[Condition, ...]
    met: tuple[Condition, ...]


def asked_by_bars(case: Situation) -> tuple[str, ...]:
    """The dimensions on which the limits at work hang; the day of a question is never unknown."""
    asked = (c.dimension for bar in case.bars for c in (*bar.rule.applies, *bar.rule.requires))
    return tuple(sorted({*asked} - {"date"}))


def doubts(case: Situation, cells: Cells) -> dict[int, Doubt]:
    """The limits at work, by their places, that might not hold if more were known."""
    space = case.program.space
    found = {bar.place: _doubt(bar.rule, space, cells) for bar in case.bars}
    return {place: doubt for place, doubt in found.items() if doubt.speaks or doubt.met}


def _doubt(rule: Rule, space: Space, cells: Cells) -> Doubt:
    fails = any(_certain(space.failing(c), cells) for c in rule.requires)
    loose = () if fails else rule.requires
    return Doubt(_not_certain(rule.applies, space, cells), _not_certain(loose, space, cells))


def _not_certain(
    conditions: Iterable[Condition], space: Space, cells: Cells
) -> tuple[Condition, ...]:
    return tuple(c for c in conditions if not _certain(space.union(c), cells))


def _certain(boxes: Iterable[Box], cells: Cells) -> bool:
    """Whether one of the boxes certainly accepts a question."""
    return any(all(cells.get(axis, UNKNOWN) in kept for axis, kept in box.items()) for box in boxes)


def in_words(program: Program, found: Mapping[int, Doubt]) -> dict[int, str]:
    """What is not known of each limit, as it ends 'it is not known whether'."""
    vocabulary = program.protocol.vocabulary
    return {
        place: ", or whether ".join(_unknown(c, vocabulary) for c in (*doubt.speaks, *doubt.met))
        for place, doubt in found.items()
    }


def _unknown(condition: Condition, vocabulary: Vocabulary) -> str:
    counted = vocabulary[condition.dimension].past
    why = " (no date is recorded, or it lies ahead)" if counted else ""
    return f"{sentence(condition, vocabulary)}{why}"


def near_misses(case: Situation, found: Mapping[int, Doubt]) -> tuple[NearMiss, ...]:
    """What would change the answer, where knowing more could: each limit, and what it takes."""
    program = case.program
    without = Situation(program, case.mask & ~_biting(program, found)).effect
    if without <= case.effect:
        return ()
    bars = (program.rules[place] for place in found)
    held = [bar for bar in bars if bar.level < without]
    return tuple(
        NearMiss(
            bar.number or "", bar.rule.name, _names(found[bar.place]),
            _needs(found[bar.place], program), without, bar.rule.kind,
        )
        for bar in held
    )  # fmt: skip


def _biting(program: Program, places: Iterable[int]) -> int:
    return reduce(or_, (program.biting[place] for place in places), 0)


def _names(doubt: Doubt) -> str:
    return ", ".join(dict.fromkeys(c.dimension for c in (*doubt.speaks, *doubt.met)))


def _needs(doubt: Doubt, program: Program) -> str:
    vocabulary = program.protocol.vocabulary
    apart = [f"it is recorded not to be so that {sentence(c, vocabulary)}" for c in doubt.speaks]
    return ", or ".join([*apart, *([together(doubt.met, vocabulary)] if doubt.met else [])])
