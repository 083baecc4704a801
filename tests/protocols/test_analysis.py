"""Each finding on a document made for it, and comparison of versions."""

import pytest

from protocols import engine
from protocols.analysis import check
from protocols.compare import changes_for, compare
from protocols.loader import load
from protocols.question import Question
from protocols.vocabulary import Effect
from tests.protocols.test_packs import LIBRARY
from tests.protocols.test_starter_ccm import TEXT

HEAD = """[protocol]
id = "p"
title = "P"
version = "1"
starts = 2026-01-01

[[basis]]
id = "narrow"
title = "A basis for the police"
recipients = ["police"]

[[clause]]
number = "1"
words = "Words."
"""
GRANT = "[[clause.rule]]\nkind = 'grant'\nlevel = '{}'\napplies = {{ {} }}\n"
CAP = "[[clause.rule]]\nkind = 'cap'\nlevel = 'summary'\nname = 'c'\n"


def kinds(rules: str) -> dict[str, int]:
    return {f.kind: f.line for f in check(HEAD + rules) if f.kind != "gap"}


@pytest.mark.parametrize(
    ("rules", "kind", "line"),
    [
        (
            GRANT.format("full", "stage = 'meeting'")
            + GRANT.format("summary", "category = 'risk'"),
            "conflict",
            19,
        ),
        (
            GRANT.format("full", "stage = 'meeting'")
            + "[[clause.rule]]\nkind = 'cap'\nlevel = 'summary'\nabsolute = true\nname = 'c'\n",
            "shadowed grant",
            15,
        ),
        (
            "[[clause.rule]]\nkind = 'exception'\nlifts = ['c']\napplies = { stage = 'agenda' }\n"
            + CAP
            + "applies = { stage = 'meeting' }\n",
            "shadowed exception",
            15,
        ),
        (
            GRANT.format("full", "stage = 'meeting'") + "requires = { stage = 'agenda' }\n",
            "unreachable",
            15,
        ),
        (GRANT.format("full", "stage = 'meeting'") + "basis = ['narrow']\n", "basis mismatch", 15),
        (
            GRANT.format("full", "stage = 'meeting'")
            + GRANT.format("summary", "stage = 'meeting', agency_type = 'fire'")
            + "until = 2026-05-01\n",
            "cliff",
            19,
        ),
        ("", "clause", 12),
    ],
)
def test_a_finding_stands_at_its_line(rules: str, kind: str, line: int) -> None:
    assert kinds(rules).get(kind) == line


@pytest.mark.parametrize(
    ("where", "asked", "told"),
    [
        ("relationship = 'referrer'", "relationship = 'referrer'", True),
        ("category = 'health'", "relationship = 'referrer'", False),
        ("relationship = ['referrer', 'neutral']", "relationship = 'referrer'", False),
    ],
)
def test_a_gate_that_asks_only_where_it_is_so_already_holds_nothing_back(
    where: str, asked: str, told: bool
) -> None:
    gate = f"[[clause.rule]]\nkind = 'gate'\napplies = {{ {where} }}\nrequires = {{ {asked} }}\n"
    assert ("toothless" in kinds(GRANT.format("full", "category = 'health'") + gate)) is told


def test_a_document_that_cannot_be_read_is_an_error() -> None:
    found = check(HEAD + "[[clause.rule]]\nkind = 'cap'\n")
    assert [(f.severity, f.line) for f in found] == [("error", 15)]


@pytest.mark.parametrize("name", sorted(path.name for path in LIBRARY.glob("*.toml")))
def test_the_library_has_no_errors(name: str) -> None:
    assert [
        f for f in check((LIBRARY / name).read_text(encoding="utf-8")) if f.severity == "error"
    ] == []


SOURCE = '["police", "victim_service", "childrens_social_care"]'
WIDER = TEXT.replace(SOURCE, SOURCE[:-1] + ', "fire"]', 1)


def test_the_same_document_makes_no_difference() -> None:
    assert compare(load(TEXT), load(TEXT.replace('version = "1.0"', 'version = "2.0"'))) == []


def test_who_gains_and_who_loses() -> None:
    gained = compare(load(TEXT), load(WIDER))
    assert {(c.agency_type, c.category) for c in gained} == {("fire", "referral_source")}
    assert all(c.gains and (c.before, c.after) == (Effect.WITHHELD, Effect.FULL) for c in gained)
    lost = compare(load(WIDER), load(TEXT))
    cells = [[(c.agency_type, c.category, c.stage) for c in side] for side in (gained, lost)]
    assert cells[0] == cells[1]
    assert not any(c.gains for c in lost)


def test_live_cases_are_compared_question_by_question() -> None:
    old, new = engine.compile(load(TEXT)), engine.compile(load(WIDER))
    asked = [c.example for c in compare(load(TEXT), load(WIDER))]
    found = changes_for(old, new, [*asked, Question()])
    assert len(found) == len(asked)
    assert all(difference.gains for difference in found)
