"""Three agreements of different shape, written for the tests, each decided as its clauses say.

The expected answers were written by hand beside the text. A case is: what it is, in what it differs
from the ordinary one, what is shown, the deciding clause, and what is waited for.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from protocols import engine
from protocols.analysis import check
from protocols.engine import DecisionTable, decide_given
from protocols.loader import load
from protocols.sentences import rule_sentence
from protocols.writer import digest, write

HERE = Path(__file__).parent / "agreements"
NAMES = ("health", "public_protection", "housing_transfer")


def text(name: str) -> str:
    return (HERE / f"{name}.toml").read_text(encoding="utf-8")


@cache
def table(name: str) -> DecisionTable:
    return engine.compile(load(text(name)))


@cache
def written(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return found


def given_of(name: str, change: dict[str, Any]) -> dict[str, Any]:
    base = written(name)["base"]
    return {**base, **change, "facts": {**base["facts"], **change.get("facts", {})}}


CASES = [pytest.param(n, case, id=f"{n}: {case[0]}") for n in NAMES for case in written(n)["cases"]]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_the_agreement_decides_as_its_clause_says(name: str, case: list[Any]) -> None:
    _, change, shown, clause, *waiting = case
    decision = decide_given(table(name), given_of(name, change))
    effect = "concealed" if decision.concealed else decision.effect.word
    assert (effect, decision.clause) == (shown, clause), decision.trail
    assert {one.what for one in decision.pending} >= set(waiting)


@pytest.mark.parametrize("name", NAMES)
def test_the_agreement_has_no_errors_and_survives_writing(name: str) -> None:
    assert [f for f in check(text(name)) if f.severity == "error"] == []
    found = load(text(name))
    assert (load(write(found)), digest(load(write(found)))) == (found, digest(found))
    assert len(found.clauses) >= 10


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_of_it_is_a_sentence(name: str) -> None:
    found = load(text(name))
    for clause in found.clauses:
        for rule in clause.rules:
            said = rule_sentence(rule, found.vocabulary)
            assert said.endswith(".")
            assert "_" not in said
