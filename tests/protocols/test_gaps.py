"""Gaps: kinds of agency, of information and stages, all three together, that nothing opens."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

import pytest

from protocols import engine
from protocols.analysis import check
from protocols.compiling import compile_program
from protocols.exact.asker import Asker
from protocols.finding import Finding
from protocols.gaps import gaps
from protocols.loader import load
from protocols.question import Question
from protocols.unspoken import Unspoken
from protocols.vocabulary import Effect
from tests.protocols.test_analysis import GRANT, HEAD

PARTIES = """
[[party]]
id = "one"
name = "One"
agency_type = "police"
officer = "Head"
[[party]]
id = "two"
name = "Two"
agency_type = "housing"
officer = "Head"

[[clause]]
number = "1"
"""
SIGNED = HEAD.replace('\n[[clause]]\nnumber = "1"\n', PARTIES)


def found(text: str) -> list[str]:
    return [finding.message for finding in of(text)]


def of(text: str) -> list[Finding]:
    return [finding for finding in check(text) if finding.kind == "gap"]


def test_what_is_seen_at_some_stages_only_names_the_others() -> None:
    rules = GRANT.format("full", "agency_type = 'police'")
    rules += GRANT.format("full", "agency_type = 'housing', category = 'risk', stage = 'meeting'")
    rules += GRANT.format("full", "agency_type = 'housing', category.not = 'risk'")
    messages = found(SIGNED + rules)
    assert len(messages) == 1
    assert messages[0].startswith("housing never sees risk at stages ")
    assert messages[0].endswith(", though at others: intended?")
    assert " meeting" not in messages[0].replace("after meeting", "")


def test_what_is_alike_is_one_finding() -> None:
    messages = found(SIGNED + GRANT.format("full", "category.not = ['risk', 'health']"))
    assert messages == ["housing and police never see health and risk: intended?"]


def test_what_stands_under_a_word_goes_without_saying_where_all_of_it_is_missing() -> None:
    rules = GRANT.format("full", "category.not = 'health'")
    rules += GRANT.format("full", "agency_type = 'housing', category = 'health_summary'")
    housing, police = sorted(found(SIGNED + rules))
    assert housing.startswith("housing never sees disability, genetic, health, HIV status")
    assert "summary" not in housing
    assert police == "police never sees health: intended?"


def test_a_kind_that_nobody_is_and_no_rule_names_is_left_out() -> None:
    messages = found(SIGNED + GRANT.format("full", "agency_type = 'police'"))
    assert messages == ["housing never sees anything: intended?"]
    named = GRANT.format("full", "agency_type = ['police', 'fire'], category.not = 'risk'")
    assert "fire and police never see risk: intended?" in found(SIGNED + named)


def test_a_stage_at_which_nobody_sees_anything_is_told_once() -> None:
    messages = found(SIGNED + GRANT.format("full", "stage.not = ['appeal', 'closed']"))
    assert messages == ["nothing is shared at stages appeal and closed: intended?"]


def test_where_a_limit_always_holds_somebody_has_spoken() -> None:
    rules = GRANT.format("full", "agency_type = 'police'")
    rules += "[[clause.rule]]\nkind = 'cap'\nlevel = 'withheld'\n"
    rules += "applies = { agency_type = 'housing', category.not = 'risk' }\n"
    assert found(SIGNED + rules) == ["housing never sees risk: intended?"]


def test_where_a_limit_sometimes_holds_nobody_has() -> None:
    rules = GRANT.format("full", "agency_type = 'police'")
    rules += "[[clause.rule]]\nkind = 'cap'\nlevel = 'withheld'\n"
    rules += "applies = { agency_type = 'housing', risk_level = 'high' }\n"
    assert found(SIGNED + rules) == ["housing never sees anything: intended?"]


def test_its_example_lies_in_it() -> None:
    rules = GRANT.format("full", "agency_type = 'police'")
    rules += GRANT.format("full", "agency_type = 'housing', stage = 'meeting'")
    (gap,) = of(SIGNED + rules)
    assert gap.question is not None
    assert gap.question["agency_type"] == "housing"
    assert gap.question["stage"] != "meeting"


def test_long_lists_are_counted() -> None:
    (message,) = found(HEAD + GRANT.format("full", "agency_type = 'board', subject = 'staff'"))[:1]
    assert " more never see anything" in message


@pytest.mark.parametrize("seed", range(12))
def test_the_gaps_are_the_places_that_no_rule_covers(seed: int) -> None:
    """Asked place by place, each gap is closed and unspoken of, and every other place is not."""
    rng, words = Random(seed), ("health", "risk", "identity", "housing", "finance")
    text = SIGNED + "".join(some_grant(rng, words) for _ in range(rng.randint(1, 5)))
    program = compile_program(load(text))
    table = engine.DecisionTable(program)
    told = {place for gap in gaps_of(text) for place in gap}
    open_ = {
        place for place in product(("police", "housing"), words, ("meeting", "agenda", "closed"))
        if table.decide(question(place)).effect is not Effect.WITHHELD
    }  # fmt: skip
    asked = set(product(("police", "housing"), words, ("meeting", "agenda", "closed")))
    assert told & asked == asked - open_
    assert len(list(gaps(Asker(program)))) == len(set(map(tuple, gaps_of(text))))


def some_grant(rng: Random, words: tuple[str, ...]) -> str:
    limits = [f"category = {rng.sample(words, rng.randint(1, 3))}"]
    if rng.random() < 0.6:
        limits.append(f"agency_type = '{rng.choice(['police', 'housing'])}'")
    if rng.random() < 0.6:
        limits.append(f"stage = {rng.sample(['meeting', 'agenda', 'closed'], rng.randint(1, 2))}")
    return GRANT.format("full", ", ".join(limits))


def gaps_of(text: str) -> Iterator[list[tuple[str, str, str]]]:
    """Every place of each gap."""
    program = compile_program(load(text))
    space = program.space
    kinds, categories, stages = (
        sorted(space.universe(axis)) for axis in ("agency_type", "category", "stage")
    )
    boxes = [box for rule in program.rules for box in rule.reach if "category" in box]
    unspoken = Unspoken(("housing", "police"), categories, stages, boxes)
    for gap in (*unspoken.silent_stages(), *unspoken.grouped()):
        yield list(product(
            gap.kinds or ("housing", "police"), gap.categories or categories, gap.stages or stages
        ))  # fmt: skip
    assert kinds


def question(place: tuple[str, str, str]) -> Question:
    kind, category, stage = place
    return Question({"agency_type": kind, "category": category, "stage": stage})
