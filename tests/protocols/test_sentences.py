"""Every sentence that partners sign is English: read over all protocols that we ship."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from protocols.loader import load
from protocols.sentences import rule_sentence

LIBRARY = Path(__file__).resolve().parents[2] / "protocols" / "library"
HEAD = """
[protocol]
id = "p"
title = "P"
version = "1"
starts = 2026-01-01

[[clause]]
number = "1"
words = "Words."
"""
# What a reader would stumble over.
BAD = re.compile(
    r"more than nothing|see nothing|else nothing\b(?! is shown)|_|[a-z]\.[a-z]|\b(childrens|victims"
    r"|idva|isva|gp|ngo|foi)\b|  |: :|;;|,,|where:|if:|chair approved by chair|\bby chair\b"
    r"|is (all|some|none)\b(?! of)"
)


def said(rule: str) -> str:
    protocol = load(HEAD + "[[clause.rule]]\n" + rule)
    return rule_sentence(protocol.clauses[0].rules[0], protocol.vocabulary)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            "kind = 'cap'\nlevel = 'withheld'\nname = 'far'",
            "Never shown (called “far”).",
        ),
        (
            (
                "kind = 'cap'\nlevel = 'withheld'\nconcealed = true\nabsolute = true\n"
                "name = 'far'\napplies = { channel = 'plain_email' }"
            ),
            (
                "Never shown, not even that there is something, where the way it is passed on "
                "is plain e-mail; no exception lifts this."
            ),
        ),
        (
            "kind = 'cap'\nlevel = 'existence'\nabsolute = true\nname = 'far'",
            (
                "Never more than the fact that there is something, and whom to ask; no "
                "exception lifts this."
            ),
        ),
        (
            (
                "kind = 'gate'\nname = 'near'\nlevel = 'summary'\napplies = { stage = 'meeting' }\n"
                "requires = { party_status = 'signed' }"
            ),
            (
                "Must be true first (called “near”), where the stage of the case is meeting: "
                "the agency's standing under this protocol is signed; else no more than a "
                "summary."
            ),
        ),
        (
            (
                "kind = 'gate'\nabsolute = true\nname = 'near'\nlevel = 'withheld'\nconcealed = "
                "true\nrequires = { party_status = 'signed' }"
            ),
            (
                "Must be true first: the agency's standing under this protocol is signed; else "
                "nothing is shown, not even that there is something; no exception lifts this."
            ),
        ),
        (
            "kind = 'grant'\nlevel = 'existence'\napplies = { agency_type = 'gp' }",
            ("May see that there is something, and whom to ask, where the kind of agency is GP."),
        ),
        (
            (
                "kind = 'grant'\nlevel = 'full'\napplies = { field = 'action.safe_conditions' }\n"
                "requires = { own_client = 'yes' }"
            ),
            (
                "May see all of it, where the particular entry is action safe conditions, if "
                "the person is the recipient's own client."
            ),
        ),
    ],
)
def test_an_effect_and_its_conditions_are_one_sentence(rule: str, words: str) -> None:
    assert said(rule) == words


@pytest.mark.parametrize(
    ("duty", "words"),
    [
        ("what = 'chair_approved'\nwhen = 'before'\nowner = 'chair'",
         "before: the chair has approved it."),
        ("what = 'log'\nwhen = 'after'\nowner = 'coordinator'",
         "after: the sharing is written in the record, by the coordinator."),
        ("what = 'serious_threat_reason_recorded'\nwhen = 'before'\nowner = 'the person who asks'",
         "before: the reason for the serious threat is written down, by the person who asks."),
        ("what = 'tell_originator'\nwhen = 'after'\nowner = 'coordinator'\nwithin = '2 hours'",
         "after: tell the agency that provided it, by the coordinator within 2 hours."),
    ],
)  # fmt: skip
def test_a_duty_says_what_in_its_own_words(duty: str, words: str) -> None:
    rule = f"kind = 'grant'\nlevel = 'full'\n[[clause.rule.obligations]]\n{duty}\n"
    assert said(rule).endswith(words)


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.toml")), ids=lambda path: path.stem)
def test_a_shipped_protocol_reads_well_to_the_last_sentence(path: Path) -> None:
    protocol = load(path.read_text())
    for clause in protocol.clauses:
        for rule in clause.rules:
            words = rule_sentence(rule, protocol.vocabulary)
            assert not BAD.search(words), (clause.number, words)


def test_a_party_is_called_by_its_name_and_not_by_its_code() -> None:
    party = "[[party]]\nid = 'housing'\nname = 'Quayside Council Housing'\n\n[[clause]]"
    protocol = load(
        HEAD.replace("[[clause]]", party) + "[[clause.rule]]\nkind = 'grant'\nlevel = 'full'\n"
        "applies = { agency = 'housing', originator = { not = 'housing' } }\n"
    )
    assert rule_sentence(protocol.clauses[0].rules[0], protocol.vocabulary) == (
        "May see all of it, where the agency is Quayside Council Housing, and the agency that "
        "provided it is not Quayside Council Housing."
    )


def test_one_of_several_things_at_once_stands_in_quotes() -> None:
    words = "kind = 'gate'\nrequires = { relationship = ['on_case', 'works_with_child'] }\n"
    assert said(words) == (
        "Must be true first: the relationship to the case includes “on the case” or “works with "
        "the child”."
    )


def test_no_two_things_that_can_be_said_of_a_fact_read_alike() -> None:
    heads = ("'yes'", "'no'", "{ not = 'yes' }", "{ not = 'no' }", "'not_applicable'")
    spoken = [said(f"kind = 'gate'\nrequires = {{ relevant = {h} }}\n") for h in heads]
    assert len(set(spoken)) == len(heads)
