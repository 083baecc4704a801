"""The example of a finding is one: put to the engine it shows what the finding says."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from protocols import engine
from protocols.analysis import examine
from protocols.clauses import SharingProtocol
from protocols.compiling import CompiledRule, Program
from protocols.decision import Decision, Outcome
from protocols.engine import DecisionTable, decide_given
from protocols.finding import Finding
from protocols.loader import load
from protocols.question import Question
from protocols.situation import Situation
from protocols.vocabulary import Effect, RuleKind
from tests.protocols import random_protocols as made
from tests.protocols.every_question import every_question
from tests.protocols.test_findings import without
from tests.protocols.test_packs import LIBRARY

SEEDS = range(120)
NEVER = "it is never at work: taking it out changes no answer"


def only(protocol: SharingProtocol, *numbers: str) -> SharingProtocol:
    kept = tuple(c for c in protocol.clauses if c.number in numbers)
    return replace(protocol, clauses=kept, purposes=(), conference_kinds=())


def of_kind(kind: str) -> Iterator[tuple[SharingProtocol, Finding, Decision]]:
    """Every finding of a kind about many small documents, with what the engine answers."""
    for protocol, one in everything():
        if one.kind == kind and one.message != NEVER:
            assert one.question is not None, one.message
            yield protocol, one, decide_given(engine.compile(protocol), one.question)


@cache
def everything() -> list[tuple[SharingProtocol, Finding]]:
    documents = [made.protocol(Random(seed)) for seed in SEEDS]
    return [(document, one) for document in documents for one in examine(document)]


def rule_of(protocol: SharingProtocol, number: str | None) -> CompiledRule:
    rules = engine.compile(protocol).program.rules
    return next(rule for rule in rules if rule.number == number)


def test_what_conflicts_is_decided_by_both_clauses() -> None:
    met = 0
    for protocol, one, answer in of_kind("conflict"):
        assert one.question is not None
        both = [rule_of(protocol, number) for number in (one.clause, one.clauses[0])]
        for rule in both:
            alone = decide_given(engine.compile(only(protocol, rule.number or "")), one.question)
            assert alone.effect is rule.level
        low = min(rule.level for rule in both)
        levels = {rule.level for rule in both}
        assert answer.effect is (low if len(levels) > 1 else Effect.SUMMARY) or (
            low is Effect.MASKED and answer.effect is Effect.SUMMARY
        )
        met += 1
    assert met > 10


def test_what_is_redundant_is_at_work_and_the_answer_is_the_same_without_it() -> None:
    met = 0
    for protocol, one, answer in of_kind("redundant"):
        assert one.question is not None
        less = engine.compile(without(protocol, rule_of(protocol, one.clause).place))
        again = decide_given(less, one.question)
        assert (answer.effect, answer.mask) == (again.effect, again.mask)
        assert answer.clause in (None, one.clause, *one.clauses)
        met += 1
    assert met > 10


def test_what_hides_shows_more_once_it_is_gone() -> None:
    met = 0
    for protocol, one, answer in of_kind("cliff"):
        assert one.question is not None
        less = engine.compile(without(protocol, rule_of(protocol, one.clause).place))
        again = decide_given(less, one.question)
        assert (again.openness, again.mask) > (answer.openness, answer.mask) or (
            again.effect is answer.effect is Effect.MASKED and again.mask != answer.mask
        )
        met += 1
    assert met > 10


def test_a_gap_is_a_question_to_which_nothing_opens() -> None:
    documents = [load(path.read_text(encoding="utf-8")) for path in LIBRARY.glob("*.toml")]
    met = 0
    for protocol in documents:
        table = engine.compile(protocol)
        for one in examine(protocol):
            if one.kind == "gap":
                assert one.question is not None
                answer = decide_given(table, one.question)
                assert answer.effect is Effect.WITHHELD
                assert all(step.outcome is not Outcome.DECIDED for step in answer.trail)
                met += 1
    assert met > 10


def test_where_a_basis_does_not_reach_it_is_not_relied_on() -> None:
    met = 0
    for _, one, answer in of_kind("basis mismatch"):
        name = one.message.split("'")[1]
        assert name not in answer.basis
        met += 1
    assert met > 10


def test_what_is_shadowed_never_opens_as_far_as_it_says() -> None:
    met = 0
    for protocol, one, answer in of_kind("shadowed grant"):
        assert answer.effect < rule_of(protocol, one.clause).level
        assert len(one.clauses) == 1 or one.clause == one.clauses[0:1]
        met += 1
    assert met > 3


@pytest.mark.parametrize("start", range(0, 40, 20))
def test_a_conflict_is_found_if_and_only_if_asking_everything_meets_one(start: int) -> None:
    compared = 0
    for seed in range(start, start + 20):
        protocol = made.protocol(Random(seed))
        asked = every_question(protocol)
        if asked is None:
            continue
        table = engine.compile(protocol)
        told = {
            (f.clause, *f.message.split("'")[1:4:2]) for f in examine(protocol)
            if f.kind == "conflict"
        }  # fmt: skip
        met = clashes(table, asked)
        assert told == met, seed
        compared += 1
    assert compared > 2


def clashes(table: DecisionTable, asked: Iterator[Question]) -> set[tuple[str | None, str, str]]:
    """The later grant of every clash, with the level of the earlier and its own."""
    found: dict[int, bool] = defaultdict(bool)
    met = set()
    for question in asked:
        mask = (1 << len(table.program.bits)) - 1
        for part in table.masks(question):
            mask &= part
        if not found[mask]:
            found[mask] = True
            met |= _clashing(table.program, Situation(table.program, mask))
    return met


def _clashing(program: Program, case: Situation) -> set[tuple[str | None, str, str]]:
    if case.own:
        return set()
    sure = [r for r in case.standing if r in case.certain and r.rule.kind is RuleKind.GRANT]
    met = set()
    for first in sure:
        for second in (r for r in sure if r.place > first.place):
            low = min(first.level, second.level)
            same = (first.level, first.rule.mask) == (second.level, second.rule.mask)
            nested = (
                first.place in program.narrower[second.place]
                or second.place in program.narrower[first.place]
            )
            if not same and not nested and case.ceiling > low and case.floor == low:
                met.add((second.number, first.level.word, second.level.word))
    return met
