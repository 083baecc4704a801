"""Who in a document is which agency of the directory: never guessed, each agency once."""

from __future__ import annotations

import pytest

from casework.directory.models import Agency
from casework.errors import Conflict
from casework.sharing.misnaming import called_as_here, misnamed, not_named
from protocols.clauses import SharingProtocol
from protocols.loader import load
from protocols.writer import write

HEAD = """[protocol]
id = "p"
title = "P"
version = "1"
starts = 2026-01-01
"""
RULES = """
[[clause]]
number = "1"
words = "Words."

[[clause.rule]]
kind = "cap"
level = "summary"
applies = { agency = "force" }
"""


def paper(*named: tuple[str, str], bodies: tuple[tuple[str, str], ...] = ()) -> SharingProtocol:
    parties = [f'\n[[party]]\nid = "{id}"\nname = "{name}"\n' for id, name in named]
    others = [f'\n[[body]]\nid = "{id}"\nname = "{name}"\n' for id, name in bodies]
    return load(HEAD + "".join(parties + others) + RULES)


def ours(*agencies: tuple[str, str, str]) -> list[Agency]:
    return [
        Agency(code=code, name=name, short_name=short, active=True, agency_type="other")
        for code, name, short in agencies
    ]


def offered(protocol: SharingProtocol, agencies: list[Agency]) -> list[tuple[str, str]]:
    found = misnamed(protocol, agencies)
    return [(one.one.id, one.agency.code if one.agency else one.said) for one in found]


@pytest.mark.parametrize("name", ["City Police", "city  -POLICE", "CP", "cp"])
def test_an_agency_is_known_by_name_short_name_or_word_however_it_is_spelt(name: str) -> None:
    agencies = ours(("cp_1", "City Police", "CP"), ("h", "Homes", ""))
    assert offered(paper(("force", name)), agencies) == [("force", "cp_1")]


def test_an_id_is_a_name_only_where_the_name_is_nobodys() -> None:
    agencies = ours(("btp_1", "British Transport Police", "BTP"), ("cp", "City Police", ""))
    assert offered(paper(("force", "x"), ("btp", "City Police")), agencies) == [("btp", "cp")]
    assert offered(paper(("force", "x"), ("btp", "Others")), agencies) == [("btp", "btp_1")]


def test_a_whole_name_goes_before_a_short_one() -> None:
    agencies = ours(("awa", "Aid for women", "Refuge"), ("r", "Refuge", ""))
    assert offered(paper(("force", "Refuge")), agencies) == [("force", "r")]


def test_of_two_that_it_may_be_neither_is_taken() -> None:
    agencies = ours(("a", "North Trust", "NHS"), ("b", "South Trust", "NHS"))
    (said,) = offered(paper(("force", "NHS")), agencies)
    assert said == ("force", "NHS may be North Trust or South Trust. Open it and choose the agency")
    with pytest.raises(Conflict):
        called_as_here(paper(("force", "NHS")), agencies)


@pytest.mark.parametrize("other", [("cp", "Kripo"), ("kripo", "cp")])
@pytest.mark.parametrize("body", [True, False])
def test_a_word_that_another_has_is_not_taken_over_and_named(
    other: tuple[str, str], body: bool
) -> None:
    agencies = ours(("cp", "City Police", ""))
    named = (("force", "City Police"), *(() if body else (other,)))
    protocol = paper(*named, bodies=(other,) if body else ())
    said = dict(offered(protocol, agencies))["force"]
    assert f"but {other[1]} has that word here" in said


def test_the_word_of_one_agency_with_the_name_of_another_is_named() -> None:
    agencies = ours(("force", "Homes", ""), ("cp", "City Police", ""))
    (said,) = offered(paper(("force", "City Police")), agencies)
    assert "“force” in this document, which is Homes in the directory" in said[1]
    assert offered(paper(("force", "Whoever")), agencies) == []
    assert offered(paper(("force", "Homes")), agencies) == []


def test_two_parties_of_one_name_are_named_with_both_words() -> None:
    (said,) = offered(paper(("force", "Kripo"), ("cp", "Kripo")), [])
    assert said == (
        "cp", "Kripo stands twice, as “force” and “cp”. Take one out, or give it another name"
    )  # fmt: skip


def test_two_that_are_the_same_agency_are_not_both_called_so() -> None:
    agencies = ours(("cp", "City Police", "Police"))
    protocol = paper(("force", "City Police"), ("p2", "Police"))
    made = called_as_here(protocol, agencies)
    assert [p.id for p in made.parties] == ["cp", "p2"]
    assert "has that word here" in dict(offered(made, agencies))["p2"]


def test_a_closed_agency_is_nobody_by_name_and_itself_by_its_word() -> None:
    closed, police = ours(("force", "Old force", "Police"), ("cp", "City Police", "Police"))
    closed.active = False
    assert offered(paper(("force", "Old force")), [closed, police]) == []
    assert offered(paper(("force", "x"), ("y", "Police")), [closed, police]) == [("y", "cp")]


def test_taking_over_changes_rules_and_is_written_back_whole() -> None:
    agencies = ours(("cp", "City Police", ""))
    made = called_as_here(paper(("force", "City Police")), agencies)
    assert made.clauses[0].rules[0].applies[0].words == ("cp",)
    assert load(write(made)) == made
    assert misnamed(made, agencies) == []
    with pytest.raises(Conflict):
        called_as_here(made, agencies)


def test_names_without_letters_are_nobodys() -> None:
    assert offered(paper(("force", "?!")), ours(("x", "City", ""), ("y", "...", ""))) == []


def test_who_is_named_by_any_of_its_words_is_not_added_again() -> None:
    agencies = ours(("cp", "City Police", "Police"), ("h", "Homes", ""), ("z", "Zoo", ""))
    agencies[2].active = False
    assert not_named(paper(("force", "police")), agencies) == [agencies[1]]
