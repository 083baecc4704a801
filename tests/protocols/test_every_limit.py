"""An exception that lifts every limit, 'whatever any other clause says', also what comes later."""

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols import engine
from protocols.analysis import check
from protocols.clauses import Rule
from protocols.compare import compare
from protocols.decision import Decision, Outcome
from protocols.errors import ProtocolError
from protocols.expiring import calendar
from protocols.loader import load
from protocols.sentences import rule_sentence
from protocols.vocabulary import Effect, RuleKind
from protocols.writer import write
from tests.protocols import random_protocols as made

HEAD = """[protocol]
id = "p"
title = "P"
version = "1"
starts = 2026-01-01
purposes = ["safeguarding"]
conference_kinds = ["ccm"]

[[clause]]
number = "1"
words = "Words."
"""
GRANT = "[[clause.rule]]\nkind = 'grant'\nlevel = 'full'\n"
NAMELESS = "[[clause.rule]]\nkind = 'cap'\nlevel = 'withheld'\n"
NAMED = "[[clause.rule]]\nkind = 'cap'\nlevel = 'summary'\nname = 'short'\n"
GATE = "[[clause.rule]]\nkind = 'gate'\nrequires = { victim_agrees = true }\n"
ABSOLUTE = "[[clause.rule]]\nkind = 'cap'\nlevel = 'existence'\nabsolute = true\n"
THREAT = (
    "[[clause.rule]]\nkind = 'exception'\nlifts = 'all'\nrequires = { serious_threat = true }\n"
)
ASKED: dict[str, Any] = {
    "agency_type": "police", "purpose": "safeguarding", "conference_kind": "ccm",
    "date": "2026-06-01", "facts": {"serious_threat": "yes", "victim_agrees": "no"},
}  # fmt: skip


def decide(rules: str, **said: Any) -> Decision:
    return engine.decide_given(engine.compile(load(HEAD + rules)), ASKED | said)


def lines(rules: str, kind: str) -> list[int]:
    return [found.line for found in check(HEAD + rules) if found.kind == kind]


@pytest.mark.parametrize("limits", [NAMELESS, NAMED, GATE, NAMELESS + NAMED + GATE])
def test_every_limit_is_lifted_with_or_without_a_name(limits: str) -> None:
    calm = {"serious_threat": "no", "victim_agrees": "no"}
    assert decide(GRANT + limits + THREAT, facts=calm).effect < Effect.FULL
    assert decide(GRANT + limits + THREAT).effect is Effect.FULL


def test_what_is_absolute_is_not_lifted() -> None:
    assert decide(GRANT + NAMELESS + ABSOLUTE + THREAT).effect is Effect.EXISTENCE


def test_a_name_that_an_absolute_limit_shares_is_lifted_for_the_others_alone() -> None:
    shared = ABSOLUTE + "name = 'both'\n"
    lower = NAMELESS + "name = 'both'\n"
    assert decide(GRANT + shared + lower + THREAT).effect is Effect.EXISTENCE


@pytest.mark.parametrize(
    "said", [{"purpose": "personal"}, {"conference_kind": "board"}, {"date": "2025-12-31"}]
)
def test_how_far_the_document_reaches_is_not_lifted(said: dict[str, str]) -> None:
    assert decide(GRANT + THREAT, **said).effect is Effect.WITHHELD


def test_the_trail_tells_the_exception_and_the_limit_without_a_name() -> None:
    trail = decide(GRANT + NAMELESS + THREAT).trail
    assert [entry.outcome for entry in trail[:1]] == [Outcome.LIFTING]
    assert (RuleKind.CAP, None, Outcome.LIFTED) in [(e.kind, e.rule, e.outcome) for e in trail]


def test_a_duty_that_has_to_be_done_first_is_waited_for() -> None:
    first = "[[clause.rule.obligations]]\nwhat = 'chair_approved'\nwhen = 'before'\n"
    assert [p.what for p in decide(GRANT + NAMELESS + THREAT + first).pending] == ["chair_approved"]
    assert decide(GRANT + ABSOLUTE + THREAT + first).pending == ()


def test_it_is_written_as_it_was_said_and_partners_read_it_so() -> None:
    protocol = load(HEAD + THREAT)
    rule = protocol.clauses[0].rules[0]
    assert 'lifts = "all"' in write(protocol)
    assert load(write(protocol)) == protocol
    assert rule_sentence(rule, protocol.vocabulary).startswith(
        "Unless (lifts every limit that an exception can lift), if"
    )


def test_in_brackets_it_is_the_name_of_a_limit() -> None:
    listed = THREAT.replace("'all'", "['all']")
    protocol = load(HEAD + NAMED.replace("short", "all") + listed)
    assert protocol.clauses[0].rules[1].lifts == ("all",)
    assert load(write(protocol)) == protocol
    with pytest.raises(ProtocolError, match="without brackets"):
        load(HEAD + NAMED + listed)


@pytest.mark.parametrize(
    "text",
    [
        NAMED.replace("short", "all") + THREAT,
        GRANT + "lifts = 'all'\n",
        THREAT.replace("'all'", "'al'"),
    ],
)
def test_what_is_not_clear_or_has_nothing_to_lift_is_an_error_at_its_line(text: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        load(HEAD + text)
    problem = caught.value.problems[0]
    assert problem.key == "lifts"
    assert (HEAD + text).splitlines()[problem.line - 1].startswith("lifts")


def test_the_checker_says_when_there_is_no_limit_to_lift_and_only_then() -> None:
    assert lines(GRANT + ABSOLUTE + THREAT, "shadowed exception") != []
    assert lines(GRANT + NAMELESS + THREAT, "shadowed exception") == []


def test_a_grant_under_a_limit_without_a_name_is_not_called_useless_where_that_can_be_lifted() -> (
    None
):
    assert lines(GRANT + NAMELESS, "shadowed grant") != []
    assert lines(GRANT + NAMELESS + THREAT, "shadowed grant") == []
    assert lines(GRANT + NAMELESS + THREAT, "redundant") == []


def test_comparison_shows_what_lifting_the_rest_opens_and_a_new_limit_without_it() -> None:
    some = THREAT.replace("'all'", "['short']")
    old, new = (load(HEAD + GRANT + NAMED + NAMELESS + exception) for exception in (some, THREAT))
    assert {change.gains for change in compare(old, new)} == {True}
    always = "[[clause.rule]]\nkind = 'exception'\nlifts = 'all'\n"
    assert compare(load(HEAD + GRANT + always), load(HEAD + GRANT + NAMELESS + always)) == []


def test_the_day_on_which_it_ends_is_in_the_calendar() -> None:
    protocol = load(HEAD + GRANT + NAMELESS + THREAT + "until = 2027-01-31\n")
    days = {day.day: day for day in calendar(protocol, engine.compile(protocol))}
    assert days[date(2027, 2, 1)].closes


@settings(max_examples=30)
@given(st.integers(0, 2**32))
def test_a_limit_that_comes_later_changes_nothing_where_every_limit_is_lifted(seed: int) -> None:
    rng = Random(seed)
    lift = Rule(RuleKind.EXCEPTION, lifts_all=True)
    before = [lift, *(made.rule(rng) for _ in range(5))]
    later = Rule(
        rng.choice([RuleKind.CAP, RuleKind.GATE]), rng.choice([Effect.WITHHELD, Effect.SUMMARY]),
        name=rng.choice([None, "first", "new"]), requires=made.conditions(rng, 1),
    )  # fmt: skip
    tables = [engine.compile(made.protocol_of(rules)) for rules in (before, [*before, later])]
    for _ in range(20):
        asked = made.question(made.world(rng, 0.1))
        first, second = (table.decide(asked) for table in tables)
        assert (first.effect, first.concealed, first.mask) == (
            second.effect, second.concealed, second.mask,
        )  # fmt: skip
