"""The office says how an agency stands to a case; what it may see follows."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework.casefile.said_by_office import SAYABLE
from casework.cases.matters import matter
from casework.cases.models import Case, CaseRole, CaseState
from casework.cases.taking_part import stand_as
from casework.db import Database
from casework.disclosure.matter import ABSENT, ATTENDANCE, ATTENDS, ON_CASE
from tests.client import PageClient
from tests.factories.accounts import browser_of
from tests.factories.agreements import adopt, gated
from tests.factories.world import World, make_world

MARKS = {
    "victim.surname": "Markervictim",
    "victim.current_address": "14 Markeraddress Row",
    "victim.mental_health": "Markermood",
}
TRANSFER = gated('relationship = "receiving_area"')


@pytest.fixture
def world(store: Database) -> World:
    with store.writing() as session:
        made = make_world(session, MARKS, state=CaseState.LISTED)
        adopt(session, made.partnership, tuple(made.agencies.values()), TRANSFER)
    return made


def browser(app: Flask, world: World, who: str) -> PageClient:
    return browser_of(app, world.viewers[who])


def _say(client: PageClient, world: World, who: str, word: str) -> int:
    said = {"agency": str(world.agencies[who].id), "relationship": word}
    return client.submit(f"/cases/{world.case.id}/standing/agencies", said).status_code


def _role(store: Database, world: World) -> UUID:
    with store.reading() as session:
        query = select(CaseRole.id).where(CaseRole.case_id == world.case.id)
        return session.scalars(query.where(CaseRole.relationship.in_(SAYABLE))).one()


def test_what_the_office_says_opens_to_the_agency_what_the_protocol_opens_for_it(
    app: Flask, world: World, store: Database
) -> None:
    service, office = browser(app, world, "victim_service"), browser(app, world, "coordinator")
    url = f"/cases/{world.case.id}"
    assert "Markeraddress" not in service.page(url).words
    assert _say(office, world, "victim_service", "receiving_area") == 302
    assert "Markeraddress" in service.page(url).words
    told = office.page(f"{url}/standing").words
    assert SAYABLE["receiving_area"] in told
    ended = f"{url}/standing/agencies/{_role(store, world)}/end"
    assert office.submit(f"{url}/standing", {}, action=ended).status_code == 302
    assert SAYABLE["receiving_area"] not in office.page(f"{url}/standing").words
    service.forbidden_markers = {"Markeraddress", "Markermood"}
    service.page(url)
    assert (
        office.post(ended, data=office.page(f"{url}/standing").forms[-1].filled({})).status_code
        == 404
    )


@pytest.mark.parametrize("who", ["police", "victim_service"])
def test_an_agency_does_not_say_it_of_itself(app: Flask, world: World, who: str) -> None:
    client = browser(app, world, who)
    url = f"/cases/{world.case.id}/standing"
    assert client.get(f"{url}/agencies").status_code == 403
    assert "Say how an agency stands to this case" not in client.page(url).words


def test_a_choice_that_is_missing_is_asked_for_and_the_other_is_kept(
    app: Flask, world: World
) -> None:
    office = browser(app, world, "coordinator")
    url = f"/cases/{world.case.id}/standing/agencies"
    empty = office.submit(url, {"relationship": "lead"})
    assert empty.status_code == 422
    assert "Select the agency" in empty.text
    assert 'value="lead" checked' in empty.text


def test_what_an_agency_said_itself_the_office_does_not_end(
    app: Flask, world: World, store: Database
) -> None:
    with store.reading() as session:
        query = select(CaseRole.id).where(CaseRole.case_id == world.case.id)
        referred = session.scalars(query.where(CaseRole.relationship == "referrer")).one()
    office = browser(app, world, "coordinator")
    url = f"/cases/{world.case.id}/standing"
    answer = office.post(
        f"{url}/agencies/{referred}/end", data=office.page(f"{url}/agencies").forms[-1].filled({})
    )
    assert answer.status_code == 404


def test_what_the_office_said_of_an_agency_is_so_for_a_worker_with_a_side_of_their_own(
    app: Flask, world: World, store: Database
) -> None:
    _say(browser(app, world, "coordinator"), world, "probation", "supervises_perpetrator")
    worker = browser(app, world, "probation")
    said = {"standings": ["works_with_victim"], "only_me": "y"}
    assert worker.submit(f"/cases/{world.case.id}/standing", said).status_code == 302
    who = world.viewers["probation"]
    with store.reading() as session:
        known = matter(session, session.get_one(Case, world.case.id), fields=[], blanks=False)
    words = known.standing(who.agency_id, who.person_id)
    assert words == {"works_with_victim", "supervises_perpetrator", ON_CASE}


@pytest.mark.parametrize(
    ("word", "on_case"),
    [("lead", True), ("provides_care", True), ("landlord", False), ("receiving_area", False)],
)
def test_who_leads_or_cares_is_on_the_case_and_who_lets_the_flat_is_not(
    app: Flask, world: World, store: Database, word: str, *, on_case: bool
) -> None:
    _say(browser(app, world, "coordinator"), world, "housing", word)
    with store.reading() as session:
        known = matter(session, session.get_one(Case, world.case.id), fields=[], blanks=False)
    words = known.standings[world.agencies["housing"].id]
    assert word in words
    assert (ON_CASE in words) is on_case


def test_what_partners_call_it_themselves_can_be_said_where_a_rule_asks_for_it(
    app: Flask, world: World, store: Database
) -> None:
    word = "lends_equipment_to_the_household_of_somebody"
    own = f'[vocabulary.relationship]\n{word} = "local"'
    text = gated(f'relationship = "{word}"', words=own).replace('"1.0"', '"1.1"', 1)
    with store.writing() as session:
        adopt(session, world.partnership, tuple(world.agencies.values()), text)
    office, service = browser(app, world, "coordinator"), browser(app, world, "victim_service")
    url = f"/cases/{world.case.id}/standing"
    assert "Lends equipment to the household of somebody" in office.page(f"{url}/agencies").words
    assert "Markeraddress" not in service.page(f"/cases/{world.case.id}").words
    assert _say(office, world, "victim_service", word) == 302
    assert "Markeraddress" in service.page(f"/cases/{world.case.id}").words
    assert "Lends equipment to the household of somebody" in office.page(url).words


def test_the_office_reads_who_was_at_the_meeting_and_puts_it_right(
    app: Flask, world: World, store: Database
) -> None:
    names = {name: world.agencies[name].name for name in ("housing", "health")}
    there = {world.agencies["housing"].id: ATTENDS, world.agencies["health"].id: ABSENT}
    office, url = browser(app, world, "coordinator"), f"/cases/{world.case.id}/standing"
    assert "Who was at the meeting" not in office.page(url).words
    with store.writing() as session:
        case = session.get_one(Case, world.case.id)
        stand_as(session, world.viewers["chair"], case=case, wanted=there, among=ATTENDANCE)
    assert f"There {names['housing']} Absent {names['health']}" in office.page(url).words
    assert _say(office, world, "health", ATTENDS) == 302
    both = "; ".join(sorted(names.values()))
    assert f"There {both}" in office.page(url).words
    assert "Absent" not in office.page(url).words
    assert "Who was at the meeting" not in browser(app, world, "housing").page(url).words
