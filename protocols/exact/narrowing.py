"""One step of a hunt: what a goal forces in a question that is partly told, and what to try next.

A bit that only one variable can still kill is killed by it; a bit that has to survive rules out
whatever would kill it. What is left is branched on.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_

from protocols.exact.domains import Domain, Option, least, merged, plainest
from protocols.exact.goal import Goal, Node, each_bit
from protocols.exact.search import Told


class Narrowing:
    """One node, narrowed as far as the goal forces it. `hot` are bits that were in the way before.

    Where the goal cannot be met, `culprits` are the bits that were in the way here.
    """

    def __init__(self, node: Node, goal: Goal, hot: dict[int, None]) -> None:
        self.node, self.goal, self.hot, self.culprits = node, goal, hot, 0
        self.may = self.must = self.open = self.excusable = 0
        self.once = self.twice = self.thrice = 0

    def run(self) -> bool:
        """Whether the goal may still be met."""
        while True:
            step = self._step() if self._spare() else None
            if step is None:
                return False
            if step is self.node:
                self._set_aside()
                return True
            self.node = step

    def _spare(self) -> bool:
        """Rule out what would kill a bit that has to survive."""
        keep = self.node.keep
        if keep & ~self.node.spared:
            kept = [domain.keeping(keep) for domain in self.node.domains]
            left = [domain for domain in kept if domain is not None]
            if len(left) < len(kept):
                return False
            self.node = self.node._replace(domains=left, spared=keep)
        return True

    def _step(self) -> Node | None:
        """A node with one thing more that follows; the same one where nothing does."""
        self._count()
        lone = self._lone()
        if lone is None or lone & ~self.may:
            return None
        if lone & ~self.node.keep:
            return self.node.keeping(lone)
        forced = self.open & self.once & ~self.twice & ~self.excusable
        return self._killed(forced) if forced else self.node

    def _killed(self, forced: int) -> Node | None:
        """Each of these bits can be killed by one domain only."""
        found, changed = [], False
        for domain in self.node.domains:
            bits = forced & ~domain.must
            left = domain.killing(bits) if bits else domain
            if left is None:
                self.culprits = bits
                return None
            changed = changed or left is not domain
            found.append(left)
        return self.node._replace(domains=found) if changed else self.node

    def _count(self) -> None:
        may, must = self.node.may, self.node.sure
        for domain in self.node.domains:
            may &= domain.may
            must &= domain.must
        # What is to survive will: whoever tells the rest sees to it.
        self.may, self.must = may, must | self.node.keep
        self._excuse()
        # The bits that one domain can kill, that two can, and that more can.
        wanted, once, twice, thrice = self.open, 0, 0, 0
        for domain in self.node.domains:
            kills = wanted & ~domain.must
            if kills:
                thrice |= twice & kills
                twice |= once & kills
                once |= kills
        self.once, self.twice, self.thrice = once, twice, thrice

    def _excuse(self) -> None:
        """The bits that still have to die, and those of them that something may excuse."""
        open_, excusable = (self.goal.dead | self.node.dead) & self.may, 0
        for bits, savers in self.goal.unless.items():
            if bits & open_:
                if self.must & savers:
                    open_ &= ~bits
                elif self.may & savers:
                    excusable |= bits
        self.open, self.excusable = open_, excusable & open_

    def _lone(self) -> int | None:
        """The only bits left that can do something needed; None where none is left."""
        stuck = self.open & ~self.once
        if stuck & ~self.excusable:
            self.culprits = stuck & ~self.excusable
            return None
        found = 0
        for savers in self._needed(stuck):
            left = savers & self.may
            if not left:
                return None
            if not left & (left - 1):
                found |= left
        return found

    def _needed(self, stuck: int) -> Iterator[int]:
        """Sets of bits of each of which one has to survive and none surely does."""
        yield from (some for some in self.goal.some if not some & self.must)
        if stuck:
            for bits, savers in self.goal.unless.items():
                if bits & stuck and not savers & self.must:
                    yield savers

    def _set_aside(self) -> None:
        """Put aside the domains that can no longer do anything."""
        matter = self._mattering()
        # Where more is looked at than the goal says, no two options are alike.
        same = matter | self.goal.watched
        active, aside = [], list(self.node.aside)
        may, sure = self.node.may, self.node.sure
        for domain in self.node.domains:
            if matter & ~domain.must:
                active.append(merged(domain, same) if self.node.fresh else domain)
            else:
                aside.append(domain)
                may, sure = may & domain.may, sure & domain.must
        self.node = self.node._replace(domains=active, may=may, sure=sure, aside=tuple(aside))

    def _mattering(self) -> int:
        """The bits of which it is still to be seen that they die, or survive."""
        found = self.open | self.node.keep
        for some in self.goal.some:
            found |= some
        for bits, savers in self.goal.unless.items():
            if bits & self.open:
                found |= savers
        return found & self.may

    def slim_goal(self) -> Goal:
        """The same goal in the bits that may still survive."""
        unless = {
            bits & self.open: savers & self.may
            for bits, savers in self.goal.unless.items()
            if bits & self.open and savers & self.may
        }
        some = tuple(bits & self.may for bits in self.goal.some)
        return Goal(self.node.keep, self.open, unless, some, self.goal.watched)

    def greedy(self) -> tuple[Told, int]:
        """One telling that lets as few unwanted bits survive as can be, and what survives."""
        told: list[tuple[Domain, Option]] = []
        alive, waiting = self.may, list(self.node.domains)
        while waiting:
            domain = waiting.pop()
            option = least(domain, self.node.keep, alive & self.open)
            alive &= option.choice.mask
            told.append((domain, option))
            waiting += option.then
        return written([*told, *plainly(self.node.aside)])

    def children(self) -> Iterator[Node] | None:
        """The nodes to try; None where whatever else is told, the goal is met."""
        needed = list(self._needed(self.open & ~self.once))
        if needed:
            # What has to survive narrows most: each choice of it rules out whatever is against it.
            return self._surviving(min(needed, key=lambda bits: (bits & self.may).bit_count()))
        return self._dying(self._tightest()) if self.open else self._still_to_keep()

    def _tightest(self) -> int:
        """A bit that has to die: one in the way before, that the fewest domains can kill."""
        hard = self.open & ~self.excusable or self.open
        tight = next((bits for hot in reversed(self.hot) if (bits := hot & hard)), hard)
        return _lowest(tight & ~self.thrice or tight)

    def _still_to_keep(self) -> Iterator[Node] | None:
        for place, domain in enumerate(self.node.domains):
            if self.node.keep & ~domain.must:
                return self.node.options(place)
        return None

    def _surviving(self, bits: int) -> Iterator[Node]:
        node = self.node
        for bit in each_bit(bits & self.may):
            yield node.keeping(bit)
            node = node._replace(dead=node.dead | bit)

    def _dying(self, bit: int) -> Iterator[Node]:
        """Every way for a bit to die, then every way to excuse it; each excludes those before."""
        node = self.node
        for place in self._killers(bit):
            domain = node.domains[place]
            killing, sparing = domain.killing(bit), domain.keeping(bit)
            if killing is not None:
                yield from _tellings(node, place, killing)
            if sparing is None:
                return
            node = node.narrowed(place, sparing)
        for savers in (s for b, s in self.goal.unless.items() if b & bit):
            for saver in each_bit(savers & self.may):
                yield node.keeping(saver)

    def _killers(self, bit: int) -> list[int]:
        """The domains that can kill a bit: first that which kills most besides."""
        domains = self.node.domains
        found = [place for place, domain in enumerate(domains) if not domain.must & bit]
        return sorted(found, key=lambda place: -(self.open & ~domains[place].must).bit_count())


def written(told: Sequence[tuple[Domain, Option]]) -> tuple[Told, int]:
    """What is told, and the bits that survive it."""
    alive = reduce(and_, (option.choice.mask for _, option in told), -1)
    return tuple((domain.variable, option.choice) for domain, option in told), alive


def plainly(domains: Sequence[Domain]) -> Iterator[tuple[Domain, Option]]:
    """The plainest option of each domain and of those that it opens."""
    for domain in domains:
        option = plainest(domain)
        yield domain, option
        yield from plainly(option.then)


def _tellings(node: Node, place: int, domain: Domain) -> Iterator[Node]:
    if domain.opens:
        yield from (node.opened(place, option) for option in domain.options)
    else:
        yield node.narrowed(place, domain)


def _lowest(bits: int) -> int:
    return bits & -bits
