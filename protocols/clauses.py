"""A sharing protocol as data: frozen, hashable by value, free of behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from protocols.conditions import Condition
from protocols.life import Life
from protocols.running_out import missing, run_out
from protocols.vocabulary import Dimension, Effect, RuleKind, Vocabulary

FORMAT = 1
BEFORE, AFTER = "before", "after"
# What an exception lifts that lifts every limit; a list names some.
EVERY_LIMIT = "all"
ENDS, REFUSED = "ends", "refused"
# What follows if a duty is not done in time.
MISSED: Mapping[str, str] = {
    ENDS: "what it opened ends",
    REFUSED: "it counts as refused",
    "chair_decides": "the chair decides",
    "owner_reminded": "its owner is reminded every day",
    "reported": "it is reported to the board",
}


# What answer a duty goes with.
GOES_WITH: Mapping[str, str] = {
    "shown": "Whenever something is shown",
    "refused": "Whenever nothing is shown",
    "any": "Whatever is shown",
}


@dataclass(frozen=True)
class Basis:
    """A legal basis with its own reach: empty means no limit of that sort."""

    id: str
    title: str
    disclosers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()


@dataclass(frozen=True)
class Party:
    """A body that is to sign; a unit is part of another, a hub collects and passes on."""

    id: str
    name: str
    agency_type: str | None = None
    officer: str | None = None
    part_of: str | None = None
    hub: bool = False


@dataclass(frozen=True)
class Group:
    """Parties or bodies under one word: a rule that names it means any of them."""

    id: str
    name: str
    parties: tuple[str, ...]


@dataclass(frozen=True)
class Reasons:
    """Why a rule answers as it does: safe for the viewer, and in full."""

    viewer: str = ""
    full: str = ""


@dataclass(frozen=True)
class Obligation:
    """A duty that goes with a rule; `what` of a duty before is a fact.

    `needs` says which approval is enough where the fact is one; `missed` what follows if the time
    runs out: a word of MISSED.
    """

    what: str
    when: str
    owner: str = ""
    within: str = ""
    needs: str = ""
    missed: str = ""

    @property
    def runs_out(self) -> bool:
        """Whether the clock itself carries out what follows: an answer changes by it."""
        ends = self.when == AFTER and self.missed == ENDS
        refused = self.when == BEFORE and self.missed == REFUSED
        return bool(self.within) and (ends or refused)


@dataclass(frozen=True)
class Rule:
    """One rule under a clause. A gate or cap bites where it applies and a requirement fails.

    An exception lifts the limits it names or, with `lifts_all`, every one that is not absolute.
    A duty changes no answer: its obligations go with those answers of its sort (`goes_with`, a word
    of GOES_WITH) where everything it asks for is so.
    What a grant or an exception opens ends where any condition of `ends_when` may hold; one that
    is `per_request` holds for a recipient whose request was granted, while that grant lasts.
    """

    kind: RuleKind
    level: Effect | None = None
    name: str | None = None
    mask: str | None = None
    concealed: bool = False
    absolute: bool = False
    lifts: tuple[str, ...] = ()
    lifts_all: bool = False
    applies: tuple[Condition, ...] = ()
    requires: tuple[Condition, ...] = ()
    basis: tuple[str, ...] = ()
    reasons: Reasons = Reasons()
    obligations: tuple[Obligation, ...] = ()
    until: date | None = None
    ends_when: tuple[Condition, ...] = ()
    per_request: bool = False
    goes_with: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Clause:
    """A numbered clause: its words, and the rules that carry it out."""

    number: str
    words: str
    title: str = ""
    scope: tuple[str, ...] = ()
    not_for_engine: str = ""
    rules: tuple[Rule, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class SharingProtocol:
    """The whole document."""

    id: str
    title: str
    version: str
    starts: date
    purposes: tuple[str, ...] = ()
    conference_kinds: tuple[str, ...] = ()
    ends: date | None = None
    review_by: date | None = None
    owner: str = ""
    summary: str = ""
    format: int = FORMAT
    parties: tuple[Party, ...] = ()
    # Bodies and people that the text names and that do not sign it.
    bodies: tuple[Party, ...] = ()
    groups: tuple[Group, ...] = ()
    bases: tuple[Basis, ...] = ()
    local_words: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    facts: tuple[Dimension, ...] = ()
    absence: Mapping[str, str] = field(default_factory=dict)
    clauses: tuple[Clause, ...] = ()
    life: Life = field(default_factory=Life)

    @property
    def named(self) -> tuple[Party | Group, ...]:
        """Everybody whom a rule may name."""
        return (*self.parties, *self.bodies, *self.groups)

    @property
    def names(self) -> frozenset[str]:
        """Every word by which a rule may name somebody: ids and names."""
        return frozenset(word for one in self.named for word in (one.id, one.name))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Every dimension and word the document may use."""
        found = Vocabulary.of(
            self.local_words,
            self.facts,
            self.absence,
            {party.id: party.part_of for party in (*self.parties, *self.bodies)},
            {one.name: one.id for one in self.named},
            {group.id: group.parties for group in self.groups},
        )
        return found.with_facts(
            run_out(self.missing(clause, duty), clause.number, duty.what)
            for clause in self.clauses
            for rule in clause.rules
            for duty in rule.obligations
            if duty.runs_out
        )

    def missing(self, clause: "Clause", duty: Obligation) -> str:
        """The name of the fact that the time of a duty has run out: nobody records it."""
        return missing(self.id, clause.number, duty.what)

    def members(self, group: Group) -> tuple[str, ...]:
        """The names of those in a group, in its order."""
        names = {one.id: one.name for one in (*self.parties, *self.bodies)}
        return tuple(names.get(id, id) for id in group.parties)

    def basis(self, id: str) -> Basis:
        """The basis with this id."""
        return next(basis for basis in self.bases if basis.id == id)
