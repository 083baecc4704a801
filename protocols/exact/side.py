"""One document as bits, and what a question that is only partly told can be shown under it.

What is shown is one number, from hidden completely (0) over not shared (1) to all of it (5): the
lower of a floor, which the grants make, and a ceiling, which gates and caps make. While some of a
question is still open, bits are alive (possibly) or sure, and floor and ceiling have a least and a
most over every way of telling the rest. `view` is exact where nothing is open.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import Final

from protocols.compiling import CompiledRule, Program, Segment
from protocols.exact.parts import Part
from protocols.vocabulary import Effect

HIDDEN, NOT_SHARED, SUMMARY, MASKED, FULL = 0, 1, 3, 4, 5
KNOWN: Final = 1
View = tuple[int, str | None]
Span = tuple[int, int]


def score(rule: CompiledRule) -> int:
    """The level of a bar or grant on the scale of what is shown."""
    if rule.level is Effect.WITHHELD and rule.rule.concealed:
        return HIDDEN
    return int(rule.level) + 1


@dataclass
class Bars:
    """The bits of all gates and caps of one level: those nothing lifts, and the others by name."""

    score: int
    firm: int = 0
    bits: int = 0
    named: dict[str, int] = field(default_factory=lambda: defaultdict(int))


@dataclass
class Grants:
    """The bits of all grants of one level; those that a narrower grant can put aside, apart."""

    score: int
    opens: int = 0
    firm: int = 0
    rivals: dict[int, int] = field(default_factory=dict)
    rivalled: int = 0

    def stands(self, there: int, against: int) -> bool:
        """Whether a bit of these is there that nothing puts aside which is against it."""
        if there & self.firm:
            return True
        if not there & self.rivalled:
            return False
        return any(there & bit and not against & rival for bit, rival in self.rivals.items())


class Side:
    """The bits of one program; the first says that every word is known to it."""

    def __init__(self, program: Program, parts: Sequence[Part]) -> None:
        self.program, self.parts = program, parts
        self.width = len(self.parts) + 1
        self.all = (1 << self.width) - 1
        self.own = self.where(lambda part: part.segment is Segment.OWN)
        self.opens = self.where(lambda part: part.segment is Segment.OPENS)
        self.granting = self.own | self.where(
            lambda part: part.segment in (Segment.OPENS, Segment.MAY_OPEN)
        )
        self.barring = self.where(lambda part: part.segment is Segment.BITES)
        self.lifts = self._lifts()
        self.by_name: dict[tuple[int, str], int] = defaultdict(int)
        self.bars = self._bars()
        self.bars_in_part = self._bars_in_part()
        self.grants = self._grants()
        self.masks = self._masks()
        self.in_part = reduce(or_, self.masks.values(), 0)

    def where(self, wanted: Callable[[Part], bool]) -> int:
        """The bits of the parts that are wanted."""
        return sum(1 << (i + 1) for i, part in enumerate(self.parts) if wanted(part))

    @cached_property
    def of_rule(self) -> dict[int, int]:
        """The bits of every rule."""
        found: dict[int, int] = defaultdict(int)
        for i, part in enumerate(self.parts):
            if part.segment is not Segment.OWN:
                found[part.rule] |= 1 << (i + 1)
        return found

    def _each(self, segment: Segment) -> Iterator[tuple[int, CompiledRule]]:
        for i, part in enumerate(self.parts):
            if part.segment is segment:
                yield 1 << (i + 1), self.program.rules[part.rule]

    def _lifts(self) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for bit, rule in self._each(Segment.LIFTS):
            for name in rule.lifts:
                found[name] |= bit
        return dict(found)

    def _bars(self) -> list[Bars]:
        found: dict[int, Bars] = {}
        for bit, rule in self._each(Segment.BITES):
            bars = found.setdefault(score(rule), Bars(score(rule)))
            name, bars.bits = rule.handle, bars.bits | bit
            if name is None or name not in self.lifts:
                bars.firm |= bit
            else:
                bars.named[name] |= bit
            if name is not None:
                self.by_name[score(rule), name] |= bit
        return [found[key] for key in sorted(found)]

    def _bars_in_part(self) -> int:
        each = (bit for bit, rule in self._each(Segment.BITES) if rule.level is Effect.MASKED)
        return reduce(or_, each, 0)

    def _grants(self) -> list[Grants]:
        rivals: dict[int, int] = defaultdict(int)
        for bit, rule in self._each(Segment.OPENS):
            for wider in self.program.narrower[rule.place]:
                rivals[wider] |= bit
        found: dict[int, Grants] = {}
        for bit, rule in self._each(Segment.MAY_OPEN):
            grants = found.setdefault(score(rule), Grants(score(rule)))
            if rivals.get(rule.place):
                grants.rivals[bit] = rivals[rule.place]
                grants.rivalled |= bit
            else:
                grants.firm |= bit
        for bit, rule in self._each(Segment.OPENS):
            found.setdefault(score(rule), Grants(score(rule))).opens |= bit
        return [found[key] for key in sorted(found)]

    def _masks(self) -> dict[str | None, int]:
        found: dict[str | None, int] = defaultdict(int)
        for segment in (Segment.BITES, Segment.MAY_OPEN):
            for bit, rule in self._each(segment):
                if rule.level is Effect.MASKED:
                    found[rule.rule.mask] |= bit
        return dict(found)

    def masks_alive(self, alive: int) -> set[str | None]:
        """The masks that could be at work."""
        return {mask for mask, bits in self.masks.items() if alive & bits}

    def floor(self, alive: int, sure: int) -> Span:
        """The least and the most that the grants make of it."""
        return self._floor_least(alive, sure), self._floor_most(alive, sure)

    def puts_aside(self, opening: int, alive: int) -> bool:
        """Whether one of these grants would put another one aside that is alive."""
        return any(
            alive & bit and rival & opening
            for grants in self.grants
            if alive & grants.rivalled
            for bit, rival in grants.rivals.items()
        )

    def ceiling(self, alive: int, sure: int) -> Span:
        """The least and the most that gates and caps leave of it."""
        return self._lowest_bar(alive, sure), self._lowest_bar(sure, alive)

    def _lowest_bar(self, there: int, lifting: int) -> int:
        for bars in self.bars:
            if there & bars.firm:
                return bars.score
            for name, bits in bars.named.items():
                if there & bits and not lifting & self.lifts[name]:
                    return bars.score
        return FULL

    def _floor_most(self, alive: int, sure: int) -> int:
        if alive & self.own:
            return FULL
        if not alive & self.opens:
            return NOT_SHARED
        top = NOT_SHARED
        for grants in self.grants:
            if grants.stands(sure, alive):
                return grants.score
            if alive & (grants.firm | grants.rivalled):
                top = grants.score
        return top

    def _floor_least(self, alive: int, sure: int) -> int:
        if sure & self.own:
            return FULL
        if not sure & self.opens:
            return NOT_SHARED
        for grants in self.grants:
            if grants.stands(alive, sure):
                return grants.score
        return FULL

    def idle(self, alive: int, sure: int) -> int:
        """The bars that lower nothing, however the rest is told."""
        if not sure & KNOWN:
            return 0
        floor, firm = self._floor_most(alive, sure), 0
        limit = min(floor, self._lowest_bar(sure, alive))
        found = 0
        for bars in self.bars:
            if bars.score > limit or (bars.score == limit == floor != MASKED):
                found |= alive & bars.bits
            elif bars.score == limit and limit != MASKED:
                firm = sure & bars.firm
                # One bar that nothing lifts stands for all of its level.
                found |= alive & bars.bits & ~(firm & -firm) if firm else 0
        return found

    def view(self, alive: int) -> View:
        """What is shown where nothing is open any more, with the mask if in part."""
        if not alive & KNOWN:
            return NOT_SHARED, None
        floor = self._floor_least(alive, alive)
        reached = min(floor, self._lowest_bar(alive, alive))
        if reached != MASKED:
            return reached, None
        own = bool(alive & self.own)
        masks = {m for m, bits in self.masks.items() if self._at_work(alive, bits, own)}
        return (SUMMARY, None) if len(masks) > 1 else (MASKED, next(iter(masks)))

    def _at_work(self, alive: int, bits: int, own: bool) -> bool:
        """Whether a bar that stands or a grant that stands asks for a mask of these bits."""
        for bars in self.bars:
            if bars.score == MASKED:
                if alive & bits & bars.firm:
                    return True
                for name, named in bars.named.items():
                    if alive & bits & named and not alive & self.lifts[name]:
                        return True
        if own:
            return False
        return any(
            grants.stands(alive & bits, alive) for grants in self.grants if grants.score == MASKED
        )
