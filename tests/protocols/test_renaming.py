"""Whoever is called otherwise is meant by every rule, group, unit and fact that named them."""

from dataclasses import replace
from typing import Any

import pytest

from protocols import engine
from protocols.clauses import SharingProtocol
from protocols.loader import load
from protocols.renaming import renamed
from protocols.vocabulary import Effect
from protocols.writer import write

TEXT = """[protocol]
id = "p"
title = "P"
version = "1"
starts = 2026-01-01

[[party]]
id = "force"
name = "City Police"
agency_type = "police"

[[party]]
id = "unit"
name = "Domestic Abuse Unit"
part_of = "force"

[[party]]
id = "homes"
name = "Riverside Homes"

[[group]]
id = "panel"
name = "the panel"
parties = ["force", "homes"]

[[fact]]
name = "may_receive"
says = "who may receive it"
kind = "many"
of = "agency"
words = ["force", "homes"]
recorded_by = ["coordinator"]

[[clause]]
number = "1"
words = "Words."

[[clause.rule]]
kind = "grant"
level = "full"
applies = { agency = ["City Police"], category = "finance" }

[[clause.rule]]
kind = "grant"
level = "full"
applies = { agency = "panel", category = "housing" }
ends_when = { originator = "force" }

[[clause.rule]]
kind = "grant"
level = "full"
applies = { covered_by_may_receive = true, category = "health" }

[[clause.rule]]
kind = "grant"
level = "full"
applies = { may_receive = { all_of = ["force", "homes"] }, category = "education" }

[[clause.rule]]
kind = "cap"
level = "summary"
name = "no_money"
applies = { agency = ["force", "homes"], category = ["finance", "housing"] }
requires = { discloser = { not = "force" } }
"""
QUESTIONS: list[dict[str, Any]] = [
    {"agency": agency, "category": category, "discloser": discloser, "originator": originator,
     "facts": facts}
    for agency in ("force", "unit", "homes", "other")
    for category in ("finance", "housing", "health", "education")
    for discloser in ("force", "homes")
    for originator in ("force", "unit", "other")
    for facts in ({}, {"may_receive": ["force"]}, {"may_receive": ["force", "homes"]})
]  # fmt: skip


def called(protocol: SharingProtocol, *, id: str = "", name: str = "") -> SharingProtocol:
    """The document with another id or name for the police."""
    before = protocol.parties[0]
    after = replace(before, id=id or before.id, name=name or before.name)
    told = renamed(protocol, before, after)
    return replace(told, parties=(after, *told.parties[1:]))


def asked_of(question: dict[str, Any], word: str) -> dict[str, Any]:
    """The same question where the police have another word."""
    told = {k: word if v == "force" else v for k, v in question.items() if k != "facts"}
    facts = {k: [word if w == "force" else w for w in v] for k, v in question["facts"].items()}
    return {**told, "facts": facts}


@pytest.mark.parametrize("as_", [
    {"id": "harbour_police"}, {"name": "Harbour Police"},
    {"id": "harbour_police", "name": "Harbour Police"},
])  # fmt: skip
def test_every_question_is_answered_as_before_for_who_is_called_otherwise(
    as_: dict[str, str],
) -> None:
    before = load(TEXT)
    after = load(write(called(before, **as_)))
    word, answers = as_.get("id", "force"), set[Effect]()
    old, new = engine.compile(before), engine.compile(after)
    for question in QUESTIONS:
        then = engine.decide_given(old, question)
        now = engine.decide_given(new, asked_of(question, word))
        assert (then.effect, then.clause) == (now.effect, now.clause), question
        answers.add(then.effect)
    assert answers == {Effect.WITHHELD, Effect.SUMMARY, Effect.FULL}


def test_the_old_word_stands_nowhere_any_more() -> None:
    after = called(load(TEXT), id="harbour_police", name="Harbour Police")
    assert "force" not in write(after)
    assert "City Police" not in write(after)
    assert after.parties[1].part_of == "harbour_police"


def test_a_rule_that_names_by_name_keeps_its_words_where_the_name_stays() -> None:
    after = called(load(TEXT), id="harbour_police")
    assert after.clauses[0].rules[0].applies[0].words == ("City Police",)


def test_nothing_is_touched_that_only_looks_the_same() -> None:
    text = TEXT.replace('words = "Words."', 'words = "The force and homes share."')
    after = called(load(text), id="harbour_police")
    assert after.clauses[0].words == "The force and homes share."
    housing = called(load(TEXT.replace('"force"', '"housing"')), id="harbour_police")
    conditions = housing.clauses[0].rules[1].applies
    assert {c.words for c in conditions if c.dimension == "category"} == {("housing",)}
