"""The case file as each agency meets it."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select

from casework.casefile import interests
from casework.casefile.service import name_of
from casework.cases.exclusions import exclude
from casework.cases.models import AskedToSee, Case, CaseState, Exclusion
from casework.clock import today
from casework.db import Database
from casework.errors import Refused
from tests.client import PageClient
from tests.factories.accounts import browser_of
from tests.factories.world import World, make_world

MARKS = {
    "victim.given_name": "Zelkova",
    "victim.surname": "Markervictim",
    "victim.date_of_birth": "1988-04-02",
    "victim.current_address": "14 Markeraddress Row",
    "victim.mental_health": "Markermood",
    "alleged_perpetrator.surname": "Markerharm",
}


@pytest.fixture
def world(app: Flask) -> World:
    store: Database = app.extensions["confer_database"]
    with store.writing() as session:
        return make_world(session, MARKS, state=CaseState.LISTED, demonstration=True)


def browser(app: Flask, world: World, who: str) -> PageClient:
    return browser_of(app, world.viewers[who])


def test_police_read_the_case_and_a_programme_for_the_other_side_reads_no_address(
    app: Flask, world: World
) -> None:
    url = f"/cases/{world.case.id}"
    assert "14 Markeraddress Row" in browser(app, world, "police").page(url).words
    other = browser(app, world, "perpetrator_service")
    other.forbidden_markers = {"Markeraddress", "Markermood", "Markervictim"}
    assert "Markerharm" in other.page(url).words


def test_the_list_names_people_only_where_the_name_is_shared(app: Flask, world: World) -> None:
    assert "Zelkova Markervictim" in browser(app, world, "victim_service").page("/cases/").words
    other = browser(app, world, "perpetrator_service")
    other.forbidden_markers = {"Markervictim", "Zelkova"}
    assert world.case.reference in other.page("/cases/").words


def test_a_stranger_finds_the_same_page_for_a_foreign_case_and_for_none(
    app: Flask, world: World
) -> None:
    stranger = browser(app, world, "stranger")
    assert stranger.get(f"/cases/{world.case.id}").status_code == 403


def test_an_agency_of_another_conference_gets_not_found(
    app: Flask, world: World, store: Database
) -> None:
    with store.writing() as session:
        elsewhere = make_world(session, {}, state=CaseState.LISTED)
    client = browser(app, elsewhere, "police")
    missing = client.get("/cases/00000000-0000-4000-8000-000000000000")
    foreign = client.get(f"/cases/{world.case.id}")
    assert (missing.status_code, foreign.status_code) == (404, 404)


def test_asking_to_see_is_answered_by_the_supplier_and_the_answer_appears_until_its_end(
    app: Flask, world: World, store: Database
) -> None:
    housing = browser(app, world, "housing")
    url = f"/cases/{world.case.id}/ask/health"
    assert "Markermood" not in housing.page(f"/cases/{world.case.id}").words
    empty = housing.submit(url, {})
    assert empty.status_code == 422
    sent = housing.submit(
        url, {"purpose": "safety_planning", "necessity": "We must choose a safe flat."}
    )
    assert sent.status_code == 302
    with store.reading() as session:
        asked = session.scalars(select(AskedToSee)).one()
    police = browser(app, world, "police")
    page = police.page(f"/cases/asked/{asked.id}")
    assert "We must choose a safe flat." in page.words
    until = today() + timedelta(days=90)
    decided = police.submit(
        f"/cases/asked/{asked.id}",
        {
            "decision": "grant",
            "until-day": str(until.day),
            "until-month": str(until.month),
            "until-year": str(until.year),
            "reason": "Yes.",
        },
    )
    assert decided.status_code == 302, decided.text
    assert "Markermood" in housing.page(f"/cases/{world.case.id}").words


def test_what_agencies_know_is_asked_of_one_by_name_whether_or_not_it_knows_anything(
    app: Flask, world: World, store: Database
) -> None:
    housing, health = browser(app, world, "housing"), browser(app, world, "health")
    page = housing.page(f"/cases/{world.case.id}")
    assert "What is not shared with you leaves no gap here." in page.words
    url = f"/cases/{world.case.id}/ask/research_items"
    given = {"purpose": "safety_planning", "necessity": "We must choose a safe flat."}
    nobody = housing.submit(url, given)
    assert nobody.status_code == 422
    assert "Select whom you ask" in nobody.text
    assert "We must choose a safe flat." in nobody.text
    foreign = given | {"agency": str(world.viewers["stranger"].agency_id)}
    assert housing.submit(url, foreign).status_code == 422
    named = given | {"agency": str(world.viewers["health"].agency_id)}
    assert housing.submit(url, named).status_code == 302
    assert "What agencies know" in health.page("/cases/asked").words
    with store.reading() as session:
        asked = session.scalars(select(AskedToSee)).one()
    decide = health.page(f"/cases/asked/{asked.id}").words
    assert "What is still private to an agency stays private" in decide


def test_an_agency_that_is_kept_from_a_case_does_not_learn_of_it_by_being_asked(
    app: Flask, world: World, store: Database
) -> None:
    kept = world.viewers["health"].agency_id
    with store.writing() as session:
        exclude(session, world.viewers["police"], case=world.case, agency_id=kept)
    sent = browser(app, world, "housing").submit(
        f"/cases/{world.case.id}/ask/research_items",
        {"purpose": "safety_planning", "necessity": "Because.", "agency": str(kept)},
    )
    assert sent.status_code == 302
    with store.reading() as session:
        asked = session.scalars(select(AskedToSee)).one()
    assert browser(app, world, "health").get(f"/cases/asked/{asked.id}").status_code == 404
    assert "Nothing is waiting" in browser(app, world, "health").page("/cases/asked").words
    assert "Because." in browser(app, world, "chair").page(f"/cases/asked/{asked.id}").words


def test_somebody_with_an_interest_in_a_case_is_not_asked_to_decide_on_it(
    app: Flask, world: World, store: Database
) -> None:
    browser(app, world, "housing").submit(
        f"/cases/{world.case.id}/ask/health",
        {"purpose": "safety_planning", "necessity": "Because."},
    )
    with store.writing() as session:
        exclude(
            session, world.viewers["police"], case=world.case,
            person_id=world.viewers["police"].person_id,
        )  # fmt: skip
        asked = session.scalars(select(AskedToSee)).one()
    police = browser(app, world, "police")
    assert police.get(f"/cases/asked/{asked.id}").status_code == 404
    assert "Nothing is waiting" in police.page("/cases/asked").words


def test_nobody_decides_on_a_request_of_their_own_agency(
    app: Flask, world: World, store: Database
) -> None:
    browser(app, world, "housing").submit(
        f"/cases/{world.case.id}/ask/health",
        {"purpose": "safety_planning", "necessity": "Because."},
    )
    with store.reading() as session:
        asked = session.scalars(select(AskedToSee)).one()
    assert browser(app, world, "housing").get(f"/cases/asked/{asked.id}").status_code == 404


def test_a_declared_interest_closes_the_case_to_the_person_at_once(
    app: Flask, world: World
) -> None:
    client = browser(app, world, "health")
    done = client.submit(f"/cases/{world.case.id}/interest", {"nature": "She is my neighbour."})
    assert done.status_code == 302
    assert client.get(f"/cases/{world.case.id}").status_code == 404
    client.forbidden_markers = {world.case.reference}
    client.page("/cases/")


def test_saying_that_one_works_with_the_other_side_takes_the_address_away(
    app: Flask, world: World
) -> None:
    client = browser(app, world, "victim_service")
    assert "Markeraddress" in client.page(f"/cases/{world.case.id}").words
    client.submit(f"/cases/{world.case.id}/standing", {"standings": ["works_with_perpetrator"]})
    client.forbidden_markers = {"Markeraddress"}
    client.page(f"/cases/{world.case.id}")


def test_who_has_seen_this_names_person_field_and_clause_without_a_value(
    app: Flask, world: World
) -> None:
    browser(app, world, "police").page(f"/cases/{world.case.id}")
    office = browser(app, world, "coordinator")
    office.forbidden_markers = {"Markeraddress", "Markervictim"}
    page = office.page(f"/cases/{world.case.id}/seen")
    assert world.viewers["police"].name in page.words


def test_view_as_agency_shows_what_the_agency_sees(app: Flask, world: World) -> None:
    office = browser(app, world, "coordinator")
    person = world.viewers["perpetrator_service"].person_id
    office.forbidden_markers = {"Markeraddress", "Markermood"}
    page = office.page(f"/cases/{world.case.id}/view-as?person={person}")
    assert "Markerharm" in page.words


def test_the_timeline_has_no_data(app: Flask, world: World) -> None:
    client = browser(app, world, "police")
    client.forbidden_markers = {"Markeraddress", "Markervictim", "Markermood", "Markerharm"}
    assert "Listed for a conference" in client.page(f"/cases/{world.case.id}/timeline").words


def test_a_summary_is_written_by_the_supplier_and_read_by_others(
    app: Flask, world: World, store: Database
) -> None:
    police = browser(app, world, "police")
    done = police.submit(f"/cases/{world.case.id}/summary/health", {"text": "Needs a calm place."})
    assert done.status_code == 302
    assert (
        "Needs a calm place."
        in browser(app, world, "housing").page(f"/cases/{world.case.id}").words
    )
    assert (
        browser(app, world, "housing").get(f"/cases/{world.case.id}/summary/health").status_code
        == 403
    )


def test_a_serious_threat_opens_nothing_before_the_chair_agrees(
    app: Flask, world: World, store: Database
) -> None:
    office = browser(app, world, "coordinator")
    office.submit(f"/cases/{world.case.id}/threat", {"reason": "He said that he would come."})
    housing = browser(app, world, "housing")
    assert "Markermood" not in housing.page(f"/cases/{world.case.id}").words
    chair = browser(app, world, "chair")
    chair.submit(f"/cases/{world.case.id}/threat", action=f"/cases/{world.case.id}/threat/agree")
    assert "Markermood" in housing.page(f"/cases/{world.case.id}").words
    chair.submit(f"/cases/{world.case.id}/threat", action=f"/cases/{world.case.id}/threat/end")
    assert "Markermood" not in housing.page(f"/cases/{world.case.id}").words
    with store.reading() as session:
        assert session.get_one(Case, world.case.id).state == CaseState.LISTED


def test_what_an_interest_is_stands_on_nobodys_case_page(app: Flask, world: World) -> None:
    browser(app, world, "health").submit(
        f"/cases/{world.case.id}/interest", {"nature": "Markerinterest"}
    )
    for name in ("police", "coordinator", "victim_service", "chair"):
        client = browser(app, world, name)
        client.forbidden_markers = {"Markerinterest"}
        client.page(f"/cases/{world.case.id}")


@pytest.mark.parametrize(
    ("page", "field", "rest"),
    [
        ("summary/health", "text", {}),
        ("ask/alleged_perpetrator", "necessity", {"purpose": "safety_planning"}),
    ],
)
def test_the_safe_address_never_enters_words_that_others_read(
    app: Flask, world: World, page: str, field: str, rest: dict[str, str]
) -> None:
    client = browser(app, world, "police")
    typed = "She now lives at 14 Markeraddress Row."
    refused = client.submit(f"/cases/{world.case.id}/{page}", {field: typed} | rest)
    assert refused.status_code == 422
    assert typed in refused.text
    housing = browser(app, world, "housing")
    housing.forbidden_markers = {"Markeraddress"}
    housing.page(f"/cases/{world.case.id}")


def test_a_case_with_open_actions_is_not_closed(app: Flask, world: World, store: Database) -> None:
    office = browser(app, world, "coordinator")
    assert office.get(f"/cases/{world.case.id}/close").status_code == 409


def test_the_office_closes_a_case_that_was_heard_and_opens_it_again(app: Flask) -> None:
    store: Database = app.extensions["confer_database"]
    with store.writing() as session:
        world = make_world(session, MARKS, state=CaseState.HEARD)
    office = browser(app, world, "coordinator")
    assert office.submit(f"/cases/{world.case.id}/close").status_code == 302
    with store.reading() as session:
        assert session.get_one(Case, world.case.id).state == CaseState.CLOSED
    again = f"/cases/{world.case.id}/open-again"
    assert office.submit(f"/cases/{world.case.id}", action=again).status_code == 302
    with store.reading() as session:
        assert session.get_one(Case, world.case.id).state == CaseState.OPEN
    assert browser(app, world, "police").get(f"/cases/{world.case.id}/close").status_code == 403


def test_a_summary_is_not_taken_for_a_name() -> None:
    told = "A student who lives with a grandparent."
    shown = [
        SimpleNamespace(field=field, value=told, effect="summary")
        for field in ("victim.given_name", "victim.surname")
    ]
    assert name_of(SimpleNamespace(shown=shown)) == ""  # type: ignore[arg-type]  # what it reads


def _declared(app: Flask, world: World, store: Database, who: str = "health") -> Exclusion:
    browser(app, world, who).submit(
        f"/cases/{world.case.id}/interest", {"nature": "Markerinterest: a neighbour."}
    )
    with store.reading() as session:
        return session.scalars(select(Exclusion)).one()


def test_a_chair_who_recorded_the_threat_is_not_offered_to_agree_to_it(
    app: Flask, world: World
) -> None:
    chair, url = browser(app, world, "chair"), f"/cases/{world.case.id}/threat"
    chair.submit(url, {"reason": "He said that he would come."})
    assert "Agree that the threat is serious" not in chair.get(url).text
    assert chair.submit(url, action=f"{url}/end").status_code == 302
    browser(app, world, "coordinator").submit(url, {"reason": "He said that he would come."})
    assert "Agree that the threat is serious" in chair.get(url).text


def test_the_chair_lifts_an_interest_with_a_reason_and_the_case_opens_again(
    app: Flask, world: World, store: Database
) -> None:
    row = _declared(app, world, store)
    url = f"/cases/{world.case.id}/interests/{row.id}/lift"
    chair, health = browser(app, world, "chair"), browser(app, world, "health")
    assert health.get(f"/cases/{world.case.id}").status_code == 404
    offered = chair.page(f"/cases/{world.case.id}/standing").words
    assert "Markerinterest" in offered
    assert "Lift this" in offered
    empty = chair.submit(url, {"reason": " "})
    assert empty.status_code == 422
    assert chair.submit(url, {"reason": "She moved away in May."}).status_code == 302
    assert health.get(f"/cases/{world.case.id}").status_code == 200
    told = chair.page(f"/cases/{world.case.id}/standing").words
    assert f"Lifted by {world.viewers['chair'].name}" in told
    assert "Lift this" not in told
    assert "She moved away in May." in told
    assert chair.get(url).status_code == 409
    with store.reading() as session:
        kept = session.get_one(Exclusion, row.id)
        assert (kept.lifted_by, kept.lifted_at is not None) == (
            world.viewers["chair"].person_id, True,
        )  # fmt: skip


def test_the_coordinator_sees_that_there_is_an_interest_and_neither_why_nor_a_way_to_lift_it(
    app: Flask, world: World, store: Database
) -> None:
    row = _declared(app, world, store)
    office = browser(app, world, "coordinator")
    office.forbidden_markers = {"Markerinterest", "/lift"}
    assert "Only the chair reads this" in office.page(f"/cases/{world.case.id}/standing").words
    office.forbidden_markers = {"Markerinterest"}
    assert office.get(f"/cases/{world.case.id}/interests/{row.id}/lift").status_code == 403


def test_nobody_lifts_an_interest_of_their_own(app: Flask, world: World, store: Database) -> None:
    row = _declared(app, world, store, "chair")
    chair = browser(app, world, "chair")
    assert chair.get(f"/cases/{world.case.id}/interests/{row.id}/lift").status_code == 404
    with store.writing() as session, pytest.raises(Refused):
        interests.lift(
            session, world.viewers["chair"], case=session.get_one(Case, world.case.id),
            exclusion_id=row.id, reason="It is nothing.",
        )  # fmt: skip


def test_the_reason_for_lifting_an_interest_names_no_safe_address(
    app: Flask, world: World, store: Database
) -> None:
    row = _declared(app, world, store)
    chair = browser(app, world, "chair")
    typed = "They lived beside 14 Markeraddress Row."
    refused = chair.submit(f"/cases/{world.case.id}/interests/{row.id}/lift", {"reason": typed})
    assert refused.status_code == 422
    assert typed in refused.text


def test_an_interest_is_told_to_the_office_and_to_ones_own_agency_and_to_nobody_else(
    app: Flask, world: World, store: Database
) -> None:
    row = _declared(app, world, store)
    for who in ("chair", "coordinator"):
        words = browser(app, world, who).page("/").words
        assert f"Somebody has an interest in case {world.case.reference}" in words
    for who in ("police", "housing", "perpetrator_service"):
        client = browser(app, world, who)
        client.forbidden_markers = {"an interest in case", "An interest was declared"}
        client.page("/")
        client.page(f"/cases/{world.case.id}/timeline")
    browser(app, world, "chair").submit(
        f"/cases/{world.case.id}/interests/{row.id}/lift", {"reason": "Another family."}
    )
    assert "has an interest" not in browser(app, world, "coordinator").page("/").words
