"""What an agency supplied needs no grant; a limit that partners agreed on binds it all the same."""

import pytest

from protocols import engine
from protocols.analysis import check
from protocols.engine import decide_given
from protocols.loader import load

TEXT = """[protocol]
id = "own"
title = "Own input"
version = "1"
starts = 2026-01-01

[[clause]]
number = "1"
words = "Others see a summary of intelligence."
[[clause.rule]]
kind = "grant"
level = "summary"
applies = { category = "intelligence" }
"""
LIMIT = """
[[clause]]
number = "2"
words = "Only the chair sees intelligence."
[[clause.rule]]
kind = "gate"
name = "named"
applies = { category = "intelligence" WHERE }
requires = { role = "chair" }
"""
LIFT = """[[clause.rule]]
kind = "exception"
lifts = ["named"]
applies = { item_relationship = "originator" }
"""
NOT_OWN = ', item_relationship = { not = "originator" }'


def shown(text: str, *, own: bool, role: str = "representative") -> str:
    asked = {
        "category": "intelligence", "role": [role], "date": "2026-06-01",
        "item_relationship": ["originator"] if own else [],
    }  # fmt: skip
    return decide_given(engine.compile(load(text)), asked).effect.word


def test_own_input_needs_no_grant_and_a_lower_grant_does_not_narrow_it() -> None:
    assert (shown(TEXT, own=True), shown(TEXT, own=False)) == ("full", "summary")


def test_a_limit_binds_own_input_too() -> None:
    text = TEXT + LIMIT.replace("WHERE", "")
    assert shown(text, own=True) == "withheld"
    assert shown(text, own=True, role="chair") == "full"


@pytest.mark.parametrize(
    "text", [LIMIT.replace("WHERE", NOT_OWN), LIMIT.replace("WHERE", "") + LIFT]
)
def test_partners_who_want_it_otherwise_say_so(text: str) -> None:
    assert shown(TEXT + text, own=True) == "full"
    assert shown(TEXT + text, own=False) == "withheld"


def test_a_grant_of_own_input_is_told_that_it_is_open_already() -> None:
    grant = TEXT + TEXT[TEXT.index("\n[[clause]]") :].replace('"1"', '"2"').replace(
        'category = "intelligence"', 'item_relationship = "originator"'
    ).replace('"summary"', '"full"')
    (found,) = [f for f in check(grant) if f.kind == "redundant"]
    assert found.clause == "2"
    assert "own input is open to it without a grant" in found.message


def test_the_example_of_a_grant_that_changes_nothing_shows_what_it_opens() -> None:
    again = TEXT[TEXT.index("\n[[clause]]") :].replace('"1"', '"3"')
    text = TEXT + again + LIMIT.replace("WHERE", "")
    found = [f for f in check(text) if f.kind == "redundant"]
    assert {f.clause for f in found} == {"1", "3"}
    for one in found:
        assert one.question is not None
        assert decide_given(engine.compile(load(text)), one.question).effect.word != "withheld"


def test_a_grant_that_wants_nothing_is_no_near_miss_once_its_clock_has_run_out() -> None:
    duty = (
        "requires = { emergency_declared = 'yes' }\n[[clause.rule.obligations]]\nwhat = 'review'\n"
        "when = 'after'\nowner = 'chair'\nwithin = '72 hours'\nmissed = 'ends'\n"
    )
    facts = {"emergency_declared": "yes", "missed/own/1/review": "yes"}
    asked = {"category": "intelligence", "date": "2026-06-01", "facts": facts}
    found = decide_given(engine.compile(load(TEXT + duty)), asked)
    assert (found.effect.word, found.near_misses, found.clause) == ("withheld", (), "1")
    assert [one.what for one in found.run_out] == ["review"]
