"""What showed a difference in one place is tried first in the next: most places are alike in it.

The rest of a question, told once, is put to every further place by one AND. Where it shows as much
as the bound allows there is nothing to search for.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import and_
from typing import Final

from protocols.exact.causes import Causes
from protocols.exact.domains import plainest_choice
from protocols.exact.hunt import Hunt
from protocols.exact.pair import Gain, State, gain
from protocols.exact.search import Found, Search, Told, Unsettled
from protocols.exact.side import FULL
from protocols.exact.variables import Choice, Variable

# How many tellings are remembered.
KEPT: Final = 12


class Shown:
    """The tellings of the rest of a question that have shown differences, the last one first."""

    def __init__(self, search: Search, rest: Sequence[Variable]) -> None:
        self._search, self._rest = search, rest
        self._causes, self._hunt = Causes(search.pair), Hunt(rest)
        self._told: list[tuple[int, Told]] = []

    def best(self, alive: int, left: Sequence[Variable]) -> Found:
        """The greatest gain in a place where these bits are alive and these variables open."""
        limit = self._search.limit(alive, left)
        known = self._known(alive, limit)
        if known.gain == limit:
            return known
        state = self._search.pair.state(alive, left)
        if self._causes.can_tell(state):
            try:
                return self._hunted(alive, state, known)
            except Unsettled:
                pass
        return self._searched(alive, left, known)

    def _hunted(self, alive: int, state: State, known: Found) -> Found:
        """The greatest gain by its reasons: one more than is known, until there is none."""
        told: Told | None = ()
        while told is not None and known.gain < FULL:
            goals = self._causes.goals(state, int(known.gain) + 1)
            asked = (self._hunt.find(goal, place=alive) for goal in goals)
            told = next((found for found in asked if found is not None), None)
            if told is not None:
                mask = self._remember(told)
                known = Found(self._gain(alive & mask), self._told[0][1])
        return known

    def _searched(self, alive: int, left: Sequence[Variable], known: Found) -> Found:
        found = self._search.best(alive, left, known.gain)
        if not found.gain or not found.settled:
            return known._replace(settled=found.settled) if known.gain else found
        self._remember(found.told)
        return found

    def _known(self, alive: int, limit: Gain) -> Found:
        """The most that a remembered telling shows here."""
        best, place = Found(0, ()), 0
        for number, (mask, told) in enumerate(self._told):
            shows = self._gain(alive & mask)
            if shows > best.gain:
                best, place = Found(shows, told), number
                if shows == limit:
                    break
        if place:
            self._told.insert(0, self._told.pop(place))
        return best

    def _gain(self, alive: int) -> Gain:
        pair = self._search.pair
        first, second = pair.split(alive)
        return gain(pair.first.view(first), pair.second.view(second))

    def _remember(self, told: Told) -> int:
        """Keep a telling; the bits that it leaves."""
        picked = {variable.id: choice for variable, choice in told}
        whole = tuple(_whole(self._rest, picked))
        mask = reduce(and_, (choice.mask for _, choice in whole), -1)
        self._told.insert(0, (mask, whole))
        del self._told[KEPT:]
        return mask


def _whole(
    rest: Iterable[Variable], picked: dict[int, Choice]
) -> Iterator[tuple[Variable, Choice]]:
    """What was told, and of everything else, which did not matter there, the plainest."""
    for variable in rest:
        choice = picked.get(variable.id) or plainest_choice(variable)
        yield variable, choice
        yield from _whole(choice.then, picked)
