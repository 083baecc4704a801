"""What an answer would be without one rule: the goals a question has to meet for it to matter.

Let *s* be what a rule makes of an answer. A gate or cap matters where it bites and everything else
shows more than *s*. A grant matters where it is the only one that opens, where it holds others
down, or where it puts a wider, lower one aside. An exception matters where it alone lifts what
would hold the answer down. Every goal here is necessary for its case, and the answer of a question
that meets it is checked on the two sets of bits; so nothing is claimed that does not hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import chain
from operator import or_

from protocols.compiling import CompiledRule, Segment
from protocols.exact.asker import Asker
from protocols.exact.goal import Goal, each_bit
from protocols.exact.side import FULL, MASKED, NOT_SHARED, Side, score
from protocols.vocabulary import RuleKind

BARS = frozenset({RuleKind.GATE, RuleKind.CAP})


@dataclass(frozen=True)
class Missing:
    """The goals of one document: for every rule, when taking it out shows more, or less."""

    asker: Asker

    @property
    def side(self) -> Side:
        """The bits of the document."""
        return self.asker.side

    def shows_more(self, rule: CompiledRule) -> Iterator[Goal]:
        """Where more could be shown without a rule; the likeliest first."""
        if rule.rule.kind in BARS:
            return self._watched(self._bar(rule))
        if rule.rule.kind is RuleKind.GRANT:
            return self._watched(self._holds_down(rule))
        return iter(())

    def shows_less(self, rule: CompiledRule) -> Iterator[Goal]:
        """Where less could be shown without a rule; the likeliest first."""
        if rule.rule.kind is RuleKind.EXCEPTION:
            return self._watched(self._lifts(rule))
        if rule.rule.kind is RuleKind.GRANT:
            return self._watched(chain(self._opens_alone(rule), self._puts_aside(rule)))
        return iter(())

    def _watched(self, goals: Iterator[Goal]) -> Iterator[Goal]:
        """With several masks a question that meets a goal may still make no difference."""
        watched = self.side.all if self._several_masks else 0
        return (replace(goal, watched=watched) for goal in goals)

    def _bar(self, rule: CompiledRule) -> Iterator[Goal]:
        bits = self.asker.bits(rule, Segment.BITES)
        top = score(rule)
        below = self.limit(top) & ~bits
        lifting = self._savers(rule)
        for bit in each_bit(bits):
            yield from self._shown(Goal(bit, below | lifting, self._unless(below)), top)

    def _shown(self, goal: Goal, top: int) -> Iterator[Goal]:
        """The same where something above this opens: an agency's own, or a grant."""
        if top >= FULL:
            return
        if top < NOT_SHARED:
            # Whether there is anything shows even where nothing opens.
            yield goal
            return
        yield replace(goal, keep=goal.keep | self.side.own)
        low = self.held(top)
        unless = {**goal.unless, **self._unless(low)}
        yield replace(goal, dead=goal.dead | low | self.side.own, unless=unless,
                      some=(*goal.some, self.opening(top)))  # fmt: skip

    def _holds_down(self, rule: CompiledRule) -> Iterator[Goal]:
        """Its level is the floor, and without it the floor is higher."""
        top, mine = score(rule), self.side.of_rule[rule.place]
        if top >= FULL:
            return
        dead = self.limit(top) | (self.held(top) & ~mine) | self.side.own | self._rivals(rule)
        unless = self._unless(dead, without=mine)
        some = (self.opening(top) & ~mine,)
        for bit in each_bit(self.asker.bits(rule, Segment.MAY_OPEN)):
            yield Goal(bit, dead, unless, some)

    def _opens_alone(self, rule: CompiledRule) -> Iterator[Goal]:
        """Nothing else opens, and nothing holds it at not shared."""
        mine = self.side.of_rule[rule.place]
        bars = reduce(or_, (b.bits for b in self.side.bars if b.score <= NOT_SHARED), 0)
        dead = bars | (self.side.opens & ~mine) | self.side.own
        for bit in each_bit(self.asker.bits(rule, Segment.OPENS)):
            yield Goal(bit, dead, self._unless(bars))

    def _puts_aside(self, rule: CompiledRule) -> Iterator[Goal]:
        """A wider and lower grant is put aside by this one alone."""
        mine = self.side.of_rule[rule.place]
        for place in sorted(self.side.program.narrower[rule.place]):
            wider = self.side.program.rules[place]
            if wider.rule.kind is not RuleKind.GRANT:
                continue
            top = score(wider)
            if top >= FULL:
                continue
            low = self.limit(top) | self.held(top)
            dead = low | self.side.own | (self._rivals(wider) & ~mine)
            for keep in self._pairs(rule, wider):
                yield Goal(keep, dead, self._unless(low), (self.side.opens & ~mine,))

    def _pairs(self, rule: CompiledRule, wider: CompiledRule) -> Iterator[int]:
        for bit in each_bit(self.asker.bits(rule, Segment.OPENS)):
            for other in each_bit(self.asker.bits(wider, Segment.MAY_OPEN)):
                yield bit | other

    def _lifts(self, rule: CompiledRule) -> Iterator[Goal]:
        """It alone lifts a bar, and everything else shows more than that."""
        mine = self.side.of_rule[rule.place]
        for bars in self.side.bars:
            for name in sorted(rule.lifts & bars.named.keys()):
                low = self.limit(bars.score)
                others = self.side.lifts.get(name, 0) & ~mine
                for bit in each_bit(self.asker.bits(rule, Segment.LIFTS)):
                    lifted = (bars.named.get(name, 0),)
                    goal = Goal(bit, low | others, self._unless(low), lifted)
                    yield from self._shown(goal, bars.score)

    def _savers(self, bar: CompiledRule) -> int:
        """The bits of what lifts a bar."""
        return 0 if bar.handle is None else self.side.lifts.get(bar.handle, 0)

    def deciding(self, rule: CompiledRule) -> Iterator[Goal]:
        """Where a gate, cap or grant stands and decides what is shown, with its own mask."""
        top, against, segment = score(rule), self._rivals(rule), Segment.OPENS
        if rule.rule.kind in BARS:
            segment = Segment.BITES
            against = self._savers(rule)
        low = self._up_to(top - 1) | self._grants_up_to(top - 1)
        if top == MASKED:
            others = (bits for mask, bits in self.side.masks.items() if mask != rule.rule.mask)
            low = reduce(or_, others, low)
        some = (reduce(or_, (g.opens for g in self.side.grants if g.score >= top), 0),)
        for bit in each_bit(self.asker.bits(rule, segment)):
            yield Goal(bit, low | against | self.side.own, self._unless(low), some)

    def clash(self, first: CompiledRule, second: CompiledRule) -> Iterator[Goal]:
        """Where two grants stand, and nothing holds the answer below the lower of them."""
        top = min(score(first), score(second))
        both = self.side.of_rule[first.place] | self.side.of_rule[second.place]
        bars = self._up_to(top)
        dead = bars | (self._grants_up_to(top - 1) & ~both) | self.side.own
        rivals = self._rivals(first) | self._rivals(second)
        unless = self._unless(dead)
        for bit in each_bit(self.asker.bits(first, Segment.OPENS)):
            for other in each_bit(self.asker.bits(second, Segment.OPENS)):
                yield Goal(bit | other, dead | rivals, unless)

    def opened(self, goal: Goal) -> Goal:
        """The same where a grant shows something, and not only that one's own is one's own."""
        dead = self.limit(NOT_SHARED) | self.held(NOT_SHARED)
        unless = {**goal.unless, **self._unless(dead)}
        return replace(goal, dead=goal.dead | dead | self.side.own, unless=unless,
                       some=(*goal.some, self.opening(NOT_SHARED)))  # fmt: skip

    def nothing_holds(self, goal: Goal) -> Goal:
        """The same where no gate or cap holds anything back."""
        bars = self._up_to(FULL - 1)
        return replace(goal, dead=goal.dead | bars, unless={**goal.unless, **self._unless(bars)})

    def limit(self, top: int) -> int:
        """The bars that would hold an answer at this level or below."""
        return self._up_to(self._below(top))

    def _up_to(self, top: int) -> int:
        return reduce(or_, (b.bits for b in self.side.bars if b.score <= top), 0)

    def held(self, top: int) -> int:
        """The grants that would hold an answer at this level or below."""
        return self._grants_up_to(self._below(top))

    def _grants_up_to(self, top: int) -> int:
        each = (g.firm | g.rivalled for g in self.side.grants if g.score <= top)
        return reduce(or_, each, 0)

    def opening(self, top: int) -> int:
        """The grants that open above this level."""
        below = self._below(top)
        return reduce(or_, (g.opens for g in self.side.grants if g.score > below), 0)

    def _below(self, top: int) -> int:
        # Two masks of one level may make a difference: then only what is lower is ruled out.
        return top - 1 if top == MASKED and self._several_masks else top

    @cached_property
    def _several_masks(self) -> bool:
        return len(self.side.masks) > 1

    def _rivals(self, rule: CompiledRule) -> int:
        """The bits that put a grant aside."""
        return self._rivals_of_rule.get(rule.place, 0)

    @cached_property
    def _rivals_of_rule(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for grants in self.side.grants:
            for bit, rivals in grants.rivals.items():
                place = self.side.parts[bit.bit_length() - 2].rule
                found[place] = found.get(place, 0) | rivals
        return found

    def _unless(self, dead: int, without: int = 0) -> dict[int, int]:
        """Bars that are lifted and grants that are put aside may survive."""
        found = {}
        for bits, savers in self._excuses.items():
            if bits & dead and savers & ~without:
                found[bits & dead] = savers & ~without
        return found

    @cached_property
    def _excuses(self) -> dict[int, int]:
        """Bits with those that put them aside; alike ones together."""
        by_savers: dict[int, int] = {}
        for bars in self.side.bars:
            for name, bits in bars.named.items():
                savers = self.side.lifts[name]
                by_savers[savers] = by_savers.get(savers, 0) | bits
        for grants in self.side.grants:
            for bit, savers in grants.rivals.items():
                by_savers[savers] = by_savers.get(savers, 0) | bit
        return {bits: savers for savers, bits in by_savers.items()}
