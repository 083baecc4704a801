"""The pages of a meeting: everything is done with forms, and nothing hidden shows."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from casework.access import Role
from casework.cases.answers import NewAnswer, write_answers
from casework.cases.exclusions import exclude
from casework.cases.models import Case
from casework.clock import moved_to, now
from casework.conferences.models import AgendaItem, Attendance, Meeting
from casework.conferences.service import signing, sitting
from casework.conferences.vocabulary import ItemState, MeetingState
from casework.conferences.work import work_for
from casework.db import Database
from casework.directory.models import ConferenceKind
from tests.casework.conferences.conftest import TUESDAY, Browser
from tests.client import PageClient
from tests.factories.conferences import (
    Table,
    act,
    begin,
    decide,
    hear,
    make_open_case,
    minute,
    put_on,
    start,
)
from tests.factories.directory import make_conference, make_viewer

SECRET = "Wrexley-intelligence"


def _url(table: Table, page: str = "") -> str:
    return f"/conferences/meetings/{table.meeting.id}{page}"


def _case_url(table: Table, place: int = 0, page: str = "") -> str:
    return _url(table, f"/cases/{table.items[place].id}{page}")


def _press(client: PageClient, page: str, action: str, data: dict[str, Any] | None = None) -> str:
    """Press one button of a page and read where it leads."""
    response = client.submit(page, data or {}, action=action, follow_redirects=True)
    assert response.status_code == 200, response.status_code
    return response.text


@pytest.fixture
def sitting_table(store: Database, table: Table) -> Table:
    """In session, the first case being heard, chair, coordinator and housing signed."""
    with store.writing() as session:
        start(session, table, signed=("chair", "coordinator", "housing"))
        begin(session, table)
    return table


def test_a_meeting_is_scheduled_opened_filled_and_begun_by_forms(
    store: Database, table: Table, browser: Browser
) -> None:
    client = browser("coordinator")
    form = f"/conferences/{table.world.conference.id}/meetings/new"
    given = {"day-day": "17", "day-month": "3", "day-year": "2026", "time": "2:30pm"}
    response = client.submit(form, given | {"place": "Online"})
    assert response.status_code == 302
    page = response.headers["Location"]
    assert "Meeting on 17 March 2026" in client.page(page).words
    assert "Agenda open" in _press(client, page, f"{page}/steps/open-agenda")
    with store.writing() as session:
        case = make_open_case(session, table.world)
    added = client.post(
        f"{page}/agenda/add", data={"case": str(case.id), "csrf_token": client.token(page)}
    )
    assert added.status_code == 302
    assert case.reference in client.page(f"{page}/agenda").words
    assert "In session now" in _press(client, page, f"{page}/steps/start")


def test_a_meeting_in_the_past_or_without_a_place_is_refused_beside_the_field(
    table: Table, browser: Browser
) -> None:
    client = browser("coordinator")
    form = f"/conferences/{table.world.conference.id}/meetings/new"
    given: dict[str, Any] = {"day-day": "1", "day-month": "3", "day-year": "2026", "time": "25:00"}
    response = client.submit(form, given | {"place": "Somewhere"})
    assert response.status_code == 422
    assert "Enter a time" in response.text
    response = client.submit(form, given | {"place": "Somewhere", "time": "10am"})
    assert "must be in the future" in response.text
    assert 'value="Somewhere"' in response.text


def test_two_people_moving_a_meeting_the_second_loses_nothing(
    store: Database, table: Table, browser: Browser
) -> None:
    client, page = browser("coordinator"), _url(table, "/time")
    sent = client.page(page).form().filled({"place": "The annexe"})
    assert client.submit(page, {"place": "Room 9"}).status_code == 302
    response = client.post(page, data=sent)
    assert response.status_code == 422
    assert "Somebody else changed this" in response.text
    assert "The annexe" in response.text


def test_the_order_is_changed_by_buttons(table: Table, browser: Browser) -> None:
    client, page = browser("coordinator"), _url(table, "/agenda")
    first, second = (c.reference for c in table.cases)
    before = client.page(page).words
    assert before.index(first) < before.index(second)
    down = _url(table, f"/agenda/{table.items[0].id}/down")
    after = _press(client, page, down)
    assert after.index(second) < after.index(first)


def test_a_stale_order_is_refused_in_words(table: Table, browser: Browser) -> None:
    client, page = browser("coordinator"), _url(table, "/agenda")
    down = _url(table, f"/agenda/{table.items[0].id}/down")
    sent = client.page(page).form(down).filled() | {"version": "1"}
    client.post(down, data=sent)
    text = client.post(down, data=sent, follow_redirects=True).text
    assert "Somebody else changed this agenda" in text


def test_a_case_is_put_off_with_its_reason(table: Table, browser: Browser) -> None:
    client = browser("coordinator")
    form = _url(table, f"/agenda/{table.items[0].id}/off")
    assert client.submit(form, {}).status_code == 422
    client.submit(form, {"reason": "research_missing"})
    assert "Research is missing" in client.page(_url(table)).words


def test_signing_opens_the_live_screen(store: Database, table: Table, browser: Browser) -> None:
    with store.writing() as session:
        start(session, table)
        begin(session, table)
        case = session.get_one(Case, table.cases[0].id)
        told = [NewAnswer("research.item_intelligence", SECRET)]
        write_answers(session, table.viewer("police"), case=case, answers=told)
    client = browser("housing")
    client.forbidden_markers = {SECRET}
    assert client.get(_case_url(table)).headers["Location"].endswith("/sign")
    assert client.submit(_url(table, "/sign"), {}).status_code == 422
    response = client.submit(_url(table, "/sign"), {"agree": "y", "nothing": "nothing"})
    assert response.headers["Location"].endswith("/now")
    client.forbidden_markers = set()
    assert SECRET in client.get(_url(table, "/now"), follow_redirects=True).text


def test_a_passage_and_an_action_are_taken_without_leaving_the_screen(
    sitting_table: Table, browser: Browser
) -> None:
    table, client = sitting_table, browser("coordinator")
    page, agency = _case_url(table), str(table.world.agencies["housing"].id)
    text = _press(client, page, f"{page}/passages", {
        "passage-source": agency, "passage-heading": "minute.told_housing",
        "passage-text": "Two months in arrears",
    })  # fmt: skip
    assert "Two months in arrears" in text
    text = _press(client, page, f"{page}/actions", {
        "action-text": "Offer a payment plan", "action-owner": agency, "action-due_on-day": "24",
        "action-due_on-month": "3", "action-due_on-year": "2026",
    })  # fmt: skip
    assert "Offer a payment plan" in text


def test_a_passage_that_is_not_complete_keeps_what_was_typed(
    sitting_table: Table, browser: Browser
) -> None:
    table, client = sitting_table, browser("coordinator")
    page = _case_url(table)
    response = client.submit(page, {"passage-text": "Half a thought"}, action=f"{page}/passages")
    assert response.status_code == 422
    assert "Half a thought" in response.text
    assert "Choose what it is about" in response.text or "Select what" in response.text


def test_an_address_in_the_minutes_is_refused(
    store: Database, sitting_table: Table, browser: Browser
) -> None:
    table, client = sitting_table, browser("coordinator")
    with store.writing() as session:
        case = session.get_one(Case, table.cases[0].id)
        held = [NewAnswer("victim.current_address", "14 Larch Terrace, London EC2Y 8AB")]
        write_answers(session, table.viewer("police"), case=case, answers=held)
    page = _case_url(table)
    response = client.submit(page, {
        "passage-source": str(table.world.agencies["housing"].id),
        "passage-heading": "minute.passage", "passage-text": "Moved to 14 Larch Terrace in May",
    }, action=f"{page}/passages")  # fmt: skip
    assert response.status_code == 422
    assert "safe address" in response.text


def test_tools_outcome_and_the_end_of_a_case(
    store: Database, sitting_table: Table, browser: Browser
) -> None:
    table, client = sitting_table, browser("chair")
    page = _case_url(table)
    assert "Record the outcome" in _press(client, page, f"{page}/end")
    tools = f"{page}/tools"
    response = client.submit(tools, {"closure-decision": "considered_not_used"})
    assert response.status_code == 422
    assert "enter why it was not used" in response.text
    given = {"closure-decision": "considered_not_used", "closure-why": "Would move it next door"}
    client.submit(tools, given, button=("rest", "yes"))
    assert "Would move it next door" in client.get(tools).text
    form = f"{page}/outcome"
    assert client.submit(form, {"outcome": "no_legal_route", "words": "Weekly visits"}
                         ).status_code == 422  # fmt: skip
    client.submit(form, {"outcome": "bring_back", "words": "Look again in April"})
    assert "Heard" in _press(client, page, f"{page}/end")
    with store.reading() as session:
        assert session.get_one(AgendaItem, table.items[0].id).state == ItemState.HEARD


def test_the_screen_asks_for_news_and_hears_nothing_when_there_is_none(
    store: Database, sitting_table: Table, browser: Browser
) -> None:
    table, client = sitting_table, browser("housing")
    ask = _changes(client, table)
    assert client.get(ask).status_code == 204
    with store.writing() as session:
        minute(session, table, "housing", "minute.passage", "Something said")
    news = client.get(ask)
    assert news.status_code == 200
    assert "Something said" in news.text
    assert "<html" not in news.text


def test_what_one_may_not_see_does_not_stir_the_screen(
    store: Database, sitting_table: Table, browser: Browser
) -> None:
    table, client = sitting_table, browser("housing")
    ask = _changes(client, table)
    with store.writing() as session:
        case = session.get_one(Case, table.cases[0].id)
        private = [NewAnswer("research.item_health", SECRET, released=False)]
        write_answers(session, table.viewer("health"), case=case, answers=private)
        hidden = put_on(session, table, urgent=True)
        exclude(session, table.chair, case=table.cases[-1],
                agency_id=table.world.agencies["housing"].id)  # fmt: skip
    assert hidden.id not in {i.id for i in table.items[:2]}
    assert client.get(ask).status_code == 204


def _changes(client: PageClient, table: Table) -> str:
    html = client.get(_case_url(table)).text
    found = re.search(r'hx-get="([^"]*/changes[^"]*)"', html)
    assert found is not None
    return found[1].replace("&amp;", "&")


PAGES = ("", "/agenda", "/minutes", "/interests", "/attendance")


@pytest.mark.parametrize("name", ["housing", "chair"])
def test_a_hidden_case_leaves_no_trace_on_any_page(
    store: Database, table: Table, browser: Browser, name: str
) -> None:
    with store.writing() as session:
        start(session, table, signed=("chair", "coordinator", "housing"))
    client = browser(name)
    mine = PAGES if name == "chair" else ("", "/minutes", "/interests")
    pages = [_url(table, p) for p in mine]
    pages += [_case_url(table), "/conferences/", _url(table, "/now")]
    before = [_plain(client, p) for p in pages]
    with store.writing() as session:
        put_on(session, table, ("Hidden", "Hollyhock"), urgent=True)
        who = table.viewer(name).person_id
        exclude(session, table.coordinator, case=table.cases[-1], person_id=who)
        sitting.begin_case(
            session, table.coordinator, meeting_id=table.meeting.id, item_id=table.items[-1].id
        )
        minute(session, table, "housing", "minute.passage", "Hollyhock", place=2)
    client.forbidden_markers = {"Hollyhock", table.items[-1].code, table.cases[-1].reference}
    assert [_plain(client, p) for p in pages] == before
    assert client.get(_case_url(table, 2)).status_code == 404


def _plain(client: PageClient, page: str) -> str:
    text = client.get(page, follow_redirects=True).text
    # Tokens and nonces are new at every look.
    return re.sub(r'(nonce|value|content)="[\w.\-]{20,}"|nonce-[\w\-]+|\?v=\w+', "", text)


def test_the_room_screen_blocks_while_a_guest_is_there(
    sitting_table: Table, browser: Browser
) -> None:
    table, client = sitting_table, browser("chair")
    page = _url(table, "/attendance")
    client.submit(page, {"name": "A student nurse"}, action=page)
    assert "guest is in the room" in client.page(_url(table, "/room")).words
    assert "Quillon" not in client.page(_url(table, "/room")).words


def test_the_room_screen_names_those_who_have_not_signed(
    store: Database, sitting_table: Table, browser: Browser
) -> None:
    table, client = sitting_table, browser("chair")
    assert "Quillon" in client.page(_url(table, "/room")).words
    health = table.viewer("health")
    to = _url(table, f"/attendance/people/{health.person_id}")
    _press(client, _url(table, "/attendance"), to, {"what": "came"})
    words = client.page(_url(table, "/room")).words
    assert f"Not signed yet: {health.name}" in words
    assert "Quillon" not in words


def test_leaving_for_a_case_closes_the_screen_of_whoever_left(
    store: Database, sitting_table: Table, browser: Browser
) -> None:
    table, chair, housing = sitting_table, browser("chair"), browser("housing")
    with store.reading() as session:
        row = session.scalar(
            select(Attendance).where(Attendance.person_id == table.viewer("housing").person_id)
        )
    assert row is not None
    page = _case_url(table)
    sent = {"attendance": str(row.id), "csrf_token": chair.token(page)}
    chair.post(f"{page}/leave", data=sent)
    assert "You have left the room" in housing.page(page).words
    chair.post(f"{page}/leave", data=sent | {"back": "yes"})
    assert "What agencies share" in housing.page(page).words


def test_declaring_an_interest_from_the_screen(sitting_table: Table, browser: Browser) -> None:
    table, client = sitting_table, browser("housing")
    form = _url(table, f"/interests/{table.items[0].id}")
    response = client.submit(form, {"nature": "My cousin"}, follow_redirects=True)
    assert "closed to you" in response.text
    assert client.get(_case_url(table)).status_code == 404


def test_apologies_and_attendance_by_forms(store: Database, table: Table, browser: Browser) -> None:
    client = browser("housing")
    assert "You have sent apologies" in _press(client, _url(table), _url(table, "/apologies"))
    assert client.get(_url(table, "/attendance")).status_code == 403
    office = browser("coordinator")
    assert "Apologies" in office.page(_url(table, "/attendance")).words


def test_minutes_are_corrected_while_a_draft_and_added_to_afterwards(
    store: Database, sitting_table: Table, browser: Browser
) -> None:
    table, client = sitting_table, browser("chair")
    with store.writing() as session:
        passage = minute(session, table, "housing", "minute.passage", "He said May")
        decide(session, table)
        at: dict[str, Any] = {"meeting_id": table.meeting.id}
        sitting.end_case(session, table.chair, item_id=table.items[0].id, **at)
        sitting.end_session(session, table.chair, **at)
    form = _case_url(table, page=f"/passages/{passage}")
    assert "He said May" in client.get(form).text
    client.submit(form, {"text": "He said June"})
    words = client.page(_url(table, "/minutes")).words
    assert "He said June" in words
    assert "He said May" not in words
    _press(client, _url(table), _url(table, "/steps/approve"))
    later = _case_url(table, page="/passages/new")
    client.submit(later, {
        "passage-source": str(table.world.agencies["housing"].id),
        "passage-heading": "minute.passage", "passage-text": "It was the first of June",
    })  # fmt: skip
    assert "Added later" in client.page(_url(table, "/minutes")).words
    assert "Minutes locked" in _press(client, _url(table), _url(table, "/steps/lock"))


def test_each_agency_prints_its_own_minutes(
    store: Database, sitting_table: Table, browser: Browser
) -> None:
    table = sitting_table
    with store.writing() as session:
        minute(session, table, "health", "minute.told_health", "Marlowe-health")
    client = browser("housing")
    client.forbidden_markers = {"Marlowe-health"}
    client.page(_url(table, "/minutes"))
    assert "Marlowe-health" in browser("health").page(_url(table, "/minutes")).words


def test_the_work_list_names_meetings_statements_and_minutes(store: Database, table: Table) -> None:
    def kinds(name: str) -> list[str]:
        with store.reading() as session:
            return [i.kind for i in work_for(session, table.viewer(name))]

    assert kinds("housing") == ["sign_statement"]
    with store.writing() as session:
        start(session, table)
        hear(session, table)
        signing.sign(session, table.viewer("housing"), meeting_id=table.meeting.id)
        sitting.end_session(session, table.chair, meeting_id=table.meeting.id)
    assert kinds("housing") == []
    assert kinds("chair") == ["approve_minutes", "follow_up_absence"]
    assert kinds("stranger") == []


def test_a_signature_ends_with_the_day(store: Database, sitting_table: Table) -> None:
    table = sitting_table
    with moved_to(TUESDAY + timedelta(days=1)), store.reading() as session:
        meeting = session.get_one(Meeting, table.meeting.id)
        who = table.viewer("housing").person_id
        assert now() > TUESDAY
        assert not signing.has_signed(session, meeting, who)


@pytest.mark.parametrize("name", ["stranger"])
def test_meetings_of_others_are_not_found(table: Table, browser: Browser, name: str) -> None:
    client = browser(name)
    assert client.get(_url(table)).status_code in (403, 404)
    assert Role.LAY_MEMBER not in {a.role for a in table.viewer(name).appointments}


def test_research_is_asked_for_all_cases_in_one_press(table: Table, browser: Browser) -> None:
    client = browser("coordinator")
    text = _press(client, _url(table), _url(table, "/research"))
    assert "22 requests sent" in text
    assert "asked already" in _press(client, _url(table), _url(table, "/research"))


def test_actions_stand_in_the_minutes(
    store: Database, sitting_table: Table, browser: Browser
) -> None:
    with store.writing() as session:
        act(session, sitting_table, "housing", "Fit the chain")
        assert sitting_table.meeting.state != MeetingState.LOCKED
    assert "Fit the chain" in browser("housing").page(_url(sitting_table, "/minutes")).words


def test_a_board_page_offers_no_cases(store: Database, table: Table, browser: Browser) -> None:
    fire = table.world.agencies["fire"]
    with store.writing() as session:
        board = make_conference(session, table.world.partnership, ConferenceKind.BOARD, (fire,))
        chair = make_viewer(session, fire, Role.REVIEW_CHAIR, board)
        lay = make_viewer(session, fire, Role.LAY_MEMBER, board)
    table.world.viewers |= {"board_chair": chair, "lay": lay}
    client = browser("board_chair")
    form = f"/conferences/{board.id}/meetings/new"
    given = {"day-day": "10", "day-month": "3", "day-year": "2026", "time": "11am"}
    page = client.submit(form, given | {"place": "Guildhall"}).headers["Location"]
    for step in ("open-agenda", "start"):
        _press(client, page, f"{page}/steps/{step}")
    member = browser("lay")
    assert "hears no cases" in member.page(page).words
    member.submit(f"{page}/sign", {"agree": "y", "nothing": "nothing"})
    assert lay.name in client.page(f"{page}/attendance").words
    assert member.get(f"{page}/agenda").status_code == 403
    assert member.get(_url(table)).status_code == 404


def test_what_is_unfolded_stays_unfolded_while_others_minute(
    store: Database, sitting_table: Table, browser: Browser
) -> None:
    table, client = sitting_table, browser("housing")
    ask = _changes(client, table)
    with store.writing() as session:
        minute(session, table, "housing", "minute.passage", "Something said")
    assert 'id="referral"' not in client.get(ask).text
    with store.writing() as session:
        begin(session, table, 1)
    assert 'id="referral"' in client.get(ask).text


def test_the_page_between_two_cases_moves_on_by_itself(
    store: Database, table: Table, browser: Browser
) -> None:
    with store.writing() as session:
        start(session, table, signed=("chair", "housing"))
    client, script = browser("housing"), {"HX-Request": "true"}
    assert "Between two cases" in client.page(_url(table, "/now")).words
    assert client.get(_url(table, "/now"), headers=script).status_code == 204
    with store.writing() as session:
        begin(session, table)
    moved = client.get(_url(table, "/now"), headers=script)
    assert moved.headers["HX-Redirect"] == _case_url(table)
