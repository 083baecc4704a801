"""Rules as boxes: which cells of which axes they accept.

A box is a conjunction; a rule is a union of boxes. A many-valued dimension has one yes/no axis
per word, so that 'not this one' is never answered by 'but that one'.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from itertools import chain

from protocols.clauses import BEFORE, ENDS, Basis, Clause, Obligation, Rule, SharingProtocol
from protocols.conditions import Condition, Op
from protocols.facts import accepted, cuts_of, universe
from protocols.vocabulary import NOT_APPLICABLE, RuleKind

Box = Mapping[str, frozenset[str]]
YES: frozenset[str] = frozenset({"yes"})
NO: frozenset[str] = frozenset({"no"})
EVERYWHERE: Box = {}
MOST_BOXES = 512
GRANTED = "granted_request"


def axis_of(dimension: str, word: str) -> str:
    """The yes/no axis of one word of a many-valued dimension."""
    return f"{dimension}:{word}"


def meet(first: Box, second: Box) -> Box | None:
    """What both boxes accept, or None if that is nothing."""
    found = dict(first)
    for axis, cells in second.items():
        found[axis] = found[axis] & cells if axis in found else cells
        if not found[axis]:
            return None
    return found


def product(unions: Iterable[list[Box]]) -> list[Box]:
    """The union of boxes that all the given unions accept."""
    found: list[Box] = [EVERYWHERE]
    for union in unions:
        found = [box for a in found for b in union if (box := meet(a, b)) is not None]
        if len(found) > MOST_BOXES:
            raise ValueError("a rule has too many alternatives")
    return found


def within(inner: Box, outer: Box) -> bool:
    """Whether everything the inner box accepts, the outer accepts."""
    return all(axis in inner and inner[axis] <= cells for axis, cells in outer.items())


class Space:
    """The axes of one protocol and the boxes of its rules."""

    def __init__(self, protocol: SharingProtocol) -> None:
        self.protocol = protocol
        self.vocabulary = protocol.vocabulary
        conditions = [c for _, rule in rules_of(protocol) for c in all_conditions(rule)]
        conditions += [until_condition(day) for day in (protocol.starts, protocol.ends) if day]
        self.conditions = conditions
        self._universes: dict[str, frozenset[str]] = {}

    @cached_property
    def cuts(self) -> Mapping[str, tuple[str, ...]]:
        """The constants of every dimension that a rule mentions."""
        names = {c.dimension for c in self.conditions} | {"date"}
        return {name: cuts_of(self.vocabulary[name], self.conditions) for name in names}

    def universe(self, axis: str) -> frozenset[str]:
        """All cells of an axis, `unknown` apart."""
        if axis not in self._universes:
            name = axis.partition(":")[0]
            several = self.vocabulary[name].kind.has_axes
            self._universes[axis] = (
                YES | NO if several else universe(self.vocabulary[name], self.cuts.get(name, ()))
            )
        return self._universes[axis]

    def union(self, condition: Condition) -> list[Box]:
        """The boxes a condition accepts."""
        dimension = self.vocabulary[condition.dimension]
        if dimension.kind.has_axes:
            return self._many(condition)
        return self._single(
            dimension.name, accepted(condition, dimension, self.cuts.get(dimension.name, ()))
        )

    def _single(self, axis: str, cells: frozenset[str]) -> list[Box]:
        if cells == self.universe(axis):
            return [EVERYWHERE]
        return [{axis: cells}] if cells else []

    def _many(self, condition: Condition) -> list[Box]:
        axes = [axis_of(condition.dimension, str(word)) for word in condition.words]
        if condition.op is Op.IS:
            return [{axis: YES} for axis in axes]
        return [dict.fromkeys(axes, YES if condition.op is Op.ALL_OF else NO)]

    def failing(self, condition: Condition) -> list[Box]:
        """The boxes a condition does not accept."""
        dimension = self.vocabulary[condition.dimension]
        if dimension.kind.has_axes:
            return _not_many(self._many(condition))
        cells = accepted(condition, dimension, self.cuts.get(dimension.name, ()))
        return self._single(dimension.name, self.universe(dimension.name) - cells)

    def all_of(self, conditions: Iterable[Condition]) -> list[Box]:
        """The boxes where every condition holds."""
        return product(self.union(condition) for condition in conditions)

    def opening(self, rule: Rule) -> list[Box]:
        """Where a grant or an exception works, its duties apart."""
        return product([self.asked(rule), self.based(rule)])

    def asked(self, rule: Rule) -> list[Box]:
        """Where a grant or an exception speaks, by its own words and ends."""
        return product(
            [
                self.all_of(rule.applies + rule.requires),
                self._until(rule),
                *(self.failing(condition) for condition in rule.ends_when),
                [{GRANTED: YES}] if rule.per_request else [EVERYWHERE],
            ]
        )

    def based(self, rule: Rule) -> list[Box]:
        """Where a legal basis that the rule cites reaches; everywhere if it cites none."""
        bases = [self.basis_reach(self.protocol.basis(id)) for id in rule.basis]
        if not bases or any(EVERYWHERE in reach for reach in bases):
            return [EVERYWHERE]
        return list(chain.from_iterable(bases))

    def basis_reach(self, basis: Basis) -> list[Box]:
        """The disclosers, recipients, purposes and kinds of information a basis is good for."""
        limits = {
            "discloser_type": basis.disclosers,
            "agency_type": basis.recipients,
            "purpose": basis.purposes,
        }
        conditions = [Condition(name, Op.IS, words) for name, words in limits.items() if words]
        if basis.barred:
            conditions.append(Condition("category", Op.NOT, basis.barred))
        return self.all_of(conditions)

    def discharged(self, rule: Rule, clause: Clause | None = None) -> list[Box]:
        """Where a grant or an exception works: everything done first, and nothing missed since."""
        duties = [[self.done(duty)] for duty in rule.obligations if duty.when == BEFORE]
        return product([self.opening(rule), *duties, self.lasting(rule, clause)])

    def lasting(self, rule: Rule, clause: Clause | None) -> list[Box]:
        """Where no duty was missed with which what a rule opened ends."""
        return product(self.failing(missed) for missed in self._endings(rule, clause))

    def ended(self, rule: Rule, clause: Clause | None) -> list[Box]:
        """Where such a duty was missed."""
        return list(chain.from_iterable(self.union(c) for c in self._endings(rule, clause)))

    def _endings(self, rule: Rule, clause: Clause | None) -> list[Condition]:
        duties = [d for d in rule.obligations if d.runs_out and d.missed == ENDS]
        if clause is None or not duties:
            return []
        return [Condition(self.protocol.missing(clause, d), Op.IS, ("yes",)) for d in duties]

    def done(self, duty: Obligation) -> Box:
        """Where a duty is done."""
        return {axis_of(duty.what, duty.needs) if duty.needs else duty.what: YES}

    def reach(self, rule: Rule) -> list[Box]:
        """Where a rule has something to say; how far its legal basis goes makes it no narrower."""
        if rule.kind in (RuleKind.GRANT, RuleKind.EXCEPTION, RuleKind.DUTY):
            return self.asked(rule)
        return product([self.all_of(rule.applies), self._until(rule)])

    def biting(self, rule: Rule, clause: Clause | None = None) -> list[Box]:
        """Where a gate or a cap holds back: it applies and a requirement fails, or has ended."""
        if not rule.requires:
            return self.reach(rule)
        failures = list(chain.from_iterable(self.failing(c) for c in rule.requires))
        return product([self.reach(rule), failures + self.ended(rule, clause)])

    def held(self, rule: Rule, clause: Clause | None = None) -> list[Box]:
        """Where a gate or a cap applies and all its requirements hold."""
        if not rule.requires:
            return []
        asked = [self.reach(rule), self.all_of(rule.requires), self.lasting(rule, clause)]
        return product(asked)

    def _until(self, rule: Rule) -> list[Box]:
        if rule.until is None:
            return [EVERYWHERE]
        cells = accepted(until_condition(rule.until), self.vocabulary["date"], self.cuts["date"])
        opening = rule.kind in (RuleKind.GRANT, RuleKind.EXCEPTION)
        # No date given must not end a bar or a duty, nor keep an opening alive.
        return [{"date": cells if opening else cells | {NOT_APPLICABLE}}]

    def before_start(self) -> list[Box]:
        """When the document is not in force; a question without a date has chosen its version."""
        starts = accepted(
            Condition("date", Op.BEFORE, (self.protocol.starts,)),
            self.vocabulary["date"],
            self.cuts["date"],
        )
        found: list[Box] = [{"date": starts}]
        if self.protocol.ends:
            after = Condition("date", Op.AFTER, (self.protocol.ends,))
            found.append({"date": accepted(after, self.vocabulary["date"], self.cuts["date"])})
        return found


def _not_many(union: list[Box]) -> list[Box]:
    """The complement of boxes that are alternatives of one axis each, or one box of several."""
    flip = {YES: NO, NO: YES}
    if len(union) == 1:
        return [{axis: flip[cells]} for axis, cells in union[0].items()]
    return product([{axis: flip[cells]} for axis, cells in box.items()] for box in union)


def until_condition(day: date) -> Condition:
    """The condition that a rule's end stands for."""
    return Condition("date", Op.UNTIL, (day,))


def all_conditions(rule: Rule) -> list[Condition]:
    """Every condition of a rule, its end included."""
    end = [until_condition(rule.until)] if rule.until else []
    return [*rule.applies, *rule.requires, *rule.ends_when, *end]


def rules_of(protocol: SharingProtocol) -> list[tuple[str, Rule]]:
    """Every rule with the number of its clause, in the order of the text."""
    return [(clause.number, rule) for clause in protocol.clauses for rule in clause.rules]
