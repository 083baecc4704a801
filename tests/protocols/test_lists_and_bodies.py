"""What somebody allowed, item by item; bodies that do not sign; whole months and years."""

from datetime import date
from typing import Any

import pytest

from protocols import engine
from protocols.analysis import check
from protocols.decision import Decision
from protocols.errors import ProtocolError
from protocols.loader import load
from protocols.question import Question
from protocols.recording import recordable
from protocols.sentences import rule_sentence
from protocols.spans import span
from protocols.writer import write

TEXT = """[protocol]
id = "l"
title = "Lists"
version = "1"
starts = 2026-01-01

[[fact]]
name = "chair_allowed"
says = "what the chair allowed"
kind = "many"
of = "category"
words = ["health", "risk"]
recorded_by = ["chair"]

[[fact]]
name = "named_recipients"
says = "the list of recipients"
kind = "many"
of = "agency"
words = ["court", "force"]
absent = "none"
recorded_by = ["chair"]

[[fact]]
name = "born_on"
says = "the person was born"
kind = "date"
recorded_by = ["anyone"]

[[party]]
id = "force"
name = "City Police"
agency_type = "police"
officer = "Chief Constable"

[[party]]
id = "unit"
name = "Unit 7"
part_of = "force"

[[body]]
id = "court"
name = "Family court"
agency_type = "family_court"

[[clause]]
number = "1"
words = "The chair says what is told to whom."
[[clause.rule]]
kind = "grant"
level = "full"
requires = { covered_by_chair_allowed = true, covered_by_named_recipients = true }

[[clause]]
number = "2"
words = "From sixteen on a young person decides; a court sees its orders; a colleague may read."
[[clause.rule]]
kind = "grant"
level = "summary"
applies = { purpose = "direct_care", years_since_born_on = { at_least = 16 } }
[[clause.rule]]
kind = "grant"
level = "summary"
applies = { agency = "court", discloser_type = "police", purpose = "court_proceedings" }
[[clause.rule]]
kind = "grant"
level = "summary"
applies = { purpose = "training", direction = "within_agency" }
"""
ASKED: dict[str, Any] = {
    "agency": "court", "category": "risk", "purpose": "safety_planning",
    "facts": {"chair_allowed": ["risk"], "named_recipients": ["Family court"]},
}  # fmt: skip


def decide(**change: Any) -> Decision:
    facts = {**ASKED["facts"], **change.pop("facts", {})}
    return engine.decide_given(engine.compile(load(TEXT)), {**ASKED, **change, "facts": facts})


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, "full"),
        ({"category": "health"}, "withheld"),
        ({"facts": {"chair_allowed": "health; risk"}, "category": "mental_health"}, "full"),
        ({"facts": {"chair_allowed": ["unknown"]}}, "withheld"),
        ({"facts": {"chair_allowed": None}}, "withheld"),
        ({"category": None}, "withheld"),
        ({"agency": "Family court"}, "full"),
        ({"agency": "unit", "facts": {"named_recipients": ["force"]}}, "full"),
        ({"agency": "force"}, "withheld"),
        ({"facts": {"named_recipients": "none"}}, "withheld"),
    ],
)
def test_what_a_list_covers_is_open(change: dict[str, Any], shown: str) -> None:
    assert decide(**change).effect.word == shown


def test_a_body_is_named_in_rules_and_signs_nothing() -> None:
    found = load(TEXT)
    court = {"agency": "court", "purpose": "court_proceedings", "discloser": "force"}
    table = engine.compile(found)
    assert engine.decide_given(table, court).effect.word == "summary"
    assert engine.decide_given(table, {**court, "discloser": "court"}).effect.word == "withheld"
    assert [party.id for party in found.parties] == ["force", "unit"]
    assert [f for f in check(TEXT) if f.kind == "officer"] == []


def test_a_colleague_is_of_the_same_agency_or_its_unit_is_not() -> None:
    table = engine.compile(load(TEXT))
    shown = [
        engine.decide_given(
            table, {"agency": who, "discloser": "City Police", "purpose": "training"}
        ).effect.word
        for who in ("force", "unit")
    ]
    assert shown == ["summary", "withheld"]


@pytest.mark.parametrize(
    ("unit", "then", "today", "said"),
    [
        ("years", date(2010, 6, 2), date(2026, 6, 1), 15),
        ("years", date(2010, 6, 1), date(2026, 6, 1), 16),
        ("years", date(2008, 2, 29), date(2026, 2, 28), 17),
        ("years", date(2008, 2, 29), date(2026, 3, 1), 18),
        ("months", date(2026, 1, 31), date(2026, 2, 28), 0),
        ("months", date(2026, 1, 31), date(2026, 3, 31), 2),
        ("months", date(2026, 6, 2), date(2026, 6, 1), -1),
        ("days", date(2026, 6, 2), date(2026, 6, 1), -1),
    ],
)
def test_time_is_counted_in_whole_units(unit: str, then: date, today: date, said: int) -> None:
    asked = Question(facts={"born_on": then}, moment=today)
    assert span(asked, f"{unit}_since_born_on") == said


def test_a_young_person_of_sixteen_decides_from_the_birthday() -> None:
    table = engine.compile(load(TEXT))
    asked = {"purpose": "direct_care", "facts": {"born_on": "2010-06-01"}}
    shown = [
        engine.decide_given(table, {**asked, "date": day}).effect.word
        for day in ("2026-05-31", "2026-06-01")
    ]
    assert shown == ["withheld", "summary"]


def test_it_is_written_read_and_said_and_somebody_records_it() -> None:
    found = load(TEXT)
    assert load(write(found)) == found
    assert [one.fact.name for one in recordable(found)] == [
        "born_on", "chair_allowed", "named_recipients",
    ]  # fmt: skip
    said = [rule_sentence(c.rules[0], found.vocabulary) for c in found.clauses]
    assert said[0].endswith(
        "if what the chair allowed covers the kind of information, and the list of recipients "
        "covers the agency."
    )
    assert said[1].endswith("the number of whole years since the person was born is at least 16.")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('of = "category"', 'of = "categry"', 11, "Did you mean 'category'"),
        ('kind = "many"\nof = "category"', 'kind = "words"\nof = "category"', 11, "only a fact of"),
        ('"health", "risk"', '"helth", "risk"', 12, "Did you mean 'health'"),
        ('"court", "force"', '"cuort", "force"', 20, "Did you mean 'court'"),
        ('id = "court"', 'id = "force"', 42, "a party already"),
        ('agency = "court"', 'agency = "cuort"', 64, "Did you mean 'court'"),
        ('name = "Family court"\n', 'name = "Family court"\nofficer = "x"\n', 44, "unknown key"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(old: str, new: str, line: int, message: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        load(TEXT.replace(old, new, 1))
    assert line in [p.line for p in caught.value.problems if message in p.message]
