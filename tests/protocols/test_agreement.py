"""The fast engine against the slow reading of the prose; and broken engines that this exposes."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols import boxes, compiling, engine, situation
from protocols.compiling import Segment
from protocols.vocabulary import Effect
from tests.protocols import oracle, random_protocols
from tests.protocols.random_protocols import ALL_CHOICES, RUN_OUT, question, world

# Everything that can be told, and for each rule whether the time of its duty has run out.
CLOCKED = ALL_CHOICES | RUN_OUT


def openness(effect: Effect, concealed: bool) -> tuple[int, int]:
    return int(effect), int(not concealed)


def disagreements(seed: int, questions: int = 25) -> list[str]:
    """Known questions agree exactly; with something unknown, never more than the worst world."""
    rng = Random(seed)
    protocol = random_protocols.protocol(rng)
    table, narrower = engine.compile(protocol), oracle.narrower_by_points(protocol, ALL_CHOICES)
    found = []
    for i in range(questions):
        asked = world(rng, 0.0 if i % 2 else 0.25, CLOCKED)
        decision = table.decide(question(asked))
        answers = [
            oracle.Answer(protocol, w).decide(narrower)
            for w in oracle.worlds(protocol, asked, CLOCKED)
        ]
        got = (decision.effect, decision.concealed, decision.mask)
        if i % 2:
            found += [f"{asked}: {got}, expected {answers[0]}"] * (got != answers[0])
        else:
            worst = min(openness(effect, concealed) for effect, concealed, _ in answers)
            found += [f"{asked}: {got} shows more than {worst}"] * (decision.openness > worst)
    return found


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_engine_agrees_with_the_prose(seed: int) -> None:
    assert disagreements(seed) == []


def or_of_not(self: boxes.Space, condition: Any) -> list[boxes.Box]:
    found = MANY(self, condition)
    return [{a: c} for box in found for a, c in box.items()] if condition.op == "not" else found


def forgets_unknown_bars(bit: Any, axis: str, cells: frozenset[str]) -> frozenset[str]:
    forgotten = {"unknown"} if bit.segment is Segment.BITES else set()
    return CLOSED(bit, axis, cells) | forgotten


def unknown_opens(bit: Any, axis: str, cells: frozenset[str]) -> frozenset[str]:
    return CLOSED(bit, axis, cells) - {"unknown"}


def unknown_narrow_is_ignored(bit: Any, axis: str, cells: frozenset[str]) -> frozenset[str]:
    ignored = {"unknown"} if bit.segment is Segment.MAY_OPEN else set()
    return CLOSED(bit, axis, cells) | ignored


def never_in_ends(self: boxes.Space, condition: Any) -> list[boxes.Box]:
    rules = [rule for _, rule in boxes.rules_of(self.protocol)]
    ending = any(condition in rule.ends_when for rule in rules)
    return [boxes.EVERYWHERE] if ending else FAILING(self, condition)


FAILING = boxes.Space.failing
MANY, CLOSED = boxes.Space._many, compiling.closed
Case = situation.Situation
MUTANTS: dict[str, tuple[Any, str, Any]] = {
    "or of nots": (boxes.Space, "_many", or_of_not),
    "unknown does not bar": (compiling, "closed", forgets_unknown_bars),
    "unknown opens": (compiling, "closed", unknown_opens),
    "unknown narrow grant is ignored": (compiling, "closed", unknown_narrow_is_ignored),
    "absolute can be lifted": (
        Case,
        "is_lifted",
        lambda self, r: (
            bool(self.lifting)
            if r.rule.absolute
            else any(r.rule.name in e.rule.lifts for e in self.lifting)
        ),
    ),
    "what has no name is never lifted": (
        Case,
        "is_lifted",
        lambda self, r: bool(r.rule.name) and any(r.handle in e.lifts for e in self.lifting),
    ),
    "nothing is lifted": (Case, "is_lifted", lambda _self, _rule: False),
    "every grant stands": (Case, "standing", property(lambda self: self.rules(Segment.MAY_OPEN))),
    "highest grant": (
        Case,
        "floor",
        property(
            lambda self: (
                Effect.FULL
                if self.own
                else max((r.level for r in self.standing), default=Effect.WITHHELD)
            )
        ),
    ),
    "no ceiling": (Case, "ceiling", property(lambda _self: Effect.FULL)),
    "masks add up": (Case, "effect", property(lambda self: self.reached)),
    "never conceals": (Case, "concealed", property(lambda _self: False)),
    "a basis reaches everything": (boxes.Space, "based", lambda _self, _rule: [boxes.EVERYWHERE]),
    "nothing ends": (boxes.Space, "failing", never_in_ends),
    "any approval is enough": (
        engine.approvals,
        "_answer",
        lambda _word, told: "yes" if told.have else "no",
    ),
    "duties before are ignored": (boxes.Space, "discharged", lambda self, r, _c: self.opening(r)),
    "what was missed does not end it": (boxes.Space, "lasting", lambda *_: [boxes.EVERYWHERE]),
    "a gate never ends": (boxes.Space, "ended", lambda *_: []),
    "no end": (boxes.Space, "_until", lambda _self, _rule: [boxes.EVERYWHERE]),
    "opens by default": (Case, "granted", property(lambda _self: True)),
    "own input is nobody's": (Case, "own", property(lambda _self: False)),
    "one failed requirement is enough to pass": (
        boxes.Space,
        "failing",
        lambda _self, _condition: [],
    ),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_engine_is_exposed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    target, attribute, broken = MUTANTS[name]
    monkeypatch.setattr(target, attribute, broken)
    assert any(disagreements(seed, 40) for seed in range(120))


def each_seed() -> Iterator[int]:
    yield from range(40)


def test_every_answer_is_the_same_when_asked_again() -> None:
    for seed in each_seed():
        rng = Random(seed)
        protocol = random_protocols.protocol(rng)
        table, asked = engine.compile(protocol), [question(world(rng, 0.2)) for _ in range(20)]
        first = [table.decide(q) for q in asked]
        assert [table.decide(q) for q in asked] == first
        assert [engine.compile(protocol).decide(q) for q in asked] == first
