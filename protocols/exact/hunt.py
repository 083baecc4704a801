"""Find a question in which some bits survive and others do not, or prove that there is none."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from protocols.exact.domains import Domain, Option, domain_of, made
from protocols.exact.goal import Goal, Node
from protocols.exact.narrowing import Narrowing, plainly, written
from protocols.exact.search import Told, Unsettled
from protocols.exact.variables import Variable

# Nodes that one goal, and all goals of one document, may take: a page has to come.
PATIENCE, MOST_NODES = 3_000, 120_000
# How many bits that were in the way are remembered.
MOST_HOT = 100
Check = Callable[[int], bool]
# For some dimensions the values that a question may give.
Said = Mapping[str, Collection[str]]
NOTHING_SAID: Said = MappingProxyType({})


class Hunt:
    """Questions to one set of bits. What was in the way of one goal is tried first in the next."""

    def __init__(self, told: Iterable[Variable], most_nodes: int = MOST_NODES) -> None:
        known: dict[int, Domain] = {}
        self._start = [domain_of(variable, known) for variable in told]
        self._left = most_nodes
        self._until = 0
        self._place = -1
        self._hot: dict[int, None] = {}

    def find(
        self, goal: Goal, check: Check = lambda _: True, said: Said = NOTHING_SAID, place: int = -1
    ) -> Told | None:
        """A question that meets the goal, of whose surviving bits the check holds, and says such.

        `place` are the bits that what is told already leaves alive.

        Raises Unsettled where that takes more nodes than it may.
        """
        self._until = max(0, self._left - PATIENCE)
        domains = self._start
        if said:
            domains = [_saying(domain, said) or domain for domain in domains]
        self._place = place
        if goal.keep & ~place:
            return None
        root = self._narrowed(Node(domains, goal.keep, place, place), goal)
        if root is None:
            return None
        told, alive = root.greedy()
        if goal.met(alive & place) and check(alive & place):
            return told
        start, goal = root.node, root.slim_goal()
        if goal.some:
            # What cannot be met even without what is to open is soon told.
            found = self._found(start, replace(goal, some=()), lambda _: True)
            if found is None:
                return None
            alive = survivors(found) & place
            if goal.met(alive) and check(alive):
                return found
        # Greedily it was tried already.
        return self._found(start._replace(fresh=False), goal, check)

    def along(self, bit: int) -> int:
        """The bits that may survive beside one that does."""
        root = self._narrowed(Node(self._start, bit), Goal(bit))
        return 0 if root is None else root.may

    def _narrowed(self, node: Node, goal: Goal) -> Narrowing | None:
        if self._left <= self._until:
            raise Unsettled
        self._left -= 1
        narrowing = Narrowing(node, goal, self._hot)
        if narrowing.run():
            return narrowing
        if narrowing.culprits:
            self._remember(narrowing.culprits)
        return None

    def _remember(self, bits: int) -> None:
        """What was in the way last is looked at first; what was so longest ago is forgotten."""
        self._hot.pop(bits, None)
        self._hot[bits] = None
        if len(self._hot) > MOST_HOT:
            del self._hot[next(iter(self._hot))]

    def _found(self, node: Node, goal: Goal, check: Check) -> Told | None:
        narrowing = self._narrowed(node, goal)
        if narrowing is None:
            return None
        if narrowing.node.fresh:
            told, alive = narrowing.greedy()
            alive &= self._place
            if goal.met(alive) and check(alive):
                return told
        children = narrowing.children()
        if children is None:
            left = narrowing.node
            return self._checked(Node([*left.domains, *left.aside], left.keep), check)
        return _first(self._found(child, goal, check) for child in children)

    def _checked(self, node: Node, check: Check) -> Told | None:
        """Everything left meets the goal: the plainest telling first, then every other."""
        if self._left <= self._until:
            raise Unsettled
        self._left -= 1
        told, alive = written(list(plainly(node.domains)))
        if check(alive & self._place):
            return told
        for place, domain in enumerate(node.domains):
            if domain.opens or domain.may != domain.must:
                return _first(self._checked(child, check) for child in node.options(place))
        return None


def survivors(told: Told) -> int:
    """The bits that survive what is told."""
    alive = -1
    for _, choice in told:
        alive &= choice.mask
    return alive


def _saying(domain: Domain, said: Said) -> Domain | None:
    """A domain with these values only, and in what it opens; None where none is left."""
    words = said.get(domain.variable.dimension)
    options = [o for o in domain.options if words is None or o.choice.value in words]
    if not domain.opens:
        return domain.only(options)
    found = [_opening(option, said) for option in options]
    left = [option for option in found if option is not None]
    return made(domain.variable, left) if left else None


def _opening(option: Option, said: Said) -> Option | None:
    then = [_saying(domain, said) for domain in option.then]
    left = tuple(domain for domain in then if domain is not None)
    return option.opening(left) if len(left) == len(then) else None


def _first(found: Iterator[Told | None]) -> Told | None:
    return next((told for told in found if told is not None), None)
