"""The page that says what to look at in a version before anybody signs it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from casework.clock import today
from casework.sharing.asking import askable
from casework.sharing.findings import everything_about
from casework.sharing.turns import turns
from protocols import cliffs, engine
from protocols.loader import load
from protocols.question import MANY
from tests.casework.sharing.desk import Desk
from tests.casework.sharing.test_desk import fire_sees_money
from tests.casework.sharing.test_leaving import page as leave_page
from tests.casework.sharing.test_leaving import told as leave_told
from tests.factories.agreements import STARTER, adopt


def test_a_version_says_what_one_fact_opens_and_what_falls_away_when(desk: Desk) -> None:
    client = desk.browser(desk.world.viewers["housing"])
    assert f"{desk.in_force}/analysis" in client.get(f"/protocol/{desk.in_force}").text
    words = client.page(f"/protocol/{desk.in_force}/analysis").words
    assert "One fact opens a lot" in words
    assert "Opens something to every kind of agency, about every kind of information" in words
    assert "Opens something to 1 kind of agency, about 1 kind of information" in words
    assert "The protocol is to be reviewed" in words


def test_of_a_large_version_each_fact_has_a_page_of_its_own(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = desk.browser(desk.world.viewers["housing"])
    url = f"/protocol/{desk.in_force}/analysis"
    whole = together.page(url).words
    monkeypatch.setattr(cliffs, "MOST_BITS", 0)
    turns.cache_clear()
    page = together.get(url).text
    links = re.findall(rf'href="({url}/facts/[a-z_0-9]+)"', page)
    told = [together.page(link).words for link in links]
    turns.cache_clear()
    assert "Opens something to" not in page
    opened = re.findall(r"Opens something to [^.]+", whole)
    assert len(opened) > 3
    assert sorted(opened) == sorted(re.findall(r"Opens something to [^.]+", " ".join(told)))
    assert all("What one fact opens: " in words for words in told)
    assert together.get(f"{url}/facts/nothing_of_ours").status_code == 404


def test_a_finding_links_to_its_clauses_and_its_example_can_be_asked(desk: Desk) -> None:
    client, url = desk.started()
    fire_sees_money(client, url)
    client.submit(
        f"{url}/clauses/5.1/rules/new",
        {"kind": "grant", "level": "summary", "a_agency_type": ["fire"], "a_stage": ["meeting"]},
    )
    page = client.get(f"{url}/analysis").text
    assert f'href="{url}#clause-5.1"' in page
    assert "neither is narrower, so the lower holds" in page
    asked = page.split(f'href="{url}/ask?')[1].split('"')[0].replace("&amp;", "&")
    assert "Clause" in client.page(f"{url}/ask?{asked}").words


def test_the_end_of_a_rule_stands_in_the_calendar(desk: Desk) -> None:
    client, url = desk.started()
    fire_sees_money(client, url)
    last = today() + timedelta(days=30)
    client.submit(
        f"{url}/clauses/5.1/rules/0",
        {"until-day": last.day, "until-month": last.month, "until-year": last.year},
    )
    words = client.page(f"{url}/analysis").words
    assert "A rule of clause 5.1 has ended" in words


LIFTING = """[protocol]
id = "p"
title = "P"
version = "1"
starts = 2026-01-01

[[clause]]
number = "1"
words = "Nothing is shared with who has not signed."
[[clause.rule]]
kind = "gate"
requires = { party_status = "signed" }

[[clause]]
number = "2"
words = "Never to whom the person harms."
[[clause.rule]]
kind = "cap"
level = "withheld"
absolute = true
applies = { relationship = "conflicted" }

[[clause]]
number = "3"
words = "Whatever any other clause says, the police see it in an emergency."
[[clause.rule]]
kind = "exception"
lifts = "all"
applies = { agency_type = "police" }
requires = { emergency_declared = true }
"""


def test_what_an_exception_to_every_limit_lifts_is_named() -> None:
    (found,) = (f for f in everything_about(LIFTING) if f.kind == "lifts all")
    assert (found.clause, found.clauses) == ("3", ("1",))
    alone = LIFTING.replace('"signed" }', '"signed" }\nabsolute = true')
    assert not [f for f in everything_about(alone) if f.kind == "lifts all"]


STRICTER = (
    STARTER.replace('id = "starter-ccm"', 'id = "stricter"', 1)
    .replace("Information sharing at the City Community MARAC", "Stricter agreement")
    .replace('level = "full"', 'level = "summary"')
)


def beside(desk: Desk, text: str) -> str:
    """The words of the page of a version once another protocol is in force too."""
    with desk.store.writing() as session:
        adopt(session, desk.world.partnership, tuple(desk.world.agencies.values()), text)
    return desk.browser(desk.author).page(f"/protocol/{desk.in_force}/analysis").words


def test_what_another_protocol_of_the_same_conference_keeps_closed_is_named(desk: Desk) -> None:
    assert "This version opens what Stricter agreement" in beside(desk, STRICTER)


def test_a_protocol_of_other_conferences_closes_nothing_here(desk: Desk) -> None:
    kinds = 'conference_kinds = ["domestic_abuse_marac", "ccm", "asb_case_review"]'
    elsewhere = STRICTER.replace(kinds, 'conference_kinds = ["review_panel"]')
    assert elsewhere != STRICTER
    assert "Beside another protocol" not in beside(desk, elsewhere)


def test_names_in_the_calendar_are_spelled_as_they_are(desk: Desk) -> None:
    client, agency = desk.browser(desk.author), desk.world.agencies["victim_service"]
    assert client.submit(leave_page(desk), leave_told()).status_code == 302
    words = client.page(f"/protocol/{desk.in_force}/analysis").words
    assert f"{agency.name} has left: nothing is shared with it" in words


def test_what_the_form_can_put_is_answered_as_the_example_is() -> None:
    table = engine.compile(load(STARTER))
    for finding in everything_about(STARTER):
        assert finding.ask is None or finding.example
    nothing: dict[str, list[str]] = {key: [] for key in MANY}
    given = {"agency_type": "fire", "category": "risk", "stage": "meeting", **nothing}
    asked = askable(table, given)
    assert asked == {"q_agency_type": "fire", "q_category": "risk", "q_stage": "meeting"}
    # The form has no word for 'no channel', and saying nothing means another thing.
    assert askable(table, {**given, "channel": "not_applicable"}) is None
