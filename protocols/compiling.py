"""A protocol as bit masks: one bit per box, one integer per cell of each axis."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

from protocols.boxes import YES, Box, Space, axis_of, rules_of
from protocols.clauses import Clause, Rule, SharingProtocol
from protocols.conditions import Condition, Op
from protocols.vocabulary import UNKNOWN, Effect, RuleKind


class Segment(IntEnum):
    """What a set bit says about its rule."""

    BITES = 0
    MAY_OPEN = 1
    OPENS = 2
    WOULD_OPEN = 3
    LIFTS = 4
    WOULD_LIFT = 5
    HELD = 6
    DUTY_MET = 7
    OWN = 8
    BASED = 9
    DUTY = 10
    RUN_OUT = 11


# The handle of every limit without a name: no document can write it.
UNNAMED = ""
# Possibly true is enough to hold back; everything else must be certain.
POSSIBLY = frozenset({Segment.BITES, Segment.MAY_OPEN})


# No two rules are equal: each has its place in the text.
@dataclass(frozen=True, eq=False)
class CompiledRule:
    """A rule with its clause, its place in the text and where it has something to say."""

    place: int
    clause: Clause | None
    rule: Rule
    reach: list[Box]
    # The limits that it lifts, by their handles.
    lifts: frozenset[str] = frozenset()

    @cached_property
    def handle(self) -> str | None:
        """By what exceptions lift a limit; nothing lifts an absolute one."""
        return handle_of(self.rule)

    @property
    def number(self) -> str | None:
        """The clause to cite; the head of the document has none."""
        return self.clause.number if self.clause else None

    @property
    def level(self) -> Effect:
        """The level of the rule; a gate withholds unless it says otherwise."""
        return Effect.WITHHELD if self.rule.level is None else self.rule.level

    @cached_property
    def about_item(self) -> bool:
        """Whether the rule speaks of the information itself."""
        named = {condition.dimension for condition in self.rule.applies}
        return bool(named & {"subject", "category", "field", "handling", "item_relationship"})


@dataclass(frozen=True)
class Bit:
    """One box of one rule in one mode; `part` numbers the duty of a duty bit."""

    segment: Segment
    rule: int
    box: Box
    part: int = 0


@dataclass
class Program:
    """Everything the engine needs of a protocol."""

    protocol: SharingProtocol
    space: Space
    rules: list[CompiledRule] = field(default_factory=list)
    bits: list[Bit] = field(default_factory=list)
    narrower: dict[int, frozenset[int]] = field(default_factory=dict)

    @cached_property
    def own_clause(self) -> Clause | None:
        """The clause that says that what an agency has provided is its own to see."""
        return scope_clause(self.protocol, "item_relationship")

    @cached_property
    def biting(self) -> Mapping[int, int]:
        """For each limit, by its place, the bits by which it bites."""
        found: dict[int, int] = defaultdict(int)
        for number, bit in enumerate(self.bits):
            if bit.segment is Segment.BITES:
                found[bit.rule] |= 1 << number
        return found

    def axes(self) -> dict[str, dict[str, int]]:
        """For every axis in use, each cell with the mask of the bits that accept it."""
        names = {axis for bit in self.bits for axis in bit.box}
        return {axis: self._axis(axis) for axis in sorted(names)}

    def _axis(self, axis: str) -> dict[str, int]:
        cells = self.space.universe(axis)
        gone: dict[str, list[int]] = {cell: [] for cell in [*sorted(cells), UNKNOWN]}
        for i, bit in enumerate(self.bits):
            if axis in bit.box:
                for cell in closed(bit, axis, cells):
                    gone[cell].append(i)
        whole = (1 << len(self.bits)) - 1
        return {cell: whole ^ mask_of(places) for cell, places in gone.items()}


def closed(bit: Bit, axis: str, cells: frozenset[str]) -> frozenset[str]:
    """The cells that a bit does not survive; `unknown` is settled here, after all complementing."""
    other = cells - bit.box[axis]
    return other if bit.segment in POSSIBLY else other | {UNKNOWN}


def compile_program(protocol: SharingProtocol) -> Program:
    """The protocol as rules, bits and containment."""
    program = Program(protocol, Space(protocol))
    every = _handles(protocol)
    for rule, clause in _all_rules(protocol):
        lifts = every if rule.lifts_all else frozenset(rule.lifts)
        program.rules.append(
            CompiledRule(len(program.rules), clause, rule, program.space.reach(rule), lifts)
        )
    for compiled in program.rules:
        program.bits += [*_bits(program.space, compiled), *_bases(program, compiled)]
        program.bits += _run_out(program, compiled)
    program.bits += [
        Bit(Segment.BITES, _head(program), box) for box in program.space.before_start()
    ]
    program.bits.append(Bit(Segment.OWN, 0, {axis_of("item_relationship", "originator"): YES}))
    program.narrower = _containment(program.rules)
    return program


def handle_of(rule: Rule) -> str | None:
    """The name of a limit; those without one are only ever lifted together, so they share one."""
    liftable = rule.kind in (RuleKind.GATE, RuleKind.CAP) and not rule.absolute
    return (rule.name or UNNAMED) if liftable else None


def _handles(protocol: SharingProtocol) -> frozenset[str]:
    """Every limit that an exception can lift."""
    handles = (handle_of(rule) for clause in protocol.clauses for rule in clause.rules)
    return frozenset(handle for handle in handles if handle is not None)


def _containment(rules: list[CompiledRule]) -> dict[int, frozenset[int]]:
    """For every rule, those that it is strictly narrower than."""
    around = _Around(rules)
    over = {rule.place: around.rules_over(rule.reach) for rule in rules}
    return {
        place: frozenset(other for other in wider if place not in over[other])
        for place, wider in over.items()
    }


class _Around:
    """All boxes as bits: for each cell of an axis those that accept it, for each those it limits.

    So the boxes that one lies within are found by ANDs, and not by looking at every pair.
    """

    def __init__(self, rules: list[CompiledRule]) -> None:
        self._places = [rule.place for rule in rules for _ in rule.reach]
        boxes = [box for rule in rules for box in rule.reach]
        self._all, self._every = (1 << len(boxes)) - 1, frozenset(rule.place for rule in rules)
        self._limited: dict[str, int] = defaultdict(int)
        self._named: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for number, box in enumerate(boxes):
            for axis, cells in box.items():
                self._limited[axis] |= 1 << number
                for cell in cells:
                    self._named[axis][cell] |= 1 << number

    def rules_over(self, boxes: list[Box]) -> frozenset[int]:
        """The rules of which some box lies around each of these."""
        found = self._every
        for box in boxes:
            found &= {self._places[bit] for bit in bits_of(self._boxes_over(box))}
        return found

    def _boxes_over(self, box: Box) -> int:
        found = self._all
        for axis, limited in self._limited.items():
            if axis not in box:
                found &= ~limited
        for axis, cells in box.items():
            free, named = self._all & ~self._limited[axis], self._named[axis]
            for cell in cells:
                found &= free | named[cell]
        return found


def mask_of(places: Sequence[int]) -> int:
    """The number with these bits set."""
    octets = bytearray(max(places, default=0) // 8 + 1)
    for place in places:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")


def bits_of(mask: int) -> Iterator[int]:
    """The places of the bits that are set, the lowest first."""
    digits = f"{mask:b}"[::-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


def _head(program: Program) -> int:
    """The rule that stands for the document's own dates."""
    return len(program.rules) - 1


def _all_rules(protocol: SharingProtocol) -> Iterable[tuple[Rule, Clause | None]]:
    clauses = {clause.number: clause for clause in protocol.clauses}
    for number, rule in rules_of(protocol):
        yield rule, clauses[number]
    yield from head_rules(protocol)


def head_rules(protocol: SharingProtocol) -> Iterable[tuple[Rule, Clause | None]]:
    """The bars that the head of a document puts up: its purposes, its conferences, its dates.

    They are how far the document reaches at all, so no exception lifts them.
    """
    listed = {"purpose": protocol.purposes, "conference_kind": protocol.conference_kinds}
    for name, words in listed.items():
        if words:
            allowed = words if name == "purpose" else (*words, "not_applicable")
            yield (
                Rule(RuleKind.GATE, requires=(Condition(name, Op.IS, allowed),), absolute=True),
                scope_clause(protocol, name),
            )
    yield Rule(RuleKind.GATE, Effect.WITHHELD, absolute=True), scope_clause(protocol, "date")


def scope_clause(protocol: SharingProtocol, dimension: str) -> Clause | None:
    """The clause to cite where a dimension is out of scope."""
    return next((clause for clause in protocol.clauses if dimension in clause.scope), None)


def _bases(program: Program, compiled: CompiledRule) -> Iterable[Bit]:
    """Where each basis that a rule cites reaches: the decision cites those and no others."""
    for part, id in enumerate(compiled.rule.basis):
        for box in program.space.basis_reach(program.protocol.basis(id)):
            yield Bit(Segment.BASED, compiled.place, box, part)


def _run_out(program: Program, compiled: CompiledRule) -> Iterable[Bit]:
    """That the time of a duty has run out: a decision says so."""
    for part, duty in enumerate(compiled.rule.obligations):
        if duty.runs_out and compiled.clause is not None:
            name = program.protocol.missing(compiled.clause, duty)
            yield Bit(Segment.RUN_OUT, compiled.place, {name: YES}, part)


def _bits(space: Space, compiled: CompiledRule) -> list[Bit]:
    rule, place, clause = compiled.rule, compiled.place, compiled.clause
    if rule.kind in (RuleKind.GATE, RuleKind.CAP):
        bites = space.biting(rule, clause) if rule.requires or rule.kind is RuleKind.CAP else []
        return [Bit(Segment.BITES, place, box) for box in bites] + [
            Bit(Segment.HELD, place, b) for b in space.held(rule, clause)
        ]
    if rule.kind is RuleKind.DUTY:
        return [Bit(Segment.DUTY, place, box) for box in space.asked(rule)]
    opening = space.opening(rule)
    sure, wish = (
        (Segment.OPENS, Segment.WOULD_OPEN)
        if rule.kind is RuleKind.GRANT
        else (Segment.LIFTS, Segment.WOULD_LIFT)
    )
    found = [Bit(sure, place, box) for box in space.discharged(rule, clause)]
    found += [Bit(wish, place, box) for box in opening]
    found += [Bit(Segment.MAY_OPEN, place, box) for box in opening if rule.kind is RuleKind.GRANT]
    return found + [
        Bit(Segment.DUTY_MET, place, space.done(duty), part)
        for part, duty in enumerate(rule.obligations)
        if duty.when == "before"
    ]
