"""A paper agreement with things to be true first: table, paper, notice, comparison, checker."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from casework.paper.press import pressed
from casework.sharing.findings import findings_of
from casework.sharing.matrix import Occasion, telling_matrix
from casework.sharing.printed.contents import paper_of
from casework.sharing.printed.notice import notice_of
from casework.sharing.printed.pages import paper_page
from protocols.engine import compile as compile_protocol
from protocols.loader import load
from tests.casework.sharing.desk import Desk

HEAD = """[protocol]
id = "p"
title = "From paper"
version = "1"
starts = 2026-01-01
conference_kinds = ["ccm"]

[[party]]
id = "force"
name = "Quayside City Police"
officer = "Chief Constable"
agency_type = "police"
"""
OPENING = """
[[clause]]
number = "1"
words = "Police read what happened."
[[clause.rule]]
kind = "grant"
level = "full"
applies = { agency_type = "police", category = "incident" }
"""
CONSENT = """
[[clause]]
number = "2"
words = "Nothing without consent."
[[clause.rule]]
kind = "gate"
requires = { consent = "given" }
"""


def cells(text: str) -> tuple[set[str], tuple[str, ...]]:
    protocol = load(text)
    meeting = Occasion("meeting", "victim", datetime(2026, 6, 1, tzinfo=UTC))
    made = telling_matrix(protocol, compile_protocol(protocol), ["police", "fire"], meeting)
    line = next(one for one in made.lines if one.category == "incident")
    return {f"{c} {cell.words}" for c, cell in zip(made.columns, line.cells, strict=True)}, made.met


def test_a_table_that_would_be_empty_shows_what_opens_once_all_is_so_and_says_which() -> None:
    signed = CONSENT.replace('consent = "given"', 'party_status = "signed"')
    signed = signed.replace('number = "2"', 'number = "3"')
    shown, met = cells(HEAD + OPENING + CONSENT + signed)
    assert "police All" in shown
    assert not any("fire" in one for one in shown), "no party is one"
    assert met == ("2",)


def test_a_table_that_says_something_stays_the_one_of_an_ordinary_case() -> None:
    assert cells(HEAD + OPENING)[1] == ()
    signed = CONSENT.replace('consent = "given"', 'party_status = "signed"')
    shown, met = cells(HEAD + OPENING + signed)
    assert "police All" in shown
    assert met == ()


def test_a_table_is_not_opened_by_what_can_never_be_so() -> None:
    shut, met = cells(HEAD + CONSENT)
    assert not any("All" in one for one in shut)
    assert met == ()


def test_a_party_that_a_rule_names_has_a_column_of_its_own_beside_its_kind() -> None:
    more = HEAD + '[[party]]\nid = "port"\nname = "Port Police"\nagency_type = "police"\n'
    shown, _ = cells(more + OPENING.replace('agency_type = "police"', 'agency = "Port Police"'))
    assert {"other police Nothing", "Port Police All"} <= shown
    assert not any("Quayside" in one for one in shown)


def test_paper_and_notice_say_what_is_checked_first_and_still_list_what_is_shared() -> None:
    protocol = load(HEAD + OPENING + CONSENT)
    pages = PdfReader(io.BytesIO(pressed(paper_page(paper_of(protocol))))).pages
    words = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert "Once all is so that must be true first under clause 2." in words
    shared = notice_of(protocol).parts[0]
    assert "checked first" in shared.words
    assert "what happened" in shared.points


def test_a_draft_names_its_parties_on_every_page_before_anybody_signs(desk: Desk) -> None:
    client, url = desk.from_nothing("From paper")
    client.submit(f"{url}/lists/parties", action=f"{url}/every-agency")
    name = desk.world.agencies["police"].name
    assert f"{name}: no officer named" in client.page(f"{url}/print").words
    assert f"{name}; " in client.page(url).words
    assert "Nobody is named yet" not in client.page(url).words
    assert "not in force" in client.page(f"{url}/notice").words


def test_a_first_version_can_be_read_beside_another_protocol_in_force(desk: Desk) -> None:
    client, url = desk.from_nothing("From paper")
    words = client.page(f"{url}/compare").words
    assert "No version of this protocol is in force yet" in words
    assert "Information sharing at the City Community MARAC, version 1.0" in words
    beside = client.page(f"{url}/compare?beside={desk.in_force}").words
    assert "this one would not replace it" in beside
    assert "Changes by kind of agency" in beside
    stranger = client.page(f"{url}/compare?beside=dragon").words
    assert "Nothing to compare with" in stranger


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (
            "kind = 'gate'\nrequires = { relationship = 'is_subject' }",
            "never lets anything through",
        ),
        ("kind = 'grant'\nlevel = 'full'\napplies = { role = 'manager' }", ""),
        ("kind = 'gate'\nrequires = { relationship = ['is_subject', 'referrer'] }", ""),
        ("kind = 'gate'\nrequires = { relationship = { not = 'is_subject' } }", ""),
        ("kind = 'grant'\nlevel = 'full'\napplies = { role = 'chair' }", ""),
        ("kind = 'cap'\nlevel = 'summary'\napplies = { relationship = 'conflicted' }", ""),
    ],
)
def test_a_rule_on_what_no_screen_records_is_settled_before_anybody_signs(
    rule: str, told: str
) -> None:
    text = f"{HEAD}{OPENING}\n[[clause.rule]]\n{rule}\n"
    found = [f.message for f in findings_of(text) if f.kind == "untold"]
    assert bool(found) is bool(told)
    assert told in "".join(found)


def test_whoever_works_with_a_case_is_on_it_so_a_rule_may_ask_for_that() -> None:
    gate = "[[clause.rule]]\nkind = 'gate'\nrequires = { relationship = 'on_case' }\n"
    assert not [f for f in findings_of(HEAD + OPENING + gate) if f.kind == "untold"]


def test_the_panel_of_a_review_is_on_its_case() -> None:
    gate = "[[clause.rule]]\nkind = 'gate'\nrequires = { relationship = 'on_case' }\n"
    text = HEAD.replace('["ccm"]', '["review_panel"]') + OPENING + gate
    assert not [f for f in findings_of(text) if f.kind == "untold"]


def test_the_table_has_a_column_for_each_kind_of_party_and_for_nobody_else(desk: Desk) -> None:
    client, url = desk.from_nothing("From paper")
    page = f"{url}/lists/parties"
    said = {"name": "The fire brigade", "agency_type": "fire"}
    added = client.post(page, data=client.page(page).forms[-1].filled(said))
    assert added.status_code == 302, added.text
    heads = client.page(f"{url}/matrix").words
    assert "Kind of information Fire Coordinator Chair" in heads


def test_an_empty_draft_says_that_it_shares_nothing_and_begins_with_a_clause(desk: Desk) -> None:
    client = desk.browser(desk.author)
    said = {"source": "blank", "title": "Empty", "label": "1.0"}
    url = client.submit("/protocol/start", said).location
    assert "Nothing is shared under this draft yet" in client.page(url).words
    assert "Nothing is shared under" not in client.page(desk.from_nothing("From paper")[1]).words


def test_the_lists_around_the_clauses_say_what_a_word_and_a_party_are(desk: Desk) -> None:
    client, url = desk.from_nothing("From paper")
    client.submit(f"{url}/lists/words", {"word": "police inspector", "above": "role:"})
    assert "A word for the person's role; stands alone" in client.page(f"{url}/lists/words").words
    client.submit(f"{url}/lists/parties", action=f"{url}/every-agency")
    assert "Housing; no officer named" in client.page(f"{url}/lists/parties").words
