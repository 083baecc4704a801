"""Duties that go with an answer: told beside it and in its trail, and changing nothing."""

import pytest

from protocols import engine
from protocols.analysis import check
from protocols.decision import Decision, Outcome
from protocols.errors import ProtocolError
from protocols.explain import full
from protocols.loader import load
from protocols.sentences import rule_sentence
from protocols.writer import write

TEXT = """[protocol]
id = "d"
title = "Duties"
version = "1"
starts = 2026-01-01

[[clause]]
number = "1"
words = "Minutes are shared."
[[clause.rule]]
kind = "grant"
level = "full"
applies = { category = "minutes" }

[[clause]]
number = "2"
words = "Minutes are kept in the restricted part of the file."
[[clause.rule]]
kind = "duty"
applies = { category = "minutes" }
[[clause.rule.obligations]]
what = "keep_restricted"
owner = "recipient"

[[clause]]
number = "3"
words = "A refusal is recorded; any answer is logged, and the person is told where that is safe."
[[clause.rule]]
kind = "duty"
goes_with = "refused"
obligations = [{ what = "record_refusal", owner = "originator", within = "1 working day" }]
[[clause.rule]]
kind = "duty"
goes_with = "any"
until = 2027-12-31
requires = { safe_to_tell = true }
obligations = [{ what = "tell_person" }]
"""


def decide(**given: object) -> Decision:
    return engine.decide_given(engine.compile(load(TEXT)), given)


def owed(**given: object) -> set[str]:
    return {duty.what for duty in decide(**given).obligations}


def test_a_duty_goes_with_the_answers_it_speaks_of() -> None:
    assert owed(category="minutes") == {"keep_restricted"}
    assert owed(category="risk") == {"record_refusal"}
    assert owed(category="minutes", facts={"safe_to_tell": True}) == {
        "keep_restricted", "tell_person",
    }  # fmt: skip


def test_a_duty_is_not_told_where_it_is_not_certain_that_it_arises() -> None:
    assert owed(category="risk", facts={"safe_to_tell": None}) == {"record_refusal"}
    assert owed(category="risk", facts={"safe_to_tell": False}) == {"record_refusal"}
    assert owed() == {"record_refusal"}


def test_a_duty_ends_with_its_day_and_not_for_want_of_one() -> None:
    safe = {"safe_to_tell": True}
    assert "tell_person" in owed(category="risk", facts=safe, date="2027-12-31")
    assert "tell_person" not in owed(category="risk", facts=safe, date="2028-01-01")
    assert "tell_person" in owed(category="risk", facts=safe)


def test_the_clause_of_a_duty_stands_in_the_trail_and_never_first() -> None:
    decision = decide(category="minutes")
    assert [(entry.clause, entry.outcome) for entry in decision.trail] == [
        ("1", Outcome.DECIDED), ("2", Outcome.ATTACHED),
    ]  # fmt: skip
    assert any(line.startswith("This has to be done as well: Clause 2") for line in full(decision))


MINUTES = "Whenever something is shown, where the kind of information is minutes"
REFUSAL = "Whenever nothing is shown"
TELLING = "Whatever is shown, if it is recorded as safe to tell the person"


@pytest.mark.parametrize(
    ("clause", "rule", "said"),
    [
        (1, 0, f"{MINUTES}; after: keep restricted, by the recipient."),
        (2, 0, f"{REFUSAL}; after: record refusal, by the originator within 1 working day."),
        (2, 1, f"{TELLING}; after: tell person; until 31 December 2027."),
    ],
)
def test_a_duty_is_a_sentence(clause: int, rule: int, said: str) -> None:
    found = load(TEXT)
    assert rule_sentence(found.clauses[clause].rules[rule], found.vocabulary) == said


def test_duties_survive_writing_and_the_checker_has_nothing_against_them() -> None:
    found = load(TEXT)
    assert load(write(found)) == found
    found = [f for f in check(TEXT) if f.clause in ("2", "3")]
    assert [f for f in found if f.severity != "note"] == []


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (('goes_with = "refused"', 'goes_with = "refusal"'), 30, "Did you mean 'refused'"),
        (('goes_with = "refused"', 'level = "full"'), 30, "it has no 'level'"),
        (('goes_with = "refused"', 'name = "mine"'), 30, "it has no 'name'"),
        (('owner = "originator", within', 'when = "before", within'), 31, "belongs in a gate"),
        (('obligations = [{ what = "tell_person" }]', ""), 32, "'obligations' is missing"),
        (('kind = "grant"\n', 'kind = "grant"\ngoes_with = "any"\n'), 12, "only a duty says"),
    ],
)  # fmt: skip
def test_what_a_duty_cannot_have_is_told_at_its_line(
    change: tuple[str, str], line: int, message: str
) -> None:
    with pytest.raises(ProtocolError) as caught:
        load(TEXT.replace(*change))
    assert [p.line for p in caught.value.problems if message in p.message] == [line]
