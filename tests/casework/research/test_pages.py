"""Research on the screen: one press, entry by entry, and nothing for anybody else to find."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from casework.cases.models import Case, CaseState
from casework.clock import today
from casework.db import Database
from casework.research import items, sharing
from casework.research.models import RequestState, ResearchItem, ResearchRequest, Share
from casework.research.work import work_for
from tests.casework.research.conftest import ANSWERS
from tests.client import PageClient
from tests.factories.accounts import browser_of
from tests.factories.research import MARKER, describe_search, make_item, make_request, new_item
from tests.factories.world import World, answer, make_world


@pytest.fixture
def store(app: Flask) -> Database:
    found: Database = app.extensions["confer_database"]
    return found


@pytest.fixture
def world(store: Database) -> World:
    with store.writing() as session:
        return make_world(session, ANSWERS, state=CaseState.LISTED)


@pytest.fixture
def asked(store: Database, world: World) -> ResearchRequest:
    with store.writing() as session:
        return make_request(session, world)


@pytest.fixture
def item(store: Database, world: World, asked: ResearchRequest) -> ResearchItem:
    with store.writing() as session:
        return make_item(session, world, asked)


def browser(app: Flask, world: World, who: str) -> PageClient:
    return browser_of(app, world.viewers[who])


def state_of(store: Database, asked: ResearchRequest) -> str:
    with store.reading() as session:
        return session.get_one(ResearchRequest, asked.id).state


def parts(name: str, days: int) -> dict[str, str]:
    day = today() + timedelta(days=days)
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }


def test_the_coordinator_asks_agencies_and_the_list_of_those_left_grows_shorter(
    app: Flask, world: World, store: Database
) -> None:
    office, url = browser(app, world, "coordinator"), f"/research/case/{world.case.id}"
    housing, health = world.agencies["housing"], world.agencies["health"]
    both = {"agencies": [str(housing.id), str(health.id)], **parts("due_on", 5)}
    assert office.submit(url, both, action=url).status_code == 302
    words = office.page(url).words
    assert housing.name in words
    assert "Not opened yet" in words
    assert office.submit(url, both, action=url).status_code == 422


def test_a_wrong_date_is_told_beside_its_field_and_the_choice_is_kept(
    app: Flask, world: World
) -> None:
    office, key = browser(app, world, "coordinator"), str(world.agencies["housing"].id)
    for data in ({"agencies": [key]}, {"agencies": [key], **parts("due_on", -2)}, {}):
        url = f"/research/case/{world.case.id}"
        answer_ = office.submit(url, data, action=url)
        assert answer_.status_code == 422
        assert "There is a problem" in answer_.text
        assert (f'value="{key}" checked' in answer_.text) == bool(data)


def test_an_agency_sees_whom_it_may_know_and_opening_is_noted(
    app: Flask, world: World, asked: ResearchRequest, store: Database
) -> None:
    page = browser(app, world, "housing").page(f"/research/{asked.id}")
    assert "Quillon" in page.words
    assert "2 April 1988" in page.words
    assert state_of(store, asked) == RequestState.OPENED


def test_a_service_for_the_other_side_is_not_told_who_the_person_at_risk_is(
    app: Flask, world: World, store: Database
) -> None:
    with store.writing() as session:
        mine = make_request(session, world, "perpetrator_service")
    other = browser(app, world, "perpetrator_service")
    other.forbidden_markers = {"Quillon", "Vantage", "1988"}
    assert "Brixham" in other.page(f"/research/{mine.id}").words
    assert world.case.reference in other.page("/research/").words
    assert "Brixham" in other.page(f"/research/{mine.id}/search").words


@pytest.mark.parametrize("start", ["/research/", "/research/{id}"])
def test_not_known_to_us_is_one_press(
    app: Flask, world: World, asked: ResearchRequest, store: Database, start: str
) -> None:
    housing = browser(app, world, "housing")
    url = start.format(id=asked.id)
    answer_ = housing.submit(url, action=f"/research/{asked.id}/not-known")
    assert answer_.status_code == 302
    assert state_of(store, asked) == RequestState.NIL_RETURN
    assert "Nothing to answer" in housing.page("/research/").words
    assert world.case.reference in housing.page("/research/?show=answered").words
    housing.submit(f"/research/{asked.id}", action=f"/research/{asked.id}/open-again")
    assert state_of(store, asked) == RequestState.OPENED


def test_the_press_has_a_key_of_its_own(app: Flask, world: World, asked: ResearchRequest) -> None:
    html = browser(app, world, "housing").get(f"/research/{asked.id}").text
    assert 'accesskey="n"' in html


def test_a_whole_return_from_search_to_sending(
    app: Flask, world: World, asked: ResearchRequest, store: Database
) -> None:
    housing, start = browser(app, world, "housing"), f"/research/{asked.id}"
    refused = housing.submit(start, action=f"{start}/return")
    assert refused.status_code == 422
    victim, harm = (world.subjects[k].hex for k in ("victim", "alleged_perpetrator"))
    wrong = housing.submit(f"{start}/search", {"systems": "Register", f"known_{victim}": "yes"})
    assert wrong.status_code == 422
    assert 'value="Register"' in wrong.text
    said = {"systems": "Register", f"known_{victim}": "yes", f"known_{harm}": "no",
            "standings": ["works_with_victim"]}  # fmt: skip
    assert housing.submit(f"{start}/search", said).status_code == 302
    given = {"field": "research.item_allegation", "text": f"Shouting. {MARKER}", "nature": "fact",
             "relevant": "yes", "necessary": "yes", "subject": ""}  # fmt: skip
    made = housing.submit(f"{start}/entries/new", given)
    assert made.status_code == 302
    assert housing.submit(made.location, {"share": "all"}).status_code == 302
    assert housing.submit(start, action=f"{start}/return").status_code == 302
    assert state_of(store, asked) == RequestState.RETURNED
    assert "Register" in housing.page(start).words
    assert MARKER in browser(app, world, "police").page(f"/cases/{world.case.id}").words
    assert (
        MARKER in browser(app, world, "coordinator").page(f"/research/case/{world.case.id}").words
    )


def test_an_entry_nobody_let_go_is_on_no_page_of_anybody_else(
    app: Flask, world: World, asked: ResearchRequest, item: ResearchItem
) -> None:
    assert MARKER in browser(app, world, "housing").page(f"/research/{asked.id}").words
    assert MARKER in browser(app, world, "housing").page(f"/cases/{world.case.id}").words
    for who in ("police", "victim_service", "health", "perpetrator_service"):
        other = browser(app, world, who)
        other.forbidden_markers = {MARKER, str(item.id), str(item.answer_id)}
        other.page(f"/research/{asked.id}", status=404)
        other.page(f"/research/entries/{item.id}", status=404)
        other.page(f"/research/entries/{item.id}/share", status=404)
        other.page("/research/")
        # The place where it would stand is there with and without it.
        assert "leaves no gap here" in other.page(f"/cases/{world.case.id}").words
        words = other.page(f"/cases/{world.case.id}/timeline").words
        assert "Your agency is writing" not in words
    office = browser(app, world, "coordinator")
    office.forbidden_markers = {MARKER, str(item.id), str(item.answer_id)}
    assert "Being answered" in office.page(f"/research/case/{world.case.id}").words
    office.page(f"/cases/{world.case.id}")


def test_twin_cases_that_differ_in_an_unreleased_entry_look_the_same_to_others(
    app: Flask, world: World, asked: ResearchRequest, store: Database
) -> None:
    police, url = browser(app, world, "police"), f"/cases/{world.case.id}"
    before = police.page(url).words
    with store.writing() as session:
        make_item(session, world, asked, field="research.item_intelligence")
    assert police.page(url).words == before


def test_an_entry_is_changed_shared_with_named_agencies_and_deleted(
    app: Flask, world: World, asked: ResearchRequest, item: ResearchItem, store: Database
) -> None:
    housing = browser(app, world, "housing")
    page = housing.page(f"/research/entries/{item.id}").form()
    assert MARKER in dict(page.fields)["text"]
    assert (
        housing.submit(f"/research/entries/{item.id}", {"text": "Better words"}).status_code == 302
    )
    refused = housing.submit(f"/research/entries/{item.id}/share", {"share": "named"})
    assert refused.status_code == 422
    named = {"share": "named", "agencies": [str(world.agencies["police"].id)]}
    assert housing.submit(f"/research/entries/{item.id}/share", named).status_code == 302
    words = housing.page(f"/research/{asked.id}").words
    assert f"Shared with {world.agencies['police'].name}" in words
    assert "Delete" not in words


def test_an_entry_held_back_asks_for_its_reason_and_shows_it_to_its_own_agency(
    app: Flask, world: World, asked: ResearchRequest, item: ResearchItem
) -> None:
    housing, url = browser(app, world, "housing"), f"/research/entries/{item.id}/share"
    assert housing.submit(url, {"share": "withheld"}).status_code == 422
    assert "agreement" not in housing.get(url).text.lower().split("<select")[1].split("</select")[0]
    held = {"share": "withheld", "withheld_code": "not_proportionate"}
    assert housing.submit(url, held).status_code == 302
    assert "More than is needed" in housing.page(f"/research/{asked.id}").words
    gone = housing.submit(f"/research/{asked.id}", action=f"/research/entries/{item.id}/delete")
    assert gone.status_code == 302
    assert MARKER not in housing.page(f"/research/{asked.id}").words


def test_the_second_of_two_colleagues_keeps_what_was_typed(
    app: Flask, world: World, item: ResearchItem, store: Database
) -> None:
    housing, url = browser(app, world, "housing"), f"/research/entries/{item.id}"
    form = housing.page(url).form()
    with store.writing() as session:
        items.change_item(
            session, world.viewers["housing"], item_id=item.id, new=new_item(text="First")
        )
    answer_ = housing.post(url, data=form.filled({"text": "Second colleague's words"}))
    assert answer_.status_code == 422
    assert "Somebody else changed this" in answer_.text
    assert "Second colleague" in answer_.text


def test_a_stale_press_changes_nothing(
    app: Flask, world: World, asked: ResearchRequest, store: Database
) -> None:
    housing = browser(app, world, "housing")
    form = housing.page(f"/research/{asked.id}").form(f"/research/{asked.id}/not-known")
    with store.writing() as session:
        describe_search(session, world, session.get_one(ResearchRequest, asked.id))
    assert housing.post(form.action, data=form.filled()).status_code == 409
    assert state_of(store, asked) == RequestState.IN_PROGRESS


def test_the_guard_stops_a_safe_address_at_the_field(
    app: Flask, world: World, asked: ResearchRequest, store: Database
) -> None:
    with store.writing() as session:
        answer(session, world, {"victim.current_address": "14 Quernstone Passage"})
    given = {
        "field": "research.item_housing",
        "text": "Now at 14 Quernstone Passage",
        "nature": "fact",
    }
    answer_ = browser(app, world, "housing").submit(f"/research/{asked.id}/entries/new", given)
    assert answer_.status_code == 422
    assert "safe address" in answer_.text


def test_a_correction_is_read_and_leaves_the_list(
    app: Flask, world: World, item: ResearchItem, store: Database
) -> None:
    with store.writing() as session:
        kind = {"field": "research.item_allegation"}
        items.change_item(session, world.viewers["housing"], item_id=item.id, new=new_item(**kind))
        sharing.share_item(session, world.viewers["housing"], item_id=item.id, share=Share.ALL)
    police = browser(app, world, "police")
    assert MARKER in police.page(f"/cases/{world.case.id}").words
    housing = browser(app, world, "housing")
    assert (
        housing.submit(f"/research/entries/{item.id}", {"text": "It was April"}).status_code == 302
    )
    with store.reading() as session:
        (waiting,) = work_for(session, world.viewers["police"])
    url = f"/research/corrections/{waiting.values['correction_id']}"
    assert "It was April" in police.page(url).words
    browser(app, world, "probation").page(url, status=404)
    assert police.submit(url).status_code == 302
    assert "Your agency read this" in police.page(url).words


def test_the_office_changes_a_date_and_withdraws(
    app: Flask, world: World, asked: ResearchRequest, store: Database
) -> None:
    office = browser(app, world, "coordinator")
    assert (
        office.submit(f"/research/requests/{asked.id}/date", parts("due_on", 30)).status_code == 302
    )
    assert (
        office.submit(f"/research/requests/{asked.id}/date", parts("due_on", -1)).status_code == 422
    )
    url = f"/research/requests/{asked.id}/withdraw"
    assert office.submit(f"/research/case/{world.case.id}", action=url).status_code == 302
    assert state_of(store, asked) == RequestState.WITHDRAWN
    assert "no longer needs" in browser(app, world, "housing").page(f"/research/{asked.id}").words


def test_foreign_and_missing_things_are_not_found(
    app: Flask, world: World, asked: ResearchRequest, item: ResearchItem, store: Database
) -> None:
    with store.writing() as session:
        other = make_world(session, {"victim.surname": "Abel"}, state=CaseState.LISTED)
        mine = session.get_one(Case, other.case.id)
    foreign = browser(app, other, "housing")
    for url in (f"/research/{asked.id}", f"/research/{asked.id}/search",
                f"/research/{asked.id}/entries/new", f"/research/entries/{item.id}"):  # fmt: skip
        foreign.page(url, status=404)
    office = browser(app, other, "coordinator")
    office.page(f"/research/case/{world.case.id}", status=404)
    office.page(f"/research/requests/{asked.id}/date", status=404)
    office.page(f"/research/case/{mine.id}")


def test_one_person_takes_a_request_on_and_gives_it_back(
    app: Flask, world: World, asked: ResearchRequest, store: Database
) -> None:
    housing, url = browser(app, world, "housing"), f"/research/{asked.id}/take-on"
    assert housing.submit(f"/research/{asked.id}", action=url).status_code == 302
    name = world.viewers["housing"].name
    assert f"{name} answers this" in housing.page(f"/research/{asked.id}").words
    assert housing.submit(f"/research/{asked.id}", action=url).status_code == 302
    assert "Anybody at your agency" in housing.page(f"/research/{asked.id}").words
