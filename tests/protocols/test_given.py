"""Questions as somebody else writes them down: however spelt, wherever put, never guessed."""

from typing import Any

import pytest

from protocols import engine
from protocols.engine import DecisionTable, decide_given
from protocols.errors import QuestionError
from protocols.given import mistold, question_of
from protocols.loader import load

TEXT = """
[protocol]
id = "p"
title = "T"
version = "1"
starts = 2026-01-01
[vocabulary.stage]
strategy_discussion = "meeting"
[[fact]]
name = "format"
says = "the form"
kind = "words"
words = ["in_writing", "by_word_of_mouth"]
recorded_by = ["anyone"]
[[fact]]
name = "panel_quorate"
says = "the panel is quorate"
recorded_by = ["chair"]
[[fact]]
name = "age"
says = "the age"
kind = "number"
recorded_by = ["anyone"]
[[party]]
id = "council"
name = "City Council"
agency_type = "childrens_social_care"
[[clause]]
number = "1"
words = "All of it."
[[clause.rule]]
kind = "grant"
level = "full"
[clause.rule.applies]
agency_type = "childrens_social_care"
stage = "strategy_discussion"
role = "chair"
[clause.rule.requires]
consent = "given"
format = "in_writing"
panel_quorate = true
age = { at_least = 16 }
"""
GIVEN: dict[str, Any] = {
    "agency_type": "childrens_social_care", "stage": "strategy_discussion", "role": "chair",
    "consent": "given", "subject": "victim",
    "facts": {"format": "in_writing", "panel_quorate": True, "age": 16},
}  # fmt: skip


@pytest.fixture(name="table", scope="module")
def _table() -> DecisionTable:
    return engine.compile(load(TEXT))


def facts(**change: Any) -> dict[str, Any]:
    return {**GIVEN["facts"], **change}


SAID_OTHERWISE = {
    "as the document says it": {},
    "capitals, spaces and an apostrophe": {
        "agency_type": "Children's Social Care", "stage": "Strategy-discussion", "role": ["Chair"],
        "facts": facts(format="In writing"),
    },
    "a single word in a list": {
        "stage": ["strategy_discussion"], "facts": facts(format=["in_writing"]),
    },
    "a fact beside the dimensions": {
        "format": "in_writing", "facts": {"panel_quorate": True, "age": 16},
    },
    "a dimension among the facts": {"stage": None, "facts": facts(stage="strategy_discussion")},
    "facts in groups": {"facts": {"format": "in_writing", "age": 16, "panel": {"quorate": True}}},
    "a number in quotation marks": {"facts": facts(age="16")},
    "a number with a half": {"facts": facts(age=16.5)},
    "a party instead of its kind": {"agency": "City Council", "agency_type": None},
    "consent of each person": {"consent": {"victim": "given", "child": "refused"}},
}  # fmt: skip


@pytest.mark.parametrize("change", SAID_OTHERWISE.values(), ids=SAID_OTHERWISE)
def test_the_same_question_said_otherwise_has_the_same_answer(
    change: dict[str, Any], table: DecisionTable
) -> None:
    told = {key: value for key, value in {**GIVEN, **change}.items() if value is not None}
    assert decide_given(table, told).effect.word == "full"


NOT_THE_SAME = {
    "a stranger instead of a kind": {"agency": "Town Council", "agency_type": None},
    "another person's consent": {"consent": {"child": "given"}},
    "younger, in quotation marks": {"facts": facts(age="15")},
    "younger by little": {"facts": facts(age=15.99)},
    "null is not known": {"facts": facts(panel_quorate=None)},
    "the other word in capitals": {"facts": facts(format="By word of mouth")},
}


@pytest.mark.parametrize("change", NOT_THE_SAME.values(), ids=NOT_THE_SAME)
def test_what_is_not_said_opens_nothing(change: dict[str, Any], table: DecisionTable) -> None:
    assert decide_given(table, {**GIVEN, **change}).effect.word == "withheld"


@pytest.mark.parametrize(
    ("change", "key", "message"),
    [
        ({"stage": ["agenda", "meeting"]}, "stage", "expected one word, not 2"),
        ({"panel_quorate": False}, "panel_quorate", "told twice"),
        ({"facts": facts(consent="refused")}, "consent", "told twice"),
        ({"formatt": "in_writing"}, "formatt", "unknown key"),
        ({"facts": {"panel": {"quorat": True}}}, "facts.panel_quorat", "panel_quorate"),
        ({"stage": "strategy discusion"}, "stage", "Did you mean"),
    ],
)
def test_what_cannot_be_told_for_certain_is_named(
    change: dict[str, Any], key: str, message: str, table: DecisionTable
) -> None:
    with pytest.raises(QuestionError, match=message) as caught:
        decide_given(table, {**GIVEN, **change})
    assert caught.value.key == key


def test_a_named_agency_is_of_the_kind_of_the_document_and_another_is_said_not_to_count(
    table: DecisionTable,
) -> None:
    told = {**GIVEN, "agency": "council", "agency_type": "police"}
    assert decide_given(table, told) == decide_given(table, {**told, "agency_type": None})
    (note,) = mistold(table.protocol, told)
    assert note == "by the document agency 'council' is 'childrens_social_care', and not 'police'."
    assert mistold(table.protocol, {**told, "agency_type": None}) == []


def test_names_are_never_respelt(table: DecisionTable) -> None:
    question = question_of(table.protocol, {"agency": "Mill Lane Surgery", "field": "Full-Name"})
    assert question.values == {"agency": "Mill Lane Surgery", "field": "Full-Name"}
