"""Dates, numbers and quorums as atoms; questions in the published form."""

from datetime import date, datetime

import pytest

from protocols.engine import check_words, decide_given
from protocols.errors import QuestionError
from protocols.facts import cell_of, quorum
from protocols.question import FactValue, Question
from protocols.vocabulary import CORE
from tests.protocols.test_packs import cases, table


@pytest.mark.parametrize(
    ("word", "share"),
    [
        ("none", "none"),
        ("all_agencies_concerned", "all"),
        ("1_of_2_agencies_concerned", "some"),
        ("2_of_2", "all"),
        ("0_of_3_agencies", "none"),
        ("10_of_9_agencies", "all"),
    ],
)
def test_a_quorum_is_none_some_or_all(word: str, share: str) -> None:
    assert quorum(word) == share


def test_constants_cut_a_number_into_intervals() -> None:
    sensitivity = CORE["sensitivity"]
    assert [cell_of(sensitivity, n, (2, 4)) for n in range(6)] == ["0", "0", "1", "2", "3", "4"]


def test_a_date_and_a_moment_of_it_are_one_cell() -> None:
    cuts = (date(2026, 3, 1),)
    moments = [date(2026, 3, 1), datetime(2026, 3, 1, 23, 59), "2026-03-01"]
    assert {cell_of(CORE["date"], moment, cuts) for moment in moments} == {"1"}


@pytest.mark.parametrize(
    ("given", "key", "message"),
    [
        ({"agnecy": "x"}, "agnecy", "Did you mean 'agency'?"),
        ({"stage": "meting"}, "stage", "Did you mean 'meeting'?"),
        ({"role": "char"}, "role", "Did you mean 'chair'?"),
        ({"relationship": 3}, "relationship", "expected a word"),
        ({"stage": ["meeting", "agenda"]}, "stage", "expected one word"),
        ({"facts": {"relevnt": True}}, "facts.relevnt", "Did you mean 'relevant'?"),
        ({"facts": []}, "facts", "expected names"),
        ({"facts": {"relevant": [1]}}, "facts.relevant", "a value or a list"),
        ({"facts": {"relevant": float("nan")}}, "facts.relevant", "expected a number"),
        ({"facts": {"relevant": "perhaps"}}, "relevant", "unknown word"),
        ({"date": "soon"}, "date", "expected a date"),
        ({"sensitivity": "3"}, "sensitivity", "expected a number"),
    ],
)
def test_an_unknown_key_or_word_is_named(given: dict[str, object], key: str, message: str) -> None:
    with pytest.raises(QuestionError, match=message.replace("?", r"\?")) as caught:
        decide_given(table("safelives-marac-pack"), given)
    assert caught.value.key == key


def test_true_yes_and_the_fact_value_are_one() -> None:
    pack = table("safelives-marac-pack")
    given = cases("safelives-marac-pack")[0]["given"]
    values: list[object] = [True, "yes", FactValue.YES]
    answers = [
        decide_given(pack, {**given, "facts": {"confidentiality_signed": v}}) for v in values
    ]
    assert answers[0].effect.word == "full"
    assert answers[1:] == answers[:-1]


def test_nothing_told_opens_nothing() -> None:
    assert decide_given(table("safelives-marac-pack"), {}).effect.word == "withheld"


def test_a_question_may_be_checked_without_deciding() -> None:
    check_words(table("safelives-marac-pack").protocol, Question({"stage": "meeting"}))
