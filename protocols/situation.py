"""The rules that have something to say in one case: the combination, and nothing else."""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property

from protocols.compiling import Bit, CompiledRule, Program, Segment, bits_of
from protocols.vocabulary import Effect

# Where a bit says which duty of its rule, or which basis, it is about.
NUMBERED = (Segment.BASED, Segment.DUTY_MET, Segment.RUN_OUT)
GROUND_RULE = "What an agency has provided is its own to see."


@dataclass
class Situation:
    """The rules that have something to say in one case, and what follows from them."""

    program: Program
    mask: int
    # Place of a limit -> what is not known, where it holds back for no other reason.
    doubts: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def _bits(self) -> dict[Segment, list[Bit]]:
        found: dict[Segment, list[Bit]] = defaultdict(list)
        for place in bits_of(self.mask):
            bit = self.program.bits[place]
            found[bit.segment].append(bit)
        return found

    @cached_property
    def _rules(self) -> dict[Segment, list[CompiledRule]]:
        # The bits of one segment stand in the order of their rules.
        rules = self.program.rules
        return {
            segment: [rules[place] for place in dict.fromkeys(bit.rule for bit in bits)]
            for segment, bits in self._bits.items()
        }

    def parts(self, segment: Segment, rule: CompiledRule) -> Set[int]:
        """The numbers of what survives of one rule in one of NUMBERED: its duties, its bases."""
        return self._parts.get((segment, rule.place), frozenset())

    @cached_property
    def _parts(self) -> dict[tuple[Segment, int], set[int]]:
        found: dict[tuple[Segment, int], set[int]] = defaultdict(set)
        for segment in NUMBERED:
            for bit in self._bits.get(segment, ()):
                found[segment, bit.rule].add(bit.part)
        return found

    def rules(self, segment: Segment) -> list[CompiledRule]:
        """The rules with a surviving bit of this segment, in the order of the text."""
        return self._rules.get(segment, [])

    @cached_property
    def own(self) -> bool:
        """Whether the asker's agency certainly provided the information."""
        return bool(self.rules(Segment.OWN))

    @cached_property
    def lifting(self) -> list[CompiledRule]:
        """The exceptions that hold, with everything done that had to be done first."""
        return self.rules(Segment.LIFTS)

    def is_lifted(self, rule: CompiledRule) -> bool:
        """Whether a bar is lifted; an absolute one never is."""
        return any(rule.handle in exception.lifts for exception in self.lifting)

    @cached_property
    def biting(self) -> list[CompiledRule]:
        """The gates that fail and the caps that apply, or might."""
        return self.rules(Segment.BITES)

    @cached_property
    def bars(self) -> list[CompiledRule]:
        """Those that nothing lifts."""
        return [rule for rule in self.biting if not self.is_lifted(rule)]

    @cached_property
    def lifted(self) -> list[CompiledRule]:
        """Those that an exception lifts."""
        return [rule for rule in self.biting if self.is_lifted(rule)]

    @cached_property
    def ceiling(self) -> Effect:
        """The lowest bar."""
        return min((rule.level for rule in self.bars), default=Effect.FULL)

    @cached_property
    def certain(self) -> list[CompiledRule]:
        """The grants that certainly hold."""
        return self.rules(Segment.OPENS)

    @cached_property
    def standing(self) -> list[CompiledRule]:
        """The grants that hold or might, less those strictly wider than a certain one."""
        certain = {rule.place for rule in self.certain}
        outranked = {wider for place in certain for wider in self.program.narrower[place]}
        return [rule for rule in self.rules(Segment.MAY_OPEN) if rule.place not in outranked]

    @cached_property
    def opened(self) -> list[CompiledRule]:
        """The grants that stand and certainly hold."""
        certain = set(self.certain)
        return [rule for rule in self.standing if rule in certain]

    @cached_property
    def granted(self) -> bool:
        """Whether anything opens at all."""
        return self.own or bool(self.certain)

    @cached_property
    def floor(self) -> Effect:
        """The lowest grant that stands; an agency's own input is its own."""
        if self.own:
            return Effect.FULL
        return min((rule.level for rule in self.standing), default=Effect.WITHHELD)

    @cached_property
    def masks(self) -> frozenset[str | None]:
        """The masks asked for at the level reached."""
        winners = self.standing if self.granted and not self.own else []
        return frozenset(
            rule.rule.mask for rule in [*winners, *self.bars] if rule.level is Effect.MASKED
        )

    @cached_property
    def reached(self) -> Effect:
        """The lower of floor and ceiling."""
        return min(self.floor, self.ceiling) if self.granted else Effect.WITHHELD

    @cached_property
    def effect(self) -> Effect:
        """Two different masks of one value might add up to it, so they fall to the summary."""
        return (
            Effect.SUMMARY
            if self.reached is Effect.MASKED and len(self.masks) > 1
            else self.reached
        )

    @cached_property
    def duties(self) -> list[CompiledRule]:
        """The duties that go with this answer."""
        sort = "shown" if self.effect else "refused"
        return [r for r in self.rules(Segment.DUTY) if r.rule.goes_with in (sort, "any")]

    @cached_property
    def concealed(self) -> bool:
        """Whether a bar at work hides that there is anything."""
        bars = (rule for rule in self.bars if rule.level is Effect.WITHHELD)
        return any(rule.rule.concealed for rule in bars)

    @cached_property
    def deciders(self) -> list[CompiledRule]:
        """The bars at the level reached, else the grants at it."""
        bars = [rule for rule in self.bars if rule.level is self.reached]
        if bars or not self.granted:
            return bars
        return [] if self.own else [rule for rule in self.standing if rule.level is self.reached]
