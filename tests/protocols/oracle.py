"""The meaning of a protocol, evaluated slowly and straight from the prose of the design.

It shares the dataclasses with the engine and nothing else: no boxes, no masks, no complement sets.
Unknown is handled by trying every value an unknown thing could have, and taking the least shown.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import product
from typing import Any

from protocols.clauses import Basis, Obligation, Rule, SharingProtocol
from protocols.conditions import Condition
from protocols.vocabulary import Dimension, DimensionKind, Effect, RuleKind

World = dict[str, Any]


def holds(condition: Condition, world: World, protocol: SharingProtocol) -> bool:
    dimension = protocol.vocabulary[condition.dimension]
    value = world[condition.dimension]
    if dimension.kind is DimensionKind.APPROVAL:
        value = frozenset(w for w in condition.words if approved(str(w), value))
    if dimension.kind.has_axes:
        return holds_of_many(condition, value)
    if condition.op in ("is", "not", "exactly", "under"):
        return holds_of_words(condition, value, dimension.above(value))
    if value == "not_applicable":
        return False
    bound = condition.words[0]
    if dimension.ordered:
        return ordered(condition.op, value, str(bound), dimension)
    return compares(condition.op, value, bound)


def ordered(op: str, value: Any, bound: str, dimension: Dimension) -> bool:
    """On one scale, that of the document or that of the core; never from one to the other."""
    roots = [dimension.above(str(word))[-1] for word in (value, bound)]
    own = [root in dimension.local for root in roots]
    return own[0] == own[1] and compares(op, *(dimension.words.index(root) for root in roots))


def holds_of_words(condition: Condition, value: Any, above: tuple[Any, ...]) -> bool:
    at_or_under = any(word in above for word in condition.words)
    if condition.op == "not":
        return not at_or_under
    if condition.op == "exactly":
        return value in condition.words
    return at_or_under and not (condition.op == "under" and value in condition.words)


def compares(op: str, value: Any, bound: Any) -> bool:
    if op in ("at_least", "from"):
        return bool(value >= bound)
    if op in ("more_than", "after"):
        return bool(value > bound)
    if op in ("at_most", "until"):
        return bool(value <= bound)
    return bool(value < bound)


def holds_of_many(condition: Condition, value: frozenset[str]) -> bool:
    if condition.op == "not":
        return not any(word in value for word in condition.words)
    if condition.op == "all_of":
        return all(word in value for word in condition.words)
    return any(word in value for word in condition.words)


def approved(word: str, told: str) -> bool:
    """An approval such as '2_of_3_written', against what a rule asks for."""
    share, _, rest = told.partition(" ")
    have, _, need = share.partition("_of_")
    asked, written = word.removesuffix("_this_request"), "written" in rest
    quorum = asked.removesuffix("_written")
    if (asked != word and "this_request" not in rest) or (quorum != asked and not written):
        return False
    enough = {"any": 1, "all": int(need), "most": int(need) // 2 + 1}
    least = enough.get(quorum) or int(quorum.rpartition("_")[2])
    return int(have) > 0 and int(have) >= least


def reaches(basis: Basis, world: World, protocol: SharingProtocol) -> bool:
    """Whether a legal basis is good for this discloser, recipient, purpose and information."""
    limits = {
        "discloser_type": basis.disclosers,
        "agency_type": basis.recipients,
        "purpose": basis.purposes,
    }
    inside = all(
        not words or covered(protocol, name, world[name], words) for name, words in limits.items()
    )
    return inside and not covered(protocol, "category", world["category"], basis.barred)


def alive(rule: Rule, world: World) -> bool:
    if rule.until is None:
        return True
    if world["date"] == "not_applicable":
        return rule.kind in (RuleKind.GATE, RuleKind.CAP, RuleKind.DUTY)
    return bool(world["date"] <= rule.until)


class Answer:
    """One world, nothing unknown."""

    def __init__(self, protocol: SharingProtocol, world: World) -> None:
        self.protocol, self.world = protocol, world
        self.rules = [rule for clause in protocol.clauses for rule in clause.rules]

    @cached_property
    def exceptions(self) -> list[Rule]:
        return [r for r in self.rules if r.kind is RuleKind.EXCEPTION and self.opens(r)]

    def barring(self) -> list[Rule]:
        bars = (RuleKind.GATE, RuleKind.CAP)
        return [r for r in self.rules if r.kind in bars and self.bites(r)]

    def all_hold(self, conditions: tuple[Condition, ...]) -> bool:
        return all(holds(condition, self.world, self.protocol) for condition in conditions)

    def matches(self, rule: Rule) -> bool:
        ended = any(holds(c, self.world, self.protocol) for c in rule.ends_when)
        asked = not rule.per_request or self.world["granted_request"] == "yes"
        alive_now = alive(rule, self.world) and not ended and asked
        return alive_now and self.all_hold(rule.applies) and self.all_hold(rule.requires)

    def based(self, rule: Rule) -> bool:
        bases = [self.protocol.basis(id) for id in rule.basis]
        return not bases or any(reaches(b, self.world, self.protocol) for b in bases)

    def done(self, duty: Obligation) -> bool:
        value = self.world[duty.what]
        return approved(duty.needs, value) if duty.needs else bool(value == "yes")

    def opens(self, rule: Rule) -> bool:
        duties = [duty for duty in rule.obligations if duty.when == "before"]
        ready = all(self.done(duty) for duty in duties) and not self.has_ended(rule)
        return self.matches(rule) and self.based(rule) and ready

    def has_ended(self, rule: Rule) -> bool:
        """Whether a duty with which what was opened ends was not done in time."""
        return any(self.world.get(name) == "yes" for name in run_out_names(self.protocol, rule))

    def bites(self, rule: Rule) -> bool:
        if not (alive(rule, self.world) and self.all_hold(rule.applies)):
            return False
        if rule.kind is RuleKind.CAP and not rule.requires:
            return True
        return not self.all_hold(rule.requires) or self.has_ended(rule)

    def lifted(self, rule: Rule) -> bool:
        lifting = (e.lifts_all or rule.name in e.lifts for e in self.exceptions)
        return not rule.absolute and any(lifting)

    def decide(self, narrower: Any) -> tuple[Effect, bool, str | None]:
        bars = [r for r in self.barring() if not self.lifted(r)]
        grants = [r for r in self.rules if r.kind is RuleKind.GRANT]
        if self.out_of_scope():
            bars.append(Rule(RuleKind.GATE))
        levels = {id(r): r.level if r.level is not None else Effect.WITHHELD for r in bars}
        ceiling = min(levels.values(), default=Effect.FULL)
        concealed = any(r.concealed and levels[id(r)] is Effect.WITHHELD for r in bars)
        opened = [g for g in grants if self.opens(g)]
        own = "originator" in self.world["item_relationship"]
        if not opened and not own:
            return Effect.WITHHELD, concealed, None
        present = [g for g in grants if self.matches(g) and self.based(g)]
        winners = [g for g in present if not any(narrower(o, g) for o in opened if o is not g)]
        floor = Effect.FULL if own else min(g.level for g in winners if g.level is not None)
        effect = min(floor, ceiling)
        if effect is not Effect.MASKED:
            return effect, concealed, None
        masks = {r.mask for r in [*([] if own else winners), *bars] if r.level is Effect.MASKED}
        return (
            (Effect.SUMMARY, concealed, None)
            if len(masks) > 1
            else (effect, concealed, masks.pop())
        )

    def out_of_scope(self) -> bool:
        purpose, kind, day = (self.world[name] for name in ("purpose", "conference_kind", "date"))
        protocol = self.protocol
        if protocol.purposes and not covered(protocol, "purpose", purpose, protocol.purposes):
            return True
        kinds = (*protocol.conference_kinds, "not_applicable")
        if protocol.conference_kinds and not covered(protocol, "conference_kind", kind, kinds):
            return True
        if day == "not_applicable":
            return False
        return bool(day < protocol.starts or (protocol.ends and day > protocol.ends))


def covered(protocol: SharingProtocol, name: str, value: str, words: tuple[str, ...]) -> bool:
    return any(word in protocol.vocabulary[name].above(value) for word in words)


def worlds(
    protocol: SharingProtocol, known: World, choices: dict[str, list[Any]]
) -> Iterator[World]:
    """Every way an unknown dimension could turn out, of those that anything asks about."""
    asked = {"date", "purpose", "conference_kind", "item_relationship"}
    for rule in (rule for clause in protocol.clauses for rule in clause.rules):
        asked |= asked_by(rule) | {duty.what for duty in rule.obligations}
        asked |= run_out_names(protocol, rule)
        asked |= {"discloser_type", "agency_type", "category"} if rule.basis else set()
    open_names = [name for name, value in known.items() if value == "unknown" and name in asked]
    for values in product(*(choices[name] for name in open_names)):
        yield {**known, **dict(zip(open_names, values, strict=True))}


def narrower_by_points(protocol: SharingProtocol, choices: dict[str, list[Any]]) -> Any:
    """Strictly narrower, told by trying every point that the two rules can tell apart."""
    known: dict[tuple[int, int], bool] = {}

    def narrower(first: Rule, second: Rule) -> bool:
        key = (id(first), id(second))
        if key not in known:
            names = sorted(asked_by(first) | asked_by(second))
            points = product(*(choices[name] for name in names))
            both = [
                (answer.matches(first), answer.matches(second))
                for values in points
                if (answer := Answer(protocol, dict(zip(names, values, strict=True))))
            ]
            known[key] = (False, True) in both and (True, False) not in both
        return known[key]

    return narrower


def run_out_names(protocol: SharingProtocol, rule: Rule) -> set[str]:
    number = next(c.number for c in protocol.clauses if any(r is rule for r in c.rules))
    ends = [d for d in rule.obligations if (d.when, d.missed) == ("after", "ends") and d.within]
    return {f"missed/{protocol.id}/{number}/{duty.what}" for duty in ends}


def asked_by(rule: Rule) -> set[str]:
    named = {c.dimension for c in (*rule.applies, *rule.requires, *rule.ends_when)}
    named |= {"date"} if rule.until else set()
    return named | ({"granted_request"} if rule.per_request else set())
