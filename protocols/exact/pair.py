"""Two sides of one question, and how much more the second shows than the first."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from protocols.exact.side import Side, View
from protocols.exact.variables import Variable

# How much more the second side shows; another mask counts as a half, for it shows other parts.
Gain = float
OTHER_MASK: Gain = 0.5


def gain(first: View, second: View) -> Gain:
    """How much more the second shows."""
    if second[0] != first[0]:
        return max(0, second[0] - first[0])
    return OTHER_MASK if second[1] != first[1] else 0


class State(NamedTuple):
    """The bits of either side, numbered from its own first: alive, sure, and its alone."""

    alive: tuple[int, int]
    sure: tuple[int, int]
    alone: tuple[int, int]


class Pair:
    """Two sides of one question: how much more the second shows than the first.

    The first `common` bits of both say the same; `uneven` are, for each variable, those that some
    value treats otherwise on the one side than on the other.
    """

    def __init__(
        self, first: Side, second: Side, *, common: int, uneven: Mapping[int, int]
    ) -> None:
        self.first, self.second = first, second
        self.common, self.uneven = common, uneven
        self.all = first.all | second.all << first.width

    def split(self, alive: int) -> tuple[int, int]:
        """The bits of either side."""
        return alive & self.first.all, alive >> self.first.width

    def joined(self, first: int, second: int) -> int:
        """The bits of both sides as one number."""
        return first | second << self.first.width

    def state(self, alive: int, left: Sequence[Variable]) -> State:
        """What is known where these variables are still open."""
        open_ = reduce(or_, (v.touch for v in left), 0)
        here, sure = self.split(alive), self.split(alive & ~open_)
        even = self.common & ~reduce(or_, (self.uneven.get(v.id, 0) for v in left), 0)
        both = here[0] & here[1] & even
        return State(here, sure, (here[0] & ~both, here[1] & ~both))

    def reversed(self) -> "Reversed":
        """The same the other way round."""
        return Reversed(self)


class Reversed(Pair):
    """How much less the second shows."""

    def __init__(self, pair: Pair) -> None:
        self._pair, self.common = pair, pair.common
        self.first, self.second, self.all = pair.second, pair.first, pair.all

    def split(self, alive: int) -> tuple[int, int]:
        """The bits of either side."""
        first, second = self._pair.split(alive)
        return second, first

    def joined(self, first: int, second: int) -> int:
        """The bits of both sides as one number."""
        return self._pair.joined(second, first)

    def state(self, alive: int, left: Sequence[Variable]) -> State:
        """What is known where these variables are still open."""
        found = self._pair.state(alive, left)
        return State(*(side[::-1] for side in found))
