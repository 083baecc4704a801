"""Published agreements: each case decided as the document says, both of every pair."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from protocols import engine
from protocols.analysis import check
from protocols.engine import DecisionTable, decide_given
from protocols.loader import load
from protocols.writer import write

HERE = Path(__file__).parent
LIBRARY = HERE.parents[1] / "protocols" / "library"
AGREEMENTS = HERE / "agreements"
# The last three were written down, and their cases frozen, before anybody looked at the language.
PACKS = {
    "safelives-marac-pack": LIBRARY / "safelives_marac.toml",
    "home-office-model-protocol-cda1998": LIBRARY / "home_office_model.toml",
    "mappa-merseyside-and-national": AGREEMENTS / "mappa-merseyside-and-national.toml",
    "child-hub-and-conference": AGREEMENTS / "child-hub-and-conference.toml",
    "health-police-and-records": AGREEMENTS / "health-police-and-records.toml",
}

# Cases that do not come out as expected, each with the reason. One no longer needed fails.
KNOWN_DIFFERENCES: dict[str, str] = {}


@cache
def table(pack: str) -> DecisionTable:
    return engine.compile(load(PACKS[pack].read_text(encoding="utf-8")))


@cache
def cases(pack: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        (HERE / "packs" / f"{pack}.json").read_text(encoding="utf-8")
    )["cases"]
    return found


ALL = [pytest.param(pack, case, id=case["id"]) for pack in PACKS for case in cases(pack)]
LEVELS = ["withheld", "existence", "summary", "masked", "full"]


def as_expected(pack: str, case: dict[str, Any]) -> list[str]:
    decision = decide_given(table(pack), case["given"])
    wrong = []
    if decision.effect.word != case["expect"]:
        wrong.append(f"effect {decision.effect.word}, expected {case['expect']}")
    if decision.concealed != case.get("conceal_existence", False):
        wrong.append(f"concealed {decision.concealed}")
    if decision.clause != case["because"]:
        wrong.append(f"clause {decision.clause}, expected {case['because']}")
    if not decision.trail or decision.trail[0].clause != decision.clause:
        wrong.append("the deciding clause does not stand first in the trail")
    missing = set(case.get("obligations", ())) - {duty.what for duty in decision.obligations}
    return wrong + [f"obligations {missing} missing"] * bool(missing)


@pytest.mark.parametrize(("pack", "case"), ALL)
def test_case_comes_out_as_the_document_says(pack: str, case: dict[str, Any]) -> None:
    wrong = as_expected(pack, case)
    assert bool(wrong) == (case["id"] in KNOWN_DIFFERENCES), wrong


@pytest.mark.parametrize(("pack", "case"), ALL)
def test_no_case_shows_more_than_expected(pack: str, case: dict[str, Any]) -> None:
    decision = decide_given(table(pack), case["given"])
    assert LEVELS.index(decision.effect.word) <= LEVELS.index(case["expect"])


def test_packs_are_whole() -> None:
    assert [len(cases(pack)) for pack in PACKS] == [26, 21, 52, 56, 59]


@pytest.mark.parametrize("pack", PACKS)
def test_both_of_every_pair_come_out(pack: str) -> None:
    by_id = {case["id"]: case for case in cases(pack)}
    for case in cases(pack):
        both = [case, by_id[case["pair"]]] if "pair" in case else []
        assert not [wrong for one in both if (wrong := as_expected(pack, one))], case["id"]


@pytest.mark.parametrize("pack", PACKS)
def test_the_document_of_a_pack_has_no_errors_and_survives_writing(pack: str) -> None:
    found = load(PACKS[pack].read_text(encoding="utf-8"))
    assert load(write(found)) == found
    assert [p for p in check(write(found)) if p.severity == "error"] == []
