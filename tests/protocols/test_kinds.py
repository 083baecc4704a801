"""A party is of the kind that its document says: in every answer, and in all that is said of it."""

from dataclasses import replace
from random import Random

import pytest

from protocols import engine
from protocols.analysis import check, examine
from protocols.clauses import Party, Rule, SharingProtocol
from protocols.compare import ANY, VAGUE, blocks, compare
from protocols.conditions import Condition, Op
from protocols.engine import decide_given
from protocols.exact.asker import Asker
from protocols.exact.pair import gain
from protocols.findings import missed
from protocols.kinds import kinds_of
from protocols.loader import load
from protocols.question import Question
from protocols.rows import Row
from protocols.runs import of_decision
from protocols.vocabulary import Effect
from tests.protocols import random_protocols as made
from tests.protocols.every_question import every_question, seen, with_rules

HEAD = """
[protocol]
id = "t"
title = "T"
version = "1"
starts = 2025-01-01
[[party]]
id = "a"
name = "Avon Police"
agency_type = "police"
officer = "O"
[[party]]
id = "b"
name = "Borough Homes"
agency_type = "housing"
officer = "O"
[[basis]]
id = "x"
title = "X"
recipients = ["police"]
[[clause]]
number = "1"
words = "w"
"""
RULE = '[[clause.rule]]\nkind = "grant"\nlevel = "{}"\napplies = {{ {} }}\n'


def text(*rules: tuple[str, str]) -> str:
    return HEAD + "".join(RULE.format(*rule) for rule in rules)


def found(*rules: tuple[str, str]) -> list[str]:
    return [f"{f.kind}: {f.message}" for f in check(text(*rules))]


def changes(before: str, after: str) -> list[tuple[str, bool]]:
    both = (load(text(("full", rule))) for rule in (before, after))
    return [(change.who, change.gains) for change in compare(*both)]


def test_whose_change_it_is_is_said_as_people_call_them() -> None:
    named = "agency = 'Avon Police'", "agency_type = 'childrens_social_care'"
    both = (load(text(("full", rule))) for rule in named)
    who = {one for block in blocks(*both) for one in block.who}
    assert who >= {"Avon Police (police)", "another children's social care"}


def test_parties_that_see_everything_by_name_leave_no_gap() -> None:
    assert found(("full", "agency = ['a', 'b']")) == []


def test_a_party_that_sees_nothing_is_a_gap_of_its_kind() -> None:
    assert found(("full", "agency = 'a'")) == ["gap: housing never sees anything: intended?"]


def test_one_party_of_a_kind_that_sees_nothing_is_told_by_its_name() -> None:
    third = '[[party]]\nid = "c"\nname = "City Police"\nagency_type = "police"\nofficer = "O"\n'
    whole = text(("full", "agency = ['a', 'b']")).replace("[[basis]]", f"{third}[[basis]]")
    [gap] = check(whole)
    assert gap.message == "City Police never sees anything: intended?"
    assert gap.question is not None
    assert gap.question["agency_type"] == "police"


def test_a_basis_that_reaches_the_kind_of_a_party_reaches_the_party() -> None:
    told = check(text(("full", "agency = 'a'")) + 'basis = ["x"]\n')
    assert [f.kind for f in told] == ["gap"]
    [other] = [f for f in check(text(("full", "agency = 'b'")) + 'basis = ["x"]\n')
               if f.kind == "basis mismatch"]  # fmt: skip
    assert other.message == "basis 'x' does not reach agency type 'housing'"


def test_a_rule_on_a_police_party_and_one_on_housing_never_meet() -> None:
    assert found(("full", "agency = 'a'"), ("summary", "agency_type = 'housing'")) == []


def test_a_rule_on_a_party_and_one_on_its_kind_do_meet() -> None:
    told = found(("full", "agency = 'a'"), ("summary", "agency_type = 'police'"))
    assert [line.partition(":")[0] for line in told].count("conflict") == 1


def test_a_party_of_another_kind_is_never_there() -> None:
    [error, *_] = check(text(("full", "agency = 'a', agency_type = 'housing'")))
    assert (error.severity, error.kind) == ("error", "unreachable")


def test_who_provided_it_and_who_passes_it_on_are_of_their_kinds_too() -> None:
    for side in ("originator", "discloser"):
        told = check(text(("full", f"{side} = 'a', {side}_type = 'housing'")))
        assert told[0].kind == "unreachable", side


def test_a_party_by_its_name_or_by_its_kind_differs_for_others_of_the_kind_only() -> None:
    told = changes("agency = 'a'", "agency_type = 'police'")
    assert told == [("another police", True), ("another transport_police", True)]


def test_what_moves_from_one_party_to_another_names_both() -> None:
    assert changes("agency = 'a'", "agency = 'b'") == [("a", False), ("b", True)]


def test_a_party_whose_kind_is_changed_gains_by_its_name() -> None:
    rules = text(("full", "agency_type = 'police'"), ("summary", "agency = 'b', stage = 'agenda'"))
    before, after = load(rules), load(rules.replace('"housing"', '"police"'))
    assert {(c.who, c.gains) for c in compare(before, after)} == {("b (police)", True)}
    by_kind = text(("full", "agency_type = 'police'"))
    both = load(by_kind), load(by_kind.replace('"housing"', '"police"'))
    assert {(c.who, c.gains) for c in compare(*both)} == {("b (police)", True)}


def test_a_question_about_a_party_is_decided_as_its_kind() -> None:
    table = engine.compile(load(text(("full", "agency_type = 'police'"))))
    asked = [Question({"agency": "a"}), Question({"agency": "a", "agency_type": "housing"}),
             Question({"agency": "Avon Police"}),
             Question({"agency": "b", "agency_type": "police"}),
             Question({"agency": "c", "agency_type": "police"})]  # fmt: skip
    assert [bool(table.decide(one).effect) for one in asked] == [True, True, True, False, True]


def test_a_limit_on_a_narrower_kind_holds_for_a_party_that_is_told_to_be_of_it() -> None:
    limit = RULE.format("withheld", "agency_type = 'transport_police'").replace("grant", "cap")
    table = engine.compile(load(text(("full", "agency_type = 'police'")) + limit))
    told = [
        Question({"agency": "a", "agency_type": kind}) for kind in ("police", "transport_police")
    ]
    assert [table.decide(one).effect.word for one in told] == ["full", "withheld"]


def test_a_page_of_answers_is_decided_as_its_kind() -> None:
    table = engine.compile(load(text(("full", "agency_type = 'police', category = 'risk'"))))
    items = [Question({"category": "risk"}), Question({"category": "health"})]
    asked = [Question({"agency": a, "agency_type": k}) for a in "abc" for k in ("police", "fire")]
    for context in asked:
        for row in (Row(table, items), Row(table, items, str(context.values["agency"]))):
            whole = [Question({**context.values, **item.values}) for item in items]
            assert row.decide(context) == tuple(of_decision(table.decide(one)) for one in whole)


# Brute force: every question, with parties of which some say their kind.
PARTIES = (Party("a", "A", "police"), Party("b", "B", "gp"), Party("c", "C"))
AGENCIES = ("a", "b", "c", "another")
CHANGED = (Party("a", "A", "health"), Party("b", "B"), Party("c", "C", "police"))
BY_NAME = [
    Condition("agency", Op.IS, ("a",)), Condition("agency", Op.IS, ("a", "b")),
    Condition("agency", Op.NOT, ("a",)), Condition("agency", Op.IS, ("c",)),
    Condition("originator", Op.IS, ("a",)),
]  # fmt: skip


def a_protocol(rng: Random) -> SharingProtocol:
    """A small random document, some rules of which speak of parties by name."""
    whole = made.protocol_of([made.rule(rng) for _ in range(rng.randint(1, 4))])
    rules = [rule for clause in whole.clauses for rule in clause.rules]
    return replace(with_rules(whole, [named(rng, rule) for rule in rules]), parties=PARTIES)


def named(rng: Random, rule: Rule) -> Rule:
    if rng.random() < 0.4:
        return rule
    applies = sorted((*rule.applies, rng.choice(BY_NAME)), key=lambda c: c.dimension)
    return replace(rule, applies=tuple(applies))


@pytest.mark.parametrize("start", range(0, 300, 100))
def test_what_is_said_of_a_rule_is_what_asking_everything_says(start: int) -> None:
    compared = 0
    for seed in range(start, start + 100):
        protocol = a_protocol(Random(seed))
        asked = every_question(protocol)
        if asked is None:
            continue
        questions = list(asked)
        table = engine.compile(protocol)
        rules = [rule for clause in protocol.clauses for rule in clause.rules]
        for one in missed(Asker(table.program)):
            left = [r for n, r in enumerate(rules) if n != one.rule.place]
            kept = [c for n, c in enumerate(protocol.clauses) if n != one.rule.place]
            assert len(left) == len(kept)
            other = engine.compile(replace(protocol, clauses=tuple(kept)))
            pairs = [(seen(table, q), seen(other, q)) for q in questions]
            assert (one.shows_more is not None) == any(gain(a, b) for a, b in pairs), seed
            assert (one.shows_less is not None) == any(gain(b, a) for a, b in pairs), seed
            compared += 1
    assert compared > 10


Cells = dict[tuple[str, str, bool], float]


@pytest.mark.parametrize("start", range(0, 600, 200))
def test_what_is_reported_of_two_versions_is_what_asking_everything_finds(start: int) -> None:
    compared = 0
    for seed in range(start, start + 200):
        rng = Random(seed)
        old, new = a_protocol(rng), a_protocol(rng)
        new = replace(new, parties=CHANGED) if rng.random() < 0.3 else new
        asked = every_question(old, new)
        if asked is None:
            continue
        compared += 1
        tables = engine.compile(old), engine.compile(new)
        found: Cells = {}
        for question in asked:
            cell = _cell(tables, question)
            before, after = (seen(table, question) for table in tables)
            for key, size in ((True, gain(before, after)), (False, gain(after, before))):
                if cell and size and VAGUE.isdisjoint(cell):
                    found[(*cell, key)] = max(found.get((*cell, key), 0), size)
        assert _reported(tables) == found, seed
    assert compared > 5


def _cell(
    tables: tuple[engine.DecisionTable, engine.DecisionTable], asked: Question
) -> tuple[str, str] | None:
    """Who asks, told apart as far as rules do; None where a question says another kind."""
    agency, told = (str(asked.values.get(name, ANY)) for name in ("agency", "agency_type"))
    said = [kinds_of(table.protocol).get(agency) for table in tables]
    known = [kind for kind in said if kind]
    if len(known) == 1 and told != known[0]:
        return None
    if any(table.tells_narrower_kind(asked) for table in tables):
        return None
    named = {word for table in tables for word in _named(table)} | VAGUE | {ANY}
    apart = agency in named or len({*known}) > 1
    return agency if apart else "another", known[-1] if known else told


def _named(table: engine.DecisionTable) -> set[str]:
    if not any("agency" in bit.box for bit in table.program.bits):
        return set()
    conditions = (c for c in table.program.space.conditions if c.dimension == "agency")
    return {str(word) for condition in conditions for word in condition.words}


def _reported(tables: tuple[engine.DecisionTable, engine.DecisionTable]) -> Cells:
    told: Cells = {}
    for change in compare(*(table.protocol for table in tables)):
        before, after = (seen(table, change.example) for table in tables)
        size = gain(before, after) if change.gains else gain(after, before)
        assert size, "the example shows what it is said to show"
        agency = "another" if change.agency == ANY else change.agency
        for kind in ("police", "health", "gp", "fire"):
            asked = Question({"agency": agency, "agency_type": kind})
            said = change.agency_type in (kind, ANY) and _cell(tables, asked)
            if said and said[1] == kind:
                told[*said, change.gains] = max(told.get((*said, change.gains), 0), size)
    return told


@pytest.mark.parametrize("seed", range(60))
def test_an_example_never_says_another_kind_than_the_document(seed: int) -> None:
    protocol = a_protocol(Random(seed))
    table, kinds = engine.compile(protocol), kinds_of(protocol)
    for finding in examine(protocol):
        asked = finding.question
        if asked:
            kind = kinds.get(asked.get("agency", ""))
            assert asked.get("agency_type", kind) == kind or kind is None, finding
            assert decide_given(table, asked).effect in Effect
