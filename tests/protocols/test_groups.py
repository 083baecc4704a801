"""A group stands for any of its parties, wherever a rule names an agency."""

from typing import Any

import pytest

from protocols import engine
from protocols.analysis import check
from protocols.clauses import SharingProtocol
from protocols.compare import compare
from protocols.decision import Decision
from protocols.errors import ProtocolError
from protocols.loader import load
from protocols.sentences import rule_sentence
from protocols.writer import digest, write

HEAD = """[protocol]
id = "p"
title = "P"
version = "1"
starts = 2026-01-01

[[party]]
id = "force"
name = "City Police"
agency_type = "police"

[[party]]
id = "unit"
name = "Domestic Abuse Unit"
agency_type = "police"
part_of = "force"

[[party]]
id = "trust"
name = "City Hospitals"
agency_type = "hospital"

[[party]]
id = "homes"
name = "Riverside Homes"
agency_type = "housing_provider"

[[body]]
id = "coroner"
name = "The coroner"

"""
PANEL = '[[group]]\nid = "panel_members"\nname = "panel members"\nparties = ["force", "trust"]\n'
CLAUSE = '\n[[clause]]\nnumber = "1"\nwords = "Words."\n'
GRANT = "[[clause.rule]]\nkind = 'grant'\nlevel = 'full'\napplies = { agency = 'panel_members' }\n"


def loaded(rules: str, group: str = PANEL) -> SharingProtocol:
    return load(HEAD + group + CLAUSE + rules)


def decide(protocol: SharingProtocol, **said: Any) -> Decision:
    return engine.decide_given(engine.compile(protocol), said)


@pytest.mark.parametrize(
    ("agency", "seen"),
    [
        ("force", True), ("City Police", True), ("trust", True), ("unit", True),
        ("homes", False), ("coroner", False), ("somebody else", False), (None, False),
    ],
)  # fmt: skip
def test_a_rule_on_a_group_speaks_of_each_of_its_parties_and_their_units(
    agency: str | None, seen: bool
) -> None:
    assert bool(decide(loaded(GRANT), agency=agency).effect) is seen


@pytest.mark.parametrize("test", ["[WHO]", "[WHO, 'homes']", "{ not = [WHO] }"])
@pytest.mark.parametrize("name", ["agency", "originator", "discloser"])
def test_a_group_means_what_its_parties_written_out_mean(name: str, test: str) -> None:
    group, parties = (
        loaded(GRANT.replace("agency = 'panel_members'", f"{name} = {test.replace('WHO', who)}"))
        for who in ("'panel_members'", "'force', 'trust'")
    )
    assert compare(group, parties) == []
    for one in ("force", "unit", "trust", "homes", "coroner", "other", "unknown"):
        first, second = decide(group, **{name: one}), decide(parties, **{name: one})
        assert first.effect is second.effect, one


def test_a_rule_may_name_it_by_its_name_and_partners_read_that_name() -> None:
    protocol = loaded(GRANT.replace("panel_members", "panel members"))
    assert decide(protocol, agency="trust").effect
    for one in (protocol, loaded(GRANT)):
        rule = one.clauses[0].rules[0]
        assert rule_sentence(rule, one.vocabulary) == (
            "May see all of it, where the agency is panel members."
        )


def test_it_is_written_back_as_a_group_and_the_fingerprint_covers_who_is_in_it() -> None:
    protocol = loaded(GRANT)
    assert load(write(protocol)) == protocol
    assert 'agency = "panel_members"' in write(protocol)
    other = loaded(GRANT, PANEL.replace('"trust"', '"homes"'))
    assert digest(other) != digest(protocol)
    assert other.members(other.groups[0]) == ("City Police", "Riverside Homes")


def test_comparison_shows_who_joins_and_who_leaves_though_no_rule_was_touched() -> None:
    fewer, more = (loaded(GRANT, PANEL.replace('"force", "trust"', who)) for who in (
        '"force"', '"force", "trust", "coroner"'))  # fmt: skip
    assert {change.gains for change in compare(fewer, more)} == {True}
    assert {change.gains for change in compare(more, fewer)} == {False}


def test_the_checker_finds_what_a_group_makes_needless() -> None:
    again = GRANT.replace("panel_members", "trust")
    text = HEAD + PANEL + CLAUSE + GRANT + again
    assert [found.line for found in check(text) if found.kind == "redundant"] == [
        text.splitlines().index("[[clause.rule]]") + 5
    ]


@pytest.mark.parametrize(
    ("wrong", "key", "told"),
    [
        (PANEL.replace('"trust"', '"trsut"'), "parties", "Did you mean 'trust'?"),
        (PANEL.replace('["force", "trust"]', "[]"), "parties", "who is in it"),
        (PANEL.replace("parties =", "partys ="), "partys", "Did you mean 'parties'?"),
        (PANEL.replace('id = "panel_members"', 'id = "force"'), "id", "already"),
        (PANEL.replace('name = "panel members"', 'name = "The coroner"'), "name", "already"),
        (PANEL.replace('id = "panel_members"', 'id = "unknown"'), "id", "nobody knows"),
        (PANEL.replace('"trust"', '"panel_members"'), "parties", "is no party"),
        (PANEL + PANEL, "id", "stands twice"),
    ],
)
def test_a_group_that_says_nothing_or_something_else_is_an_error_at_its_line(
    wrong: str, key: str, told: str
) -> None:
    with pytest.raises(ProtocolError) as caught:
        loaded(GRANT, wrong)
    problems = [p for p in caught.value.problems if told in p.message]
    assert {p.key for p in problems} & {key, "1", 1}, caught.value.problems
    lines = (HEAD + wrong).splitlines()
    assert lines[problems[0].line - 1].startswith((key, "[[group]]"))


def test_a_misspelt_group_is_an_error_with_the_right_word() -> None:
    with pytest.raises(ProtocolError, match="Did you mean 'panel_members'"):
        loaded(GRANT.replace("panel_members", "panel_member"))
