"""A limit that holds back only because something is not known says what that is."""

from random import Random
from typing import Any

import pytest

from protocols import engine
from protocols.analysis import check
from protocols.decision import Decision
from protocols.engine import decide_given
from protocols.explain import full, viewer
from protocols.loader import load
from protocols.vocabulary import Effect, RuleKind
from tests.protocols import random_protocols as made
from tests.protocols.every_question import every_question

TEXT = """[protocol]
id = "doubt"
title = "What is not known"
version = "1"
starts = 2026-01-01
{absence}
[[clause]]
number = "1"
words = "Health is shared."
[[clause.rule]]
kind = "grant"
level = "full"
applies = {{ category = "health" }}

[[clause]]
number = "2"
words = "Six years after the case closed nothing is shown."
[[clause.rule]]
kind = "cap"
level = "withheld"
name = "gone"
applies = {{ years_since_case_closed_on = {{ at_least = 6 }} }}
{more}
"""
SILENT = '[absence]\ncase_closed_on = "not_applicable"'
GATE = """[[clause]]
number = "3"
words = "Only with consent."
[[clause.rule]]
kind = "gate"
level = "existence"
name = "agreed"
applies = { category = "health" }
requires = { victim_agrees = "yes" }
"""


def decide(more: str = "", absence: str = "", **facts: Any) -> Decision:
    table = engine.compile(load(TEXT.format(more=more, absence=absence)))
    return decide_given(table, {"category": "health", "date": "2026-06-01", "facts": facts})


def test_a_limit_from_a_date_that_nobody_recorded_says_so() -> None:
    found = decide()
    (miss,) = found.near_misses
    assert (found.effect, found.clause) == (Effect.WITHHELD, "2")
    assert (miss.clause, miss.rule, miss.kind) == ("2", "gone", RuleKind.CAP)
    assert (miss.failed, miss.level) == ("years_since_case_closed_on", Effect.FULL)
    whether = "the number of whole years since the case closed is at least 6"
    why = f"only because it is not known whether {whether} (no date is recorded, or it lies ahead)."
    end = f"Clause 2 would no longer hold it back if it is recorded not to be so that {whether}."
    assert any(line.endswith(why) for line in full(found))
    assert end in full(found)
    # What is not known may be what the viewer must not learn.
    assert "known" not in viewer(found)


def test_a_limit_that_certainly_holds_has_nothing_to_say_of_what_is_not_known() -> None:
    found = decide(case_closed_on="2020-01-01")
    assert (found.effect, found.near_misses) == (Effect.WITHHELD, ())
    assert [entry.unknown for entry in found.trail] == ["", ""]


def test_silence_that_means_it_has_not_closed_shuts_nothing() -> None:
    assert decide(absence=SILENT).effect is Effect.FULL
    # Somebody said that nobody knows.
    assert decide(absence=SILENT, case_closed_on="unknown").effect is Effect.WITHHELD
    assert decide(absence=SILENT, case_closed_on="2020-01-01").effect is Effect.WITHHELD


@pytest.mark.parametrize(
    ("told", "needs"), [({}, "the victim agrees"), ({"victim_agrees": "no"}, None)]
)
def test_a_gate_says_whether_it_is_shut_or_only_not_known_to_be_open(
    told: dict[str, str], needs: str | None
) -> None:
    found = decide(GATE, SILENT, **told)
    assert found.effect is Effect.EXISTENCE
    assert [miss.needs for miss in found.near_misses] == ([needs] if needs else [])
    assert [e.unknown for e in found.trail if e.kind is RuleKind.GATE] == [needs or ""]


def test_what_would_change_nothing_by_itself_is_no_near_miss() -> None:
    found = decide(GATE, victim_agrees="no")
    # The gate holds in any case: then no more is shown than that there is something.
    assert [(m.clause, m.level) for m in found.near_misses] == [("2", Effect.EXISTENCE)]
    shut = GATE.replace('level = "existence"\n', "")
    assert decide(shut, victim_agrees="no").near_misses == ()


def test_the_checker_notes_a_limit_that_bites_wherever_no_date_is_recorded() -> None:
    (found,) = [f for f in check(TEXT.format(more="", absence="")) if f.kind == "no date"]
    assert (found.severity, found.clause) == ("note", "2")
    assert 'case_closed_on = "not_applicable" in [absence]' in found.message
    staged = TEXT.replace("at_least = 6 }}", 'at_least = 6 }}, stage = "closed"')
    for text in (TEXT.format(more="", absence=SILENT), staged.format(more="", absence="")):
        assert [f for f in check(text) if f.kind == "no date"] == []


def test_only_what_is_unknown_is_called_so_and_without_it_more_is_shown() -> None:
    named = 0
    for seed in range(60):
        protocol = made.protocol(Random(seed))
        asked = every_question(protocol)
        if asked is None:
            continue
        table = engine.compile(protocol)
        for question, _ in zip(asked, range(300), strict=False):
            decision = table.decide(question)
            unknown = {n for n, c in table.cells(question).items() if c == "unknown"}
            for miss in (m for m in decision.near_misses if m.kind is not RuleKind.GRANT):
                assert miss.level > decision.effect, seed
                dimensions = {name.partition(":")[0] for name in unknown}
                assert {*miss.failed.split(", ")} & dimensions, seed
                named += 1
    assert named > 100
