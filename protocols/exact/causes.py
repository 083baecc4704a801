"""Why one side of a question shows more than the other: every reason as a goal of a hunt.

Where a bar holds the first side down, that bar is not alive on the second, or an exception lifts it
there alone. Where a grant holds it down, that grant is not alive on the second, or a narrower one
puts it aside there alone. Where nothing opens on the first, something opens on the second alone.
There is no other reason: if no goal is met, nothing shows more. Where names, words that one side
does not know or several masks decide, this says nothing.
"""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from protocols.exact.goal import Goal, each_bit
from protocols.exact.pair import Pair, State
from protocols.exact.side import FULL, HIDDEN, KNOWN, NOT_SHARED, Bars, Grants, Side


class Causes:
    """The goals of one pair of sides."""

    def __init__(self, pair: Pair) -> None:
        self.pair, self.first, self.second = pair, pair.first, pair.second

    def can_tell(self, state: State) -> bool:
        """Whether the goals are all that could make a difference where these bits are alive."""
        here, there = state.alive
        own = KNOWN | self.first.own, KNOWN | self.second.own
        if not here & there & KNOWN or state.alone[0] & own[0] or state.alone[1] & own[1]:
            return False
        return len(self.first.masks_alive(here) | self.second.masks_alive(there)) < 2

    def goals(self, state: State, gain: int) -> Iterator[Goal]:
        """Where the second shows so much more at least; the most that can be first."""
        for low in range(FULL - gain, HIDDEN - 1, -1):
            for goal in self._low(state, low):
                yield from self._high(goal, low + gain)

    def _low(self, state: State, low: int) -> Iterator[Goal]:
        """Where the first shows no more than this, for a reason that the second does not have."""
        for bars in self.first.bars:
            if bars.score == low:
                yield from self._held(state, bars)
        for grants in self.first.grants:
            if grants.score == low:
                yield from self._lowered(state, grants)
        if low == NOT_SHARED:
            shut = self.pair.joined(self.first.opens | self.first.own, 0)
            for bit in each_bit(state.alone[1] & self.second.opens):
                yield Goal(self.pair.joined(0, bit), shut)

    def _held(self, state: State, bars: Bars) -> Iterator[Goal]:
        """By a bar that is not alive on the second, or that something lifts there alone."""
        yield from (Goal(self.pair.joined(bit, 0)) for bit in each_bit(state.alone[0] & bars.firm))
        for name, named in bars.named.items():
            for bit in each_bit(state.alone[0] & named):
                yield Goal(self.pair.joined(bit, 0), self._lifts(name))
        # What is common lies at the same bits of both; the first may have nothing that lifts it.
        both = state.alive[0] & bars.bits & self.pair.common
        for name, bits in self._named_on_second(both):
            for bit in each_bit(state.alone[1] & self.second.lifts[name]):
                keep, some = self.pair.joined(0, bit), (self.pair.joined(bits, 0),)
                yield Goal(keep, self._lifts(name), some=some)

    def _lifts(self, name: str) -> int:
        return self.pair.joined(self.first.lifts.get(name, 0), 0)

    def _named_on_second(self, both: int) -> Iterator[tuple[str, int]]:
        for bars in self.second.bars:
            for name, named in bars.named.items():
                if named & both:
                    yield name, named & both

    def _lowered(self, state: State, grants: Grants) -> Iterator[Goal]:
        """By a grant that is not alive on the second, or that something puts aside there alone."""
        own = self.first.own
        for bit in each_bit(state.alone[0] & (grants.firm | grants.rivalled)):
            yield Goal(self.pair.joined(bit, 0), self.pair.joined(own | _rivals(grants, bit), 0))
        for wide, rivals in _put_aside(self.second, grants.score):
            if state.alive[0] & wide & self.pair.common:
                dead = self.pair.joined(own | _rivals(grants, wide), 0)
                for bit in each_bit(state.alone[1] & rivals):
                    yield Goal(self.pair.joined(wide, bit), dead)

    def _high(self, goal: Goal, high: int) -> Iterator[Goal]:
        """The same where the second shows this at least: as an agency's own, or by a grant."""
        side = self.second
        bars = reduce(or_, (b.bits for b in side.bars if b.score < high), 0)
        keep, dead = goal.keep | self.pair.joined(0, KNOWN), goal.dead | self.pair.joined(0, bars)
        unless = self._lifted(bars)
        if high <= NOT_SHARED:
            yield Goal(keep, dead, unless, goal.some)
            return
        yield Goal(keep | self.pair.joined(0, side.own), dead, unless, goal.some)
        lower = [grants for grants in side.grants if grants.score < high]
        opening = reduce(or_, (g.opens for g in side.grants if g.score >= high), 0)
        held = reduce(or_, (grants.firm | grants.rivalled for grants in lower), 0)
        aside = {
            self.pair.joined(0, bit): self.pair.joined(0, rivals)
            for grants in lower
            for bit, rivals in grants.rivals.items()
        }
        yield Goal(
            keep, dead | self.pair.joined(0, held), unless | aside,
            (*goal.some, self.pair.joined(0, opening)),
        )  # fmt: skip

    def _lifted(self, bars: int) -> dict[int, int]:
        """Bars of the second that may survive after all, with what lifts them."""
        found: dict[int, int] = {}
        for group in self.second.bars:
            for name, bits in group.named.items():
                if bits & bars:
                    key = self.pair.joined(0, bits & bars)
                    found[key] = self.pair.joined(0, self.second.lifts[name])
        return found


def _rivals(grants: Grants, bit: int) -> int:
    return grants.rivals.get(bit, 0)


def _put_aside(side: Side, score: int) -> Iterator[tuple[int, int]]:
    """The grants of a level that something narrower puts aside, each with what does."""
    for grants in side.grants:
        if grants.score == score:
            yield from grants.rivals.items()
