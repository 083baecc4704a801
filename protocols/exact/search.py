"""Find the question that shows the greatest difference, or prove that none shows any.

The search tells one variable after another and remembers, for each state, what came of it. A bound
cuts off what cannot differ. Nothing is sampled, and nothing is left out.
"""

from collections.abc import Sequence
from typing import NamedTuple

from protocols.exact.bound import most, trimmed
from protocols.exact.pair import OTHER_MASK, Gain, Pair, State, gain
from protocols.exact.variables import Choice, Variable

Told = tuple[tuple[Variable, Choice], ...]
Key = tuple[object, ...]


class Found(NamedTuple):
    """The greatest gain under a state, and how the rest of the question is told.

    Where the search gave up it is not `settled`: the gain is then no more than a bound.
    """

    gain: Gain
    told: Told
    settled: bool = True


NOTHING = Found(0, ())


# States that one question, and all questions of one search, may take: a page has to come.
PATIENCE, MOST_STATES = 20_000, 150_000


class Unsettled(Exception):
    """The search has met more states than it may."""


class Node:
    """One state: how much is still open, the bound, and what is known of its greatest gain."""

    __slots__ = ("alive", "exact", "found", "left", "limit", "state")

    def __init__(self, pair: Pair, alive: int, left: Sequence[Variable], state: State) -> None:
        self.alive, self.left, self.state = alive, left, state
        self.found, self.exact = NOTHING, not left
        if left:
            self.limit = most(pair, state)
        else:
            first, second = state.alive
            self.limit = gain(pair.first.view(first), pair.second.view(second))
            self.found = Found(self.limit, ())


class Search:
    """Remembers every state it has met, so that equal ones are settled once."""

    def __init__(self, pair: Pair) -> None:
        self.pair, self._until = pair, MOST_STATES
        self._nodes: dict[Key, Node] = {}
        self._granting = pair.joined(pair.first.granting, pair.second.granting)
        self._in_part = pair.joined(pair.first.in_part, pair.second.in_part)

    def best(self, alive: int, left: Sequence[Variable], beat: Gain = 0) -> Found:
        """The greatest gain if it is more than one that is known; nothing if it is not."""
        self._until = min(len(self._nodes) + PATIENCE, MOST_STATES)
        try:
            return self._better(self._node(alive, left), beat)
        except Unsettled:
            return Found(OTHER_MASK, (), settled=False)
        finally:
            self._until = 2 * MOST_STATES

    def limit(self, alive: int, left: Sequence[Variable]) -> Gain:
        """What no gain exceeds."""
        return self._node(alive, left).limit

    def _node(self, alive: int, left: Sequence[Variable]) -> Node:
        left = [v for v in left if v.touch & alive]
        key: Key = (alive, frozenset(v.id for v in left))
        found = self._nodes.get(key)
        if found is None:
            if len(self._nodes) > self._until:
                raise Unsettled
            found = self._nodes[key] = self._made(alive, left)
        return found

    def _made(self, alive: int, left: Sequence[Variable]) -> Node:
        """A new state, or an earlier one that differs only in what no longer matters."""
        state = self.pair.state(alive, left)
        slim = self.pair.joined(*trimmed(self.pair, state))
        if slim & alive != alive:
            return self._node(slim & alive, left)
        key = self._gist(alive, left, state)
        found = self._nodes.get(key) if key else None
        if found is None:
            found = Node(self.pair, alive, left, state)
            if key:
                self._nodes[key] = found
        return found

    def _gist(self, alive: int, left: Sequence[Variable], state: State) -> Key | None:
        """Once the grants are settled, only the level matters that they come to."""
        if alive & self._in_part or any(v.touch & alive & self._granting for v in left):
            return None
        sides = zip((self.pair.first, self.pair.second), state.alive, strict=True)
        floors = tuple(side.floor(there, there)[0] for side, there in sides)
        return (alive & ~self._granting, floors, frozenset(v.id for v in left))

    def _better(self, node: Node, beat: Gain) -> Found:
        """The greatest gain if it is more than `beat`; what was proved is kept with the state."""
        if node.limit <= beat:
            return NOTHING
        if node.exact:
            return node.found
        best = self._branch(node, beat)
        if best.gain > beat:
            node.found, node.exact, node.limit = best, True, best.gain
            return best
        node.limit = beat
        return NOTHING

    def _branch(self, node: Node, beat: Gain) -> Found:
        variable = self._next(node.left, node.state)
        rest = [v for v in node.left if v is not variable]
        children: dict[int, tuple[Node, Choice]] = {}
        for choice in variable.choices:
            child = self._node(node.alive & choice.mask, [*rest, *choice.then])
            children.setdefault(id(child), (child, choice))
        best = NOTHING
        for child, choice in sorted(children.values(), key=self._promise):
            found = self._better(child, max(beat, best.gain))
            if found.gain > best.gain:
                best = Found(found.gain, ((variable, choice), *found.told))
        return best

    def _promise(self, child: tuple[Node, Choice]) -> tuple[Gain, int]:
        """The most promising first: the bound, then what opens on the second side and not here."""
        node, (first, second) = child[0], (self.pair.first, self.pair.second)
        alive, other = node.state.alive
        against = (other & second.barring).bit_count() + (alive & first.granting).bit_count()
        return -node.limit, against - (other & second.opens).bit_count()

    def _next(self, left: Sequence[Variable], state: State) -> Variable:
        """First what the sides do not share, then what opens, then the rest."""
        second, other = self.pair.second, state.alive[1]
        wanted = [
            self.pair.joined(*state.alone),
            self.pair.joined(0, other & (second.opens | second.own)),
            self._granting & self.pair.joined(*state.alive),
            *(self.pair.joined(0, other & bars.bits) for bars in second.bars),
            self.pair.joined(*state.alive),
        ]
        for bits in wanted:
            touching = [v for v in left if v.touch & bits]
            if touching:
                return max(touching, key=lambda v: (v.touch & bits).bit_count())
        return left[0]
