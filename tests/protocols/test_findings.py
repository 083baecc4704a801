"""What is said of every question holds for every question, and only then is it said."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from protocols import engine
from protocols.clauses import SharingProtocol
from protocols.compiling import compile_program
from protocols.engine import decide_given
from protocols.exact.asker import Asker
from protocols.exact.asking import given
from protocols.exact.pair import gain
from protocols.expiring import calendar
from protocols.findings import missed, tier_clashes
from protocols.loader import load
from tests.protocols import random_protocols as made
from tests.protocols.every_question import every_question, seen
from tests.protocols.test_starter_ccm import TEXT


def without(protocol: SharingProtocol, place: int) -> SharingProtocol:
    kept = [c for n, c in enumerate(protocol.clauses) if n != place]
    return replace(protocol, clauses=tuple(kept))


@pytest.mark.parametrize("start", range(0, 300, 100))
def test_a_rule_is_called_redundant_or_hiding_if_and_only_if_asking_everything_says_so(
    start: int,
) -> None:
    compared = 0
    for seed in range(start, start + 100):
        protocol = made.protocol(Random(seed))
        asked = every_question(protocol)
        if asked is None:
            continue
        questions = list(asked)
        table = engine.compile(protocol)
        for one in missed(Asker(table.program)):
            other = engine.compile(without(protocol, one.rule.place))
            pairs = [(seen(table, q), seen(other, q)) for q in questions]
            assert (one.shows_more is not None) == any(gain(a, b) for a, b in pairs), seed
            assert (one.shows_less is not None) == any(gain(b, a) for a, b in pairs), seed
            compared += 1
    assert compared > 10


def test_an_example_can_be_put_to_the_document_as_it_stands() -> None:
    table = engine.compile(load(TEXT))
    for one in list(missed(Asker(table.program)))[::5]:
        for asked in (one.shows_more, one.shows_less):
            if asked is not None:
                assert decide_given(table, given(asked)) == table.decide(asked)


def test_the_starter_says_nothing_twice() -> None:
    program = compile_program(load(TEXT))
    assert [one.rule.number for one in missed(Asker(program)) if one.is_idle] == []


ENDS = made.DAY
RULE = f"""
[[clause]]
number = "90"
words = "Fire officers see money until June."
[[clause.rule]]
kind = "grant"
level = "full"
until = {ENDS}
[clause.rule.applies]
agency_type = "fire"
category = "finance"
"""


def test_the_calendar_says_what_closes_the_day_after_a_rule_ends() -> None:
    protocol = load(TEXT + RULE)
    days = {d.day: d for d in calendar(protocol, engine.compile(protocol))}
    day = days[ENDS + timedelta(days=1)]
    assert (day.clauses, day.opens) == (("90",), ())
    assert {b.agency_types for b in day.closes} == {("fire",)}
    assert all("finance" in b.categories for b in day.closes)
    asked = day.closes[0].first.example
    table = engine.compile(protocol)
    shown = [table.decide(replace(asked, moment=d)).effect for d in (ENDS, day.day)]
    assert shown[0] > shown[1]
    assert days[protocol.review_by or date.min].why == ("the protocol is to be reviewed",)


def test_the_day_a_document_begins_or_ends_is_everything_at_once() -> None:
    protocol = replace(load(TEXT), ends=date(2030, 12, 31))
    days = {d.day: d for d in calendar(protocol, engine.compile(protocol))}
    begins, over = days[protocol.starts], days[date(2031, 1, 1)]
    assert (begins.whole, begins.why, begins.opens) == (True, ("the protocol begins",), ())
    assert (over.whole, over.why, over.closes) == (True, ("the protocol has ended",), ())
    assert [d.day for d in days.values() if d.whole] == [begins.day, over.day]


def test_a_lower_tier_that_opens_more_than_the_upper_is_a_clash() -> None:
    upper, lower = load(TEXT), load(TEXT + RULE)
    found = tier_clashes(upper, lower)
    assert {b.agency_types for b in found} == {("fire",)}
    assert tier_clashes(lower, upper) == []
