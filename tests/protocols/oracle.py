"""The meaning of a protocol, evaluated slowly and straight from the prose of the design.

It shares the dataclasses with the engine and nothing else: no boxes, no masks, no complement sets.
Unknown is handled by trying every value an unknown thing could have, and taking the least shown.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

from protocols.clauses import Rule, SharingProtocol
from protocols.conditions import Condition
from protocols.vocabulary import DimensionKind, Effect, RuleKind

World = dict[str, Any]


def holds(condition: Condition, world: World, protocol: SharingProtocol) -> bool:
    dimension = protocol.vocabulary[condition.dimension]
    value = world[condition.dimension]
    if dimension.kind is DimensionKind.MANY:
        return holds_of_many(condition, value)
    if condition.op in ("is", "not", "exactly", "under"):
        return holds_of_words(condition, value, dimension.above(value))
    if value == "not_applicable":
        return False
    bound = condition.words[0]
    if dimension.ordered:
        value, bound = dimension.words.index(value), dimension.words.index(str(bound))
    return compares(condition.op, value, bound)


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


def alive(rule: Rule, world: World) -> bool:
    if rule.until is None:
        return True
    if world["date"] == "not_applicable":
        return rule.kind in (RuleKind.GATE, RuleKind.CAP)
    return bool(world["date"] <= rule.until)


class Answer:
    """One world, nothing unknown."""

    def __init__(self, protocol: SharingProtocol, world: World) -> None:
        self.protocol, self.world = protocol, world
        rules = [rule for clause in protocol.clauses for rule in clause.rules]
        self.grants = [r for r in rules if r.kind is RuleKind.GRANT]
        self.exceptions = [r for r in rules if r.kind is RuleKind.EXCEPTION and self.opens(r)]
        self.bars = [r for r in rules if r.kind in (RuleKind.GATE, RuleKind.CAP) and self.bites(r)]

    def all_hold(self, conditions: tuple[Condition, ...]) -> bool:
        return all(holds(condition, self.world, self.protocol) for condition in conditions)

    def matches(self, rule: Rule) -> bool:
        return (
            alive(rule, self.world) and self.all_hold(rule.applies) and self.all_hold(rule.requires)
        )

    def opens(self, rule: Rule) -> bool:
        duties = [duty for duty in rule.obligations if duty.when == "before"]
        return self.matches(rule) and all(self.world[duty.what] == "yes" for duty in duties)

    def bites(self, rule: Rule) -> bool:
        if not (alive(rule, self.world) and self.all_hold(rule.applies)):
            return False
        if rule.kind is RuleKind.CAP and not rule.requires:
            return True
        return not self.all_hold(rule.requires)

    def lifted(self, rule: Rule) -> bool:
        return not rule.absolute and any(rule.name in e.lifts for e in self.exceptions)

    def decide(self, narrower: Any) -> tuple[Effect, bool, str | None]:
        bars = [r for r in self.bars if not self.lifted(r)]
        if self.out_of_scope():
            bars.append(Rule(RuleKind.GATE))
        levels = {id(r): r.level if r.level is not None else Effect.WITHHELD for r in bars}
        ceiling = min(levels.values(), default=Effect.FULL)
        concealed = any(r.concealed and levels[id(r)] is Effect.WITHHELD for r in bars)
        opened = [g for g in self.grants if self.opens(g)]
        own = "originator" in self.world["item_relationship"]
        if not opened and not own:
            return Effect.WITHHELD, concealed, None
        present = [g for g in self.grants if self.matches(g)]
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


def worlds(known: World, choices: dict[str, list[Any]]) -> Iterator[World]:
    """Every way an unknown dimension could turn out."""
    open_names = [name for name, value in known.items() if value == "unknown"]
    for values in product(*(choices[name] for name in open_names)):
        yield {**known, **dict(zip(open_names, values, strict=True))}


def narrower_by_points(protocol: SharingProtocol, points: list[World]) -> Any:
    """Strictly narrower, told by trying every point of the space the rules can tell apart."""
    reach: dict[int, frozenset[int]] = {}

    def points_of(rule: Rule) -> frozenset[int]:
        if id(rule) not in reach:
            found = (i for i, point in enumerate(points) if Answer(protocol, point).matches(rule))
            reach[id(rule)] = frozenset(found)
        return reach[id(rule)]

    return lambda first, second: points_of(first) < points_of(second)
