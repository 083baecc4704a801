"""The format reference of the protocol document says what the engine does."""

from __future__ import annotations

import json
import re

import pytest

from protocols import core_words
from protocols.analysis import check
from protocols.clauses import SharingProtocol
from protocols.core_facts import FACTS
from protocols.engine import compile as compile_protocol
from protocols.engine import decide_given
from protocols.errors import ProtocolError
from protocols.loader import FACT_KINDS, HEAD, load
from protocols.rule_reading import KEYS
from protocols.vocabulary import CORE, Effect, RuleKind
from protocols.writer import write
from tests.architecture.tree import ROOT

PAGE = (ROOT / "docs" / "protocol-document.md").read_text()
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def whole() -> str:
    return next(text for text in EXAMPLES if text.startswith("[protocol]"))


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_loads_and_is_written_back_without_loss(number: int) -> None:
    text = EXAMPLES[number]
    # A fragment stands in the document that the page begins with.
    found = load(text if text.startswith("[protocol]") else whole() + text)
    assert load(write(found)) == found


def test_the_questions_of_the_page_are_answered_as_it_says() -> None:
    table = compile_protocol(load(whole()))
    questions = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])
    assert [decide_given(table, given).effect for given in questions] == [Effect.FULL]
    alone = questions[0] | {"facts": {"lives_alone": "yes"}}
    assert decide_given(table, alone).effect == Effect.SUMMARY
    silent = questions[0] | {"facts": {}}
    assert decide_given(table, silent).effect == Effect.SUMMARY, "what is unknown may be so"
    threat = alone | {"facts": {"lives_alone": "yes", "serious_threat": "yes"}}
    waiting = decide_given(table, threat)
    assert (waiting.effect, waiting.pending[0].owner) == (Effect.SUMMARY, "chair")
    done = threat | {"facts": threat["facts"] | {"chair_approved": "yes"}}
    assert decide_given(table, done).effect == Effect.FULL


def test_the_page_names_every_word_of_the_format() -> None:
    words = {f"`{word}`" for word in (*HEAD, *KEYS, *CORE, *map(str, RuleKind))}
    words |= {f"`{effect.word}`" for effect in Effect}
    words -= {"`reasons`", "`obligations`"}  # tables, shown as such
    assert sorted(word for word in words if word not in PAGE) == []
    assert all(f'"{kind}"' in PAGE or kind == "yes_no" for kind in FACT_KINDS)
    assert "[clause.rule.reasons]" in PAGE
    assert "[[clause.rule.obligations]]" in PAGE


def test_what_the_page_calls_an_error_is_one() -> None:
    for wrong in (
        whole().replace('kind = "gate"', 'kind = "gait"'),
        whole().replace("owner =", "owners =", 1),
        whole().replace('category = "tenancy"', 'category = "tenency"'),
        whole().replace('lifts = ["alone"]', 'lifts = ["signd"]'),
        whole().replace('name = "alone"', 'name = "alone"\nabsolute = true'),
    ):
        with pytest.raises(ProtocolError):
            load(wrong)


def test_the_protocol_of_the_page_is_an_ordinary_one() -> None:
    found: SharingProtocol = load(whole())
    assert found.conference_kinds[0] in core_words.CONFERENCE_KINDS
    assert {rule.kind for clause in found.clauses for rule in clause.rules} == set(RuleKind)


def test_every_core_fact_is_listed_with_what_it_says() -> None:
    section = PAGE.partition("## Core facts")[2].partition("\n## ")[0]
    listed = re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \| (.*) \|$", section, re.MULTILINE)
    assert listed == [
        (name, fact.says, fact.kind.replace("_", " "), fact.about.value)
        for name, fact in sorted(FACTS.items())
    ]


def test_what_an_emergency_opens_is_more_than_what_is_open_without_one() -> None:
    fragment = next(text for text in EXAMPLES if "more in an emergency" in text)
    table = compile_protocol(load(whole() + fragment))
    base = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])[0]
    asked = [
        base | {"category": "health", "facts": {"emergency_declared": w}} for w in ("no", "yes")
    ]
    assert [decide_given(table, one).effect for one in asked] == [Effect.SUMMARY, Effect.FULL]


def test_what_is_open_for_some_hours_ends_when_they_are_over() -> None:
    fragment = next(text for text in EXAMPLES if "an opening for 72 hours" in text)
    text = whole() + fragment
    assert [f.message for f in check(text) if f.kind == "clock"] == []
    base = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])[0]
    table, declared = compile_protocol(load(text)), {"danger_declared": "yes"}
    over = {**declared, "missed/riverside/11/review_of_the_danger": "yes"}
    asked = [base | {"category": "health", "facts": facts} for facts in ({}, declared, over)]
    shown = [decide_given(table, one).effect for one in asked]
    assert shown == [Effect.WITHHELD, Effect.FULL, Effect.WITHHELD]
