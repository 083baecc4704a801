"""What the engine answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from protocols.clauses import Obligation, Reasons
from protocols.vocabulary import Effect, RuleKind

NO_REASONS = Reasons()


class Outcome(StrEnum):
    """What became of a rule in one decision."""

    DECIDED = "decided"
    HELD = "held"
    FAILED = "failed"
    LIFTED = "lifted"
    LIFTING = "lifting"
    OPENED = "opened"
    OUTRANKED = "outranked"
    PENDING = "pending"
    NEAREST = "nearest"
    ATTACHED = "attached"


@dataclass(frozen=True)
class TrailEntry:
    """One step of the reasoning; the deciding one stands first."""

    clause: str | None
    rule: str | None
    kind: RuleKind
    outcome: Outcome
    words: str
    # Not needed to tell entries apart quickly: what is equal has equal reasons as well.
    reasons: Reasons = field(default=NO_REASONS, hash=False)
    level: Effect | None = None
    # What would have to be so, where that is what holds it back: for owners and auditors.
    wants: str = ""
    # Of a limit that only may hold: what is not known. For owners and auditors as well.
    unknown: str = ""


@dataclass(frozen=True)
class Pending:
    """Something that has to be done before an answer opens."""

    clause: str
    what: str
    owner: str
    within: str
    rule: str | None = None
    needs: str = ""
    missed: str = ""


@dataclass(frozen=True)
class RunOut:
    """A duty whose time has run out, and what the clock carried out: a word of MISSED."""

    clause: str
    what: str
    owner: str
    missed: str
    rule: str | None = None


@dataclass(frozen=True)
class NearMiss:
    """A grant that would have opened the answer but for one thing; or a limit that may not hold.

    `needs` says what it would take, and `level` how much would be shown then.
    """

    clause: str
    rule: str | None
    failed: str
    needs: str
    level: Effect
    kind: RuleKind = RuleKind.GRANT


@dataclass(frozen=True)
class Decision:
    """The effect for one answer and one viewer, with everything that led to it."""

    effect: Effect
    concealed: bool = False
    mask: str | None = None
    clause: str | None = None
    basis: tuple[str, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    pending: tuple[Pending, ...] = ()
    run_out: tuple[RunOut, ...] = ()
    trail: tuple[TrailEntry, ...] = ()
    lifted: tuple[str, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    protocol: str | None = None

    @property
    def openness(self) -> tuple[int, int]:
        """Sorts decisions from least to most shown: concealed below declared."""
        return (int(self.effect), 0 if self.concealed else 1)


def lowest(decisions: Sequence[Decision]) -> Decision:
    """The least open of several decisions about one thing, for tiers or for several viewers.

    Two different masks of one value might add up to it, so together they are a summary.
    """
    least = min(decisions, key=lambda decision: decision.openness)
    masks = {decision.mask for decision in decisions if decision.effect is Effect.MASKED}
    if least.effect is Effect.MASKED and len(masks) > 1:
        return replace(least, effect=Effect.SUMMARY, mask=None)
    return least
