"""Actions on the screen: set, agreed, reported, checked, outstanding."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from casework.actions import setting
from casework.actions.models import ActionState, CaseAction
from casework.cases.models import CaseState
from casework.clock import moved_to, now, today
from casework.db import Database
from tests.casework.actions.conftest import ANSWERS
from tests.client import PageClient
from tests.factories.accounts import browser_of
from tests.factories.actions import MARKER, bring_to, make_action
from tests.factories.world import World, answer, make_world

S = ActionState


@pytest.fixture
def store(app: Flask) -> Database:
    found: Database = app.extensions["confer_database"]
    return found


@pytest.fixture
def world(store: Database) -> World:
    with store.writing() as session:
        return make_world(session, ANSWERS, state=CaseState.HEARD)


def browser(app: Flask, world: World, who: str) -> PageClient:
    return browser_of(app, world.viewers[who])


def at(store: Database, world: World, state: ActionState, owner: str = "housing") -> CaseAction:
    with store.writing() as session:
        return bring_to(session, world, make_action(session, world, owner), state, owner)


def state_of(store: Database, action: CaseAction) -> str:
    with store.reading() as session:
        return session.get_one(CaseAction, action.id).state


def parts(name: str, days: int) -> dict[str, str]:
    day = today() + timedelta(days=days)
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }


def test_from_setting_an_action_to_accepted_evidence(
    app: Flask, world: World, store: Database
) -> None:
    office, housing = browser(app, world, "coordinator"), browser(app, world, "housing")
    given = {"text": "Fit a new lock", "owner": str(world.agencies["housing"].id),
             "priority": "high", **parts("due_on", 7)}  # fmt: skip
    assert office.submit(f"/actions/case/{world.case.id}/new", given).status_code == 302
    with store.reading() as session:
        action = session.query(CaseAction).one()
    url = f"/actions/{action.id}"
    assert "Fit a new lock" in housing.page("/actions/").words
    assert housing.submit(url, action=f"{url}/agree").status_code == 302
    assert housing.submit(url, action=f"{url}/start").status_code == 302
    assert housing.submit(f"{url}/report", {"happened": "done"}).status_code == 422
    told = {"happened": "done", "outcome": "It is fitted", "evidence": "Order 4711"}
    assert housing.submit(f"{url}/report", told).status_code == 302
    assert "not yet checked" in housing.page("/actions/?show=finished").words
    assert "somebody from another agency" not in office.page(url).words
    assert "Order 4711" in office.page(f"{url}/check").words
    assert office.submit(f"{url}/check", {"decision": "return"}).status_code == 422
    back = {"decision": "return", "note": "Which door?"}
    assert office.submit(f"{url}/check", back).status_code == 302
    assert "Which door?" in housing.page(url).words
    assert housing.submit(f"{url}/report", told | {"outcome": "Front door"}).status_code == 302
    assert office.submit(f"{url}/check", {"decision": "accept"}).status_code == 302
    assert state_of(store, action) == S.ACCEPTED


@pytest.mark.parametrize("state", list(ActionState))
def test_only_accepted_evidence_is_muted_on_any_list(
    app: Flask, world: World, store: Database, state: ActionState
) -> None:
    at(store, world, state)
    police, office = browser(app, world, "police"), browser(app, world, "housing")
    for client, url in ((police, f"/actions/case/{world.case.id}"),
                        (office, "/actions/?show=finished"), (office, "/actions/")):  # fmt: skip
        rows = client.get(url).text.split("<tr")
        mine = [row for row in rows if world.case.reference in row and 'scope="row"' in row]
        if mine:
            assert ("confer-settled" in mine[0]) == (state == S.ACCEPTED)


def test_an_owner_says_why_it_was_not_done(app: Flask, world: World, store: Database) -> None:
    action, housing = at(store, world, S.AGREED), browser(app, world, "housing")
    url = f"/actions/{action.id}"
    refused = housing.submit(f"{url}/report", {"happened": "not_possible", "outcome": "Kept words"})
    assert refused.status_code == 422
    assert "Kept words" in refused.text
    given = {"happened": "not_possible", "reason": "They moved away"}
    assert housing.submit(f"{url}/report", given).status_code == 302
    assert "They moved away" in housing.page(url).words
    assert state_of(store, action) == S.NOT_POSSIBLE


def test_whoever_may_not_check_is_told_why_and_refused(
    app: Flask, world: World, store: Database
) -> None:
    action, housing = at(store, world, S.REPORTED), browser(app, world, "housing")
    assert housing.get(f"/actions/{action.id}/check").status_code == 403
    mine = at(store, world, S.REPORTED, "coordinating_body")
    office = browser(app, world, "coordinator")
    assert "another agency has to check" in office.page(f"/actions/{mine.id}").words
    assert office.get(f"/actions/{mine.id}/check").status_code == 403


def test_the_words_of_an_action_reach_only_whom_the_protocol_lets_read_them(
    app: Flask, world: World, store: Database
) -> None:
    action = at(store, world, S.AGREED)
    assert MARKER in browser(app, world, "police").page(f"/actions/{action.id}").words
    other = browser(app, world, "perpetrator_service")
    other.forbidden_markers = {MARKER}
    for url in (f"/actions/{action.id}", f"/actions/case/{world.case.id}",
                f"/actions/conference/{world.conference.id}"):  # fmt: skip
        assert "Not shared with you" in other.page(url).words


def test_outstanding_references_show_what_is_late_and_leave_out_what_is_settled(
    app: Flask, world: World, store: Database
) -> None:
    with moved_to(now() - timedelta(days=30)), store.writing() as session:
        make_action(session, world, days=3)
    at(store, world, S.ACCEPTED)
    page = browser(app, world, "police").page(f"/actions/conference/{world.conference.id}")
    assert f"{world.case.reference}/1" in page.words
    assert f"{world.case.reference}/2" not in page.words
    assert "Late" in page.words


def test_the_office_changes_replaces_and_gives_an_action_to_another_agency(
    app: Flask, world: World, store: Database
) -> None:
    office = browser(app, world, "coordinator")
    first, second = at(store, world, S.AGREED), at(store, world, S.PROPOSED)
    url = f"/actions/{first.id}"
    assert MARKER in dict(office.page(f"{url}/change").form().fields)["text"]
    changed = {"text": "Fit two locks", **parts("due_on", 9)}
    assert office.submit(f"{url}/change", changed).status_code == 302
    assert "Fit two locks" in office.page(url).words
    fire = str(world.agencies["fire"].id)
    assert office.submit(f"{url}/owner", {"agency": fire, "person": ""}).status_code == 302
    assert state_of(store, first) == S.PROPOSED
    assert office.submit(f"{url}/replace", {"by_action": ""}).status_code == 422
    assert office.submit(f"{url}/replace", {"by_action": str(second.id)}).status_code == 302
    assert f"{world.case.reference}/2" in office.page(url).words


def test_an_owner_names_somebody_of_its_own(app: Flask, world: World, store: Database) -> None:
    action, who = at(store, world, S.AGREED), world.viewers["housing"]
    housing = browser(app, world, "housing")
    sent = housing.submit(f"/actions/{action.id}/owner", {"person": str(who.person_id)})
    assert sent.status_code == 302
    assert who.name in housing.page(f"/actions/{action.id}").words
    foreign = {"person": str(world.viewers["health"].person_id)}
    assert housing.submit(f"/actions/{action.id}/owner", foreign).status_code == 422


def test_the_second_of_two_people_keeps_what_was_typed(
    app: Flask, world: World, store: Database
) -> None:
    action, office = at(store, world, S.AGREED), browser(app, world, "coordinator")
    form = office.page(f"/actions/{action.id}/change").form()
    with store.writing() as session:
        setting.change(session, world.viewers["chair"], action_id=action.id, text="The chair's",
                       due_on=today(), priority="normal")  # fmt: skip
    sent = office.post(
        f"/actions/{action.id}/change", data=form.filled({"text": "The second one's"})
    )
    assert sent.status_code == 422
    assert "Somebody else changed this" in sent.text
    assert "The second one" in sent.text


@pytest.mark.parametrize(
    "wrong",
    [{"text": ""}, {"owner": ""}, {"owner": "outside"}, {"priority": "x"}, {"due_on-year": "abcd"}],
)
def test_a_new_action_that_makes_no_sense_keeps_what_was_typed(
    app: Flask, world: World, wrong: dict[str, str]
) -> None:
    given = {"text": "Fit a lock", "owner": str(world.agencies["housing"].id), "priority": "normal",
             "safe_conditions": "Only on Mondays", **parts("due_on", 3)} | wrong  # fmt: skip
    office = browser(app, world, "coordinator")
    sent = office.submit(f"/actions/case/{world.case.id}/new", given)
    assert sent.status_code == 422
    assert "Only on Mondays" in sent.text


def test_the_guard_stops_a_safe_address_at_the_field(
    app: Flask, world: World, store: Database
) -> None:
    with store.writing() as session:
        answer(session, world, {"victim.current_address": "14 Quernstone Passage"})
    given = {"text": "Lock at 14 Quernstone Passage", "owner": str(world.agencies["housing"].id),
             "priority": "normal", **parts("due_on", 3)}  # fmt: skip
    sent = browser(app, world, "coordinator").submit(f"/actions/case/{world.case.id}/new", given)
    assert sent.status_code == 422
    assert "safe address" in sent.text


def test_foreign_and_concealed_things_are_not_found(
    app: Flask, world: World, store: Database
) -> None:
    action = at(store, world, S.AGREED)
    with store.writing() as session:
        other = make_world(session, {"victim.surname": "Abel"}, state=CaseState.HEARD)
    foreign = browser(app, other, "coordinator")
    for url in (f"/actions/{action.id}", f"/actions/{action.id}/report",
                f"/actions/{action.id}/check", f"/actions/{action.id}/change",
                f"/actions/{action.id}/owner", f"/actions/case/{world.case.id}",
                f"/actions/case/{world.case.id}/new",
                f"/actions/conference/{world.conference.id}"):  # fmt: skip
        foreign.page(url, status=404)
