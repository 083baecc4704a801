"""What a hunt is to reach, and what it still has to tell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from protocols.exact.domains import Domain, Option, opened


@dataclass(frozen=True)
class Goal:
    """The bits that are to survive, and those that are not.

    A bit of a key of `unless` may survive after all where one of the value does; of each of `some`
    at least one has to survive. `watched` are bits that whoever asks will look at besides.
    """

    keep: int
    dead: int = 0
    unless: Mapping[int, int] = field(default_factory=dict)
    some: tuple[int, ...] = ()
    watched: int = 0

    def met(self, alive: int) -> bool:
        """Whether these surviving bits meet it."""
        if self.keep & ~alive or not all(bits & alive for bits in self.some):
            return False
        left = alive & self.dead
        for bits, savers in self.unless.items():
            if bits & left and savers & alive:
                left &= ~bits
        return not left


class Node(NamedTuple):
    """What is left to tell, and the bits that have to survive.

    `aside` are domains that no longer matter; of the bits that do, `may` and `sure` say which are
    left by them.
    """

    domains: Sequence[Domain]
    keep: int
    may: int = -1
    sure: int = -1
    aside: tuple[Domain, ...] = ()
    # What was tried alive without success; what the domains surely spare already.
    dead: int = 0
    spared: int = 0
    # Whether something new is to survive: then it is worth while to start afresh.
    fresh: bool = True

    def narrowed(self, place: int, *domains: Domain, **told: Any) -> "Node":
        """The same with one domain replaced."""
        left = [*self.domains[:place], *domains, *self.domains[place + 1 :]]
        return self._replace(domains=left, fresh=False, **told)

    def opened(self, place: int, option: Option) -> "Node":
        """The same with one option told that opens further variables."""
        return self.narrowed(place, *opened(self.domains[place], option), spared=0)

    def keeping(self, bits: int) -> "Node":
        """The same with more to survive."""
        return self._replace(keep=self.keep | bits, fresh=True)

    def options(self, place: int) -> Iterator["Node"]:
        """One node for each option of a domain that leaves other bits than the ones before."""
        seen: set[int] = set()
        for option in self.domains[place].options:
            if option.then or option.may not in seen:
                seen.add(option.may)
                yield self.opened(place, option)


def each_bit(bits: int) -> Iterator[int]:
    """Every bit of a number, the lowest first."""
    while bits:
        yield bits & -bits
        bits &= bits - 1
