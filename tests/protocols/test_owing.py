"""What two versions ask people to do, compared; a duty with which nothing ever goes is found."""

import pytest

from protocols.analysis import check
from protocols.loader import load
from protocols.owing import owing
from tests.protocols.test_duties import TEXT


def told(new: str, old: str = TEXT) -> list[tuple[str, bool]]:
    return [(owed.clause, owed.dropped) for owed in owing(load(old), load(new))]


def test_a_version_compared_with_itself_owes_the_same() -> None:
    assert told(TEXT) == []
    assert told(TEXT.replace("A refusal is recorded", "A refusal is written down")) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('what = "keep_restricted"', 'what = "lock"', [("2", True), ("2", False)]),
        ('goes_with = "any"', 'goes_with = "refused"', [("3", True), ("3", False)]),
        ('"1 working day"', '"5 working days"', [("3", True), ("3", False)]),
        ('kind = "duty"\napplies = { category = "minutes" }',
         'kind = "duty"\napplies = { category = ["minutes", "risk"] }',
         [("2", True), ("2", False)]),
    ],
)  # fmt: skip
def test_what_is_no_longer_owed_stands_before_what_is_newly_owed(
    old: str, new: str, found: list[tuple[str, bool]]
) -> None:
    assert told(TEXT.replace(old, new, 1)) == found


def test_a_duty_that_hangs_on_a_rule_is_compared_by_what_it_asks() -> None:
    hung = TEXT.replace(
        'level = "full"\n', 'level = "full"\nobligations = [{ what = "log", owner = "chair" }]\n'
    )
    assert told(hung) == [("1", False)]
    assert told(TEXT, hung) == [("1", True)]
    assert [owed.says for owed in owing(load(TEXT), load(hung))] == [
        "After: the sharing is written in the record, by the chair."
    ]
    # The rule it hangs on may change: what it opens is compared by itself.
    assert told(hung.replace('level = "full"', 'level = "summary"'), hung) == []


IDLE = TEXT.replace(
    'applies = { category = "minutes" }\n[[clause.rule.obligations]]',
    'applies = { category = "health" }\n[[clause.rule.obligations]]',
)


def test_a_duty_with_which_nothing_is_ever_shown_is_found() -> None:
    found = [(f.severity, f.clause) for f in check(IDLE) if f.kind == "idle duty"]
    assert found == [("warning", "2")]
    assert [f for f in check(TEXT) if f.kind == "idle duty"] == []


def test_a_duty_for_refusals_needs_nothing_that_is_shown() -> None:
    refused = IDLE.replace('kind = "duty"\n', 'kind = "duty"\ngoes_with = "refused"\n', 1)
    assert [f for f in check(refused) if f.kind == "idle duty"] == []
