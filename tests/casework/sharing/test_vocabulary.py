"""The words to tick: what the partnership uses first, the rest folded, nothing left out."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import pytest

from casework.catalogue.categories import MEANINGS
from casework.catalogue.field import CATEGORIES
from casework.sharing.rules.vocabulary import MORE, in_order, ticked
from protocols.clauses import Party, Rule, SharingProtocol
from protocols.conditions import Condition, Op
from protocols.loader import load
from protocols.vocabulary import CORE, RuleKind
from tests.casework.sharing.desk import Desk


@pytest.fixture
def protocol() -> SharingProtocol:
    text = files("protocols").joinpath("library/blank.toml").read_text(encoding="utf-8")
    return load(text)


def open_words(protocol: SharingProtocol, name: str) -> list[str]:
    boxes = ticked(protocol, protocol.vocabulary[name])
    return [b.value for b in boxes if b.optgroup is None]


@pytest.mark.parametrize("name", sorted(MORE))
def test_every_word_is_offered_once(protocol: SharingProtocol, name: str) -> None:
    boxes = [b.value for b in ticked(protocol, protocol.vocabulary[name])]
    assert sorted(boxes) == sorted(CORE[name].words)


def test_kinds_of_agency_among_the_parties_stand_first_with_what_they_are_a_kind_of(
    protocol: SharingProtocol,
) -> None:
    parties = (Party("surgery", "Dockside Surgery", "gp"), Party("police", "Police", "police"))
    found = open_words(replace(protocol, parties=parties), "agency_type")
    assert found == ["police", "health", "gp"]


def test_a_word_that_a_rule_uses_is_never_folded(protocol: SharingProtocol) -> None:
    clause = protocol.clauses[0]
    rule = Rule(RuleKind.GRANT, applies=(Condition("category", Op.IS, ("genetic",)),))
    used = replace(protocol, clauses=(replace(clause, rules=(rule,)),))
    assert "genetic" not in open_words(protocol, "category")
    assert "genetic" in open_words(used, "category")


def test_a_word_stands_below_the_word_it_is_a_kind_of() -> None:
    words = in_order(CORE["category"])
    assert words[words.index("health") + 1] == "mental_health"
    assert words.index("tenancy") == words.index("housing") + 1


def test_every_kind_of_information_that_confer_asks_for_says_what_it_covers() -> None:
    assert MEANINGS.keys() == CATEGORIES


def test_the_sentence_of_a_rule_says_what_a_kind_of_information_covers(desk: Desk) -> None:
    client, url = desk.started()
    client.submit(f"{url}/clauses/new", {"number": "9", "title": "New", "words": "New words."})
    page = client.page(f"{url}/clauses/9/rules/new")
    assert "How and when somebody can be reached safely" in page.text
    assert "Other kinds of information" in page.text
