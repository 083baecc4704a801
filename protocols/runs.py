"""The rules that can meet one item, as one short run of bits, and what follows from those left."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from protocols.compiling import CompiledRule, Program, Segment
from protocols.decision import Decision
from protocols.vocabulary import Effect

# Bars and grants lie with the lowest level first: the lowest bit left is the one that holds.
ORDER = (Segment.BITES, Segment.MAY_OPEN, Segment.OPENS, Segment.LIFTS, Segment.OWN)


class Verdict(NamedTuple):
    """What an item shows, without the reasons: those the table tells when they are asked for."""

    effect: Effect
    concealed: bool = False
    mask: str | None = None


# What is left of a run, and the bars that are left by the exceptions that hold for every item.
Decider = Callable[[int, int], Verdict]

WITHHELD, CONCEALED = Verdict(Effect.WITHHELD), Verdict(Effect.WITHHELD, concealed=True)
_SHOWN, _HIDDEN = ([Verdict(effect, hidden) for effect in Effect] for hidden in (False, True))


def of_decision(decision: Decision) -> Verdict:
    """A decision without its reasons."""
    return Verdict(decision.effect, decision.concealed, decision.mask)


@dataclass(frozen=True)
class Run:
    """The bits of one item: which they are, and what each of them says."""

    layout: tuple[int, ...]
    segments: Mapping[Segment, int]
    # By the length of a lone bit: its level, and the mask it names.
    levels: tuple[Effect, ...]
    masks: tuple[str | None, ...]
    concealing: int
    # For each exception that hangs on the item: its bit, and the bars that it leaves.
    lifts: tuple[tuple[int, int], ...]
    # For each exception that does not, in the order of the long integer: the bars that it leaves.
    lifts_alike: tuple[int, ...]
    # For each bit of a grant, the bits of certain grants that are strictly narrower.
    narrower: Mapping[int, int]

    def barring(self, alike: int) -> int:
        """The bars that the exceptions which hold for every item alike leave."""
        left = self.segments[Segment.BITES]
        for place in _each(alike):
            left &= self.lifts_alike[place]
        return left

    def standing(self, may: int, opens: int) -> int:
        """The grants that no certain narrower one puts aside."""
        return sum(1 << at for at in _each(may) if not opens & self.narrower.get(1 << at, 0))

    def masked(self, bites: int, may: int, *, hidden: bool) -> Verdict:
        """Two different masks of one value might add up to it."""
        places = [at + 1 for at in _each(bites | may) if self.levels[at + 1] is Effect.MASKED]
        named = {self.masks[place] for place in places}
        if len(named) > 1:
            return Verdict(Effect.SUMMARY, hidden)
        return Verdict(Effect.MASKED, hidden, named.pop())


# One closure over what a run needs, in one piece: this is what a page waits for.
def decider(run: Run) -> Decider:  # noqa: C901, PLR0915  # see above
    """What follows from the bits that are left of a run, as quickly as can be told."""
    all_may, all_certain = run.segments[Segment.MAY_OPEN], run.segments[Segment.OPENS]
    own, narrower = run.segments[Segment.OWN], run.narrower
    concealing, lifts = run.concealing, run.lifts
    # Plain numbers: the members of an enum are slower to compare and to look up with.
    levels = tuple(map(int, run.levels))
    masked, full = int(Effect.MASKED), int(Effect.FULL)

    def decide(left: int, barring: int) -> Verdict:  # noqa: C901, PLR0912  # as above
        if not left:
            return WITHHELD
        certain, bars = left & all_certain, left & barring
        is_own = left & own
        if bars:
            for bit, unlifted in lifts:
                if left & bit:
                    bars &= unlifted
            hidden = bars & concealing
            ceiling = levels[(bars & -bars).bit_length()]
            if not ceiling or not (certain or is_own):
                return CONCEALED if hidden else WITHHELD
        elif certain or is_own:
            ceiling, hidden = full, 0
        else:
            return WITHHELD
        floor, may = full, 0 if is_own else left & all_may
        while may:
            first = may & -may
            if first not in narrower or not certain & narrower[first]:
                floor = levels[first.bit_length()]
                break
            may ^= first
        # The lower of the two, without a call.
        reached = floor if floor < ceiling else ceiling  # noqa: FURB136  # this is faster
        if reached == masked:
            may = 0 if is_own else run.standing(left & all_may, certain)
            return run.masked(bars, may, hidden=bool(hidden))
        return (_HIDDEN if hidden else _SHOWN)[reached]

    return decide


def run_of(program: Program, mask: int, alike: Sequence[int]) -> Run:
    """The run of the bits that an item leaves; `alike` are exceptions that no item matters to."""
    apart = set(alike)
    kept = [i for i in range(len(program.bits)) if mask >> i & 1 and i not in apart]
    kept.sort(key=lambda i: _place(program, i))
    rules = [program.rules[program.bits[i].rule] for i in kept]
    segments = {segment: _where(program, kept, segment) for segment in ORDER}
    bars, everything = segments[Segment.BITES], (1 << len(kept)) - 1
    certain, may = segments[Segment.OPENS], segments[Segment.MAY_OPEN]
    wider = {rule.place: program.narrower[rule.place] for rule in rules}
    narrower = {
        1 << at: _sum(one for one in _each(certain) if rules[at].place in wider[rules[one].place])
        for at in _each(may)
    }
    return Run(
        layout=tuple(kept),
        segments=segments,
        levels=(Effect.FULL, *(rule.level for rule in rules)),
        masks=(None, *(rule.rule.mask for rule in rules)),
        concealing=_sum(at for at in _each(bars) if _conceals(rules[at])),
        lifts=tuple(
            (1 << at, everything & ~_lifted(rules, bars, rules[at]))
            for at in _each(segments[Segment.LIFTS])
        ),
        lifts_alike=tuple(
            everything & ~_lifted(rules, bars, program.rules[program.bits[i].rule]) for i in alike
        ),
        narrower={bit: found for bit, found in narrower.items() if found},
    )


def _place(program: Program, i: int) -> tuple[int, int, int]:
    bit = program.bits[i]
    return ORDER.index(bit.segment), int(program.rules[bit.rule].level), i


def _where(program: Program, kept: Sequence[int], segment: Segment) -> int:
    return _sum(at for at, i in enumerate(kept) if program.bits[i].segment is segment)


def _sum(places: Iterable[int]) -> int:
    return sum(1 << place for place in places)


def _each(bits: int) -> Iterable[int]:
    return (at for at in range(bits.bit_length()) if bits >> at & 1)


def _conceals(rule: CompiledRule) -> bool:
    return rule.rule.concealed and rule.level is Effect.WITHHELD


def _lifted(rules: Sequence[CompiledRule], bars: int, exception: CompiledRule) -> int:
    """The bars that an exception lifts; an absolute one never."""
    return _sum(at for at in _each(bars) if rules[at].handle in exception.lifts)
