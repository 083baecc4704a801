"""What showed a difference in one place is tried first in the next: most places are alike in it.

The rest of a question, told once, is put to every further place by one AND. Where it shows as much
as the bound allows there is nothing to search for.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import and_
from typing import Final

from protocols.exact.domains import plainest_choice
from protocols.exact.pair import Gain, gain
from protocols.exact.search import Found, Search, Told
from protocols.exact.variables import Choice, Variable

# How many tellings are remembered.
KEPT: Final = 12


class Shown:
    """The tellings of the rest of a question that have shown differences, the last one first."""

    def __init__(self, search: Search, rest: Sequence[Variable]) -> None:
        self._search, self._rest = search, rest
        self._told: list[tuple[int, Told]] = []

    def best(self, alive: int, left: Sequence[Variable]) -> Found:
        """The greatest gain in a place where these bits are alive and these variables open."""
        limit = self._search.limit(alive, left)
        known = self._known(alive, limit)
        if known.gain == limit:
            return known
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

    def _remember(self, told: Told) -> None:
        picked = {variable.id: choice for variable, choice in told}
        whole = tuple(_whole(self._rest, picked))
        self._told.insert(0, (reduce(and_, (choice.mask for _, choice in whole), -1), whole))
        del self._told[KEPT:]


def _whole(
    rest: Iterable[Variable], picked: dict[int, Choice]
) -> Iterator[tuple[Variable, Choice]]:
    """What was told, and of everything else, which did not matter there, the plainest."""
    for variable in rest:
        choice = picked.get(variable.id) or plainest_choice(variable)
        yield variable, choice
        yield from _whole(choice.then, picked)
