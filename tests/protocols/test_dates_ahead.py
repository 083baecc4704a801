"""A date that lies ahead is no time ago: it opens nothing, and what counts from it bites."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from protocols import engine
from protocols.analysis import check
from protocols.compare import blocks
from protocols.engine import decide_given
from protocols.errors import ProtocolError
from protocols.loader import load
from protocols.writer import write
from tests.protocols.oracle import compares

TODAY = date(2026, 6, 1)
HEAD = """[protocol]
id = "ahead"
title = "Dates that lie ahead"
version = "1"
starts = 2026-01-01

[[fact]]
name = "authorised_on"
kind = "date"
says = "it was authorised"
recorded_by = ["chair"]

[[clause]]
number = "1"
words = "For four weeks from the day of the authority."
"""
GRANT = """[[clause.rule]]
kind = "grant"
level = "full"
applies = { category = "housing" }
"""
OPEN = GRANT + "requires = { days_since_authorised_on = { at_most = 28 } }\n"
PLANNED = 'kind = "date"\nmay_lie_ahead = true\n'


def shown(rules: str, days: int | None = None, head: str = HEAD, **facts: Any) -> str:
    """What is shown where it was authorised so many days ago."""
    if days is not None:
        facts["authorised_on"] = str(TODAY - timedelta(days=days))
    asked = {"category": "housing", "date": str(TODAY), "facts": facts}
    return decide_given(engine.compile(load(head + rules)), asked).effect.word


def limit(when: str, kind: str = "cap") -> str:
    return GRANT + f'[[clause.rule]]\nkind = "{kind}"\nlevel = "withheld"\nname = "x"\n{when}\n'


@pytest.mark.parametrize(
    ("days", "level"),
    [(0, "full"), (28, "full"), (29, "withheld"), (-1, "withheld"), (-365, "withheld")],
)
def test_what_opens_for_some_weeks_opens_on_the_day_and_never_before(days: int, level: str) -> None:
    assert shown(OPEN, days) == level


def test_a_date_comes_of_age_on_its_day() -> None:
    table, facts = engine.compile(load(HEAD + OPEN)), {"authorised_on": "2026-06-03"}
    days = [f"2026-06-0{n}" for n in range(1, 5)]
    asked = [{"category": "housing", "facts": facts, "date": day} for day in days]
    levels = [decide_given(table, one).effect.word for one in asked]
    assert levels == ["withheld", "withheld", "full", "full"]


@pytest.mark.parametrize(
    "when",
    [
        "applies = { years_since_authorised_on = { at_least = 6 } }",
        "applies = { days_since_authorised_on = { at_most = 90 } }",
        "applies = { days_since_authorised_on = { at_least = 0 } }",
        "applies = { months_since_authorised_on = { not = 3 } }",
    ],
)
def test_a_limit_bites_where_the_date_lies_ahead_as_where_nobody_knows_it(when: str) -> None:
    assert shown(limit(when), -1) == shown(limit(when)) == "withheld"


def test_a_number_below_nothing_told_in_place_of_the_date_is_as_little_known() -> None:
    assert shown(OPEN, days_since_authorised_on=-3) == "withheld"
    assert shown(OPEN, days_since_authorised_on=3) == "full"


def test_an_exception_ends_where_the_date_it_counts_from_lies_ahead() -> None:
    lift = (
        '[[clause.rule]]\nkind = "exception"\nlifts = ["x"]\n'
        "ends_when = { days_since_authorised_on = { more_than = 28 } }\n"
    )
    always = limit('applies = { category = "housing" }')
    assert [shown(always + lift, days) for days in (1, 29, -1)] == ["full", "withheld", "withheld"]


OPERATORS = ("at_least", "more_than", "at_most", "less_than")
BOUNDS = (-1, 0, 1, 28)


@pytest.mark.parametrize(("op", "bound"), [*product(OPERATORS, BOUNDS)])
def test_every_bound_means_what_it_says_of_a_day_that_has_come_and_nothing_else(
    op: str, bound: int
) -> None:
    condition = f"days_since_authorised_on = {{ {op} = {bound} }}"
    opening = GRANT + f"requires = {{ {condition} }}\n"
    cap, gate = (
        limit(f"applies = {{ {condition} }}"),
        limit(f"requires = {{ {condition} }}", "gate"),
    )
    for days in (-400, -2, -1, 0, 1, 2, 27, 28, 29, 400):
        so = days >= 0 and compares(op, days, bound)
        may = days < 0 or so
        told = [shown(rules, days) == "full" for rules in (opening, gate, cap)]
        possible = any(compares(op, n, bound) for n in (0, 1, 2, 28, 29))
        assert told == [so, so, not (may and possible)], days


def test_what_may_lie_ahead_is_counted_below_nothing() -> None:
    head = HEAD.replace('kind = "date"\n', PLANNED)
    ended = limit("applies = { days_since_authorised_on = { at_least = 0 } }")
    assert [shown(ended, days, head) for days in (-1, 0)] == ["full", "withheld"]
    # Here the rule has to say itself that the day must have come.
    assert shown(OPEN, -1, head) == "full"
    both = OPEN.replace("at_most = 28", "at_least = 0, at_most = 28")
    assert [shown(both, days, head) for days in (-1, 0, 28)] == ["withheld", "full", "full"]


def test_the_end_of_keeping_lies_ahead_by_nature() -> None:
    over = limit("applies = { days_since_retention_ends_on = { at_least = 0 } }")
    ends = [str(TODAY + timedelta(days=days)) for days in (1, 0)]
    assert [shown(over, retention_ends_on=day) for day in ends] == ["full", "withheld"]


def test_a_comparison_tells_that_a_date_may_now_lie_ahead() -> None:
    old, new = load(HEAD + OPEN), load(HEAD.replace('kind = "date"\n', PLANNED) + OPEN)
    (block,) = blocks(old, new)
    assert block.first.gains
    assert blocks(old, old) == []


def test_no_example_of_an_analysis_tells_a_number_below_nothing() -> None:
    table = engine.compile(
        load(HEAD + limit("applies = { days_since_authorised_on = { at_least = 0 } }"))
    )
    assert "0" not in table.program.space.universe("days_since_authorised_on")


@pytest.mark.parametrize(
    ("rules", "noted"),
    [
        (limit("applies = { days_since_authorised_on = { at_least = 0 } }"), True),
        (limit("applies = { days_since_authorised_on = { at_least = 6 } }"), False),
        (GRANT + "requires = { days_since_authorised_on = { less_than = 0 } }\n", True),
        (GRANT + "requires = { days_since_authorised_on = { at_least = 0 } }\n", False),
        (OPEN, False),
    ],
)
def test_a_rule_that_means_a_date_ahead_is_told_to_declare_it(rules: str, *, noted: bool) -> None:
    found = [f for f in check(HEAD + rules) if f.kind == "date ahead"]
    assert bool(found) is noted
    assert all("may_lie_ahead = true" in f.message for f in found)
    planned = HEAD.replace('kind = "date"\n', PLANNED)
    assert [f for f in check(planned + rules) if f.kind == "date ahead"] == []


def test_it_is_written_and_read_again_and_only_a_date_may_lie_ahead() -> None:
    found = load(HEAD.replace('kind = "date"\n', PLANNED) + OPEN)
    assert load(write(found)) == found
    assert found.vocabulary["authorised_on"].ahead
    with pytest.raises(ProtocolError) as caught:
        load(HEAD.replace('kind = "date"\n', PLANNED.replace("date", "number")) + GRANT)
    assert "only a fact of kind 'date' may lie ahead" in str(caught.value)
