"""Cedar, a policy engine of another house, has to agree in everything that it can express."""

from dataclasses import replace
from random import Random
from typing import Any

import cedarpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.cedar import ACTIONS, Translator, context_of
from protocols import engine, situation
from protocols.clauses import Rule, SharingProtocol
from protocols.vocabulary import Effect, RuleKind
from tests.protocols import random_protocols as made


def a_protocol(rng: Random) -> SharingProtocol:
    """Gates, caps of every level, lifts, ends, bases, duties; all grants at one level."""
    level = rng.choice([Effect.FULL, Effect.SUMMARY])
    rules = [plain(made.rule(rng), level) for _ in range(rng.randint(1, 12))]
    return made.protocol_of(rules, rng)


def plain(rule: Rule, level: Effect) -> Rule:
    if rule.kind is RuleKind.GRANT:
        return replace(rule, level=level, mask=None)
    if rule.level is Effect.MASKED:
        return replace(rule, mask="year")
    return rule


def seen_by_cedar(
    protocol: SharingProtocol, policies: cedarpy.PolicySet, world: dict[str, Any]
) -> Effect:
    context = context_of(protocol, world)
    requests = [
        {
            "principal": 'User::"asker"',
            "action": f'Action::"{action.word}"',
            "resource": 'Item::"one"',
            "context": context,
        }
        for action in ACTIONS
    ]
    answers = cedarpy.is_authorized_batch(requests, policies, [])
    assert not any(answer.diagnostics.errors for answer in answers)
    allowed = [a for a, answer in zip(ACTIONS, answers, strict=True) if answer.allowed]
    return max(allowed, default=Effect.WITHHELD)


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_cedar_shows_as_much_and_no_more(seed: int) -> None:
    rng = Random(seed)
    protocol = a_protocol(rng)
    policies = cedarpy.PolicySet.from_str(Translator(protocol).policies())
    table = engine.compile(protocol)
    for _ in range(12):
        world = made.world(rng)
        expected = seen_by_cedar(protocol, policies, world)
        assert table.decide(made.question(world)).effect is expected, world


def test_an_engine_that_lifts_nothing_is_exposed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(situation.Situation, "is_lifted", lambda _self, _rule: False)
    wrong = 0
    for seed in range(80):
        rng = Random(seed)
        protocol = a_protocol(rng)
        policies = cedarpy.PolicySet.from_str(Translator(protocol).policies())
        table, world = engine.compile(protocol), made.world(rng)
        answer = table.decide(made.question(world)).effect
        wrong += answer is not seen_by_cedar(protocol, policies, world)
    assert wrong
