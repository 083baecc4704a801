"""Sessions: limits, renewal, and the many ways to end them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from casework.accounts.current import Accounts
from casework.accounts.models import SessionEnd, SessionStage, SignInSession
from casework.accounts.service import withdraw_access
from casework.accounts.sessions import Visit, begin, find
from casework.clock import moved_to, today
from casework.db import Database
from casework.directory.models import Person, PersonStatus
from tests.casework.accounts.conftest import People, browser
from tests.client import PageClient
from tests.factories.accounts import open_session, sign_in

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def status(client: PageClient, at: datetime) -> int:
    with moved_to(at):
        return client.get("/").status_code


def test_a_session_ends_after_fifteen_minutes_without_use(
    client: PageClient, people: People
) -> None:
    with moved_to(START):
        sign_in(client, people.real)
    assert status(client, START + 14.5 * MINUTE) == 200
    assert status(client, START + 29 * MINUTE) == 200
    assert status(client, START + 44.5 * MINUTE) == 303


def test_a_session_ends_after_eight_hours_however_busy(client: PageClient, people: People) -> None:
    with moved_to(START):
        sign_in(client, people.real)
    for minute in range(10, 8 * 60, 10):
        assert status(client, START + minute * MINUTE) == 200
    assert status(client, START + 8 * 60 * MINUTE) == 303


def test_the_idle_limit_is_a_setting(app: Flask, room: Accounts) -> None:
    assert room.limits.idle == 15 * MINUTE
    assert room.limits.absolute == 8 * 60 * MINUTE


def test_being_seen_is_written_at_most_once_a_minute(
    client: PageClient, people: People, store: Database
) -> None:
    with moved_to(START):
        sign_in(client, people.real)
    written: list[str] = []
    event.listen(
        store.engine,
        "before_cursor_execute",
        lambda _c, _k, statement, *_: written.append(statement.split()[0]),
    )
    for second in range(0, 130, 10):
        assert status(client, START + timedelta(seconds=second)) == 200
    assert written.count("UPDATE") == 2
    assert "INSERT" not in written


def test_the_database_holds_only_the_hash_of_the_token(store: Database, people: People) -> None:
    with store.writing() as session:
        token = open_session(session, people.real)
        (row,) = session.query(SignInSession)
    assert len(token) >= 43
    assert token not in (row.token_hash, str(row.id))
    assert len(row.token_hash) == 64


def test_a_suspended_person_is_out_at_the_next_request(
    client: PageClient, people: People, store: Database
) -> None:
    sign_in(client, people.real)
    assert client.get("/").status_code == 200
    with store.writing() as session:
        session.get_one(Person, people.real).status = PersonStatus.SUSPENDED
    assert client.get("/").status_code == 303


def test_withdrawing_access_ends_every_session_for_good(
    client: PageClient, people: People, store: Database
) -> None:
    sign_in(client, people.real)
    with store.writing() as session:
        withdraw_access(session, people.real)
    assert client.get("/").status_code == 303
    with store.reading() as session:
        (row,) = session.query(SignInSession)
    assert row.ended_because == SessionEnd.ACCESS_WITHDRAWN


@pytest.mark.parametrize("stage", [SessionStage.CODE, SessionStage.ENROLMENT, SessionStage.LOCKED])
def test_only_an_open_session_is_a_signed_in_person(
    client: PageClient, people: People, store: Database, room: Accounts, stage: SessionStage
) -> None:
    with store.writing() as session:
        person = session.get_one(Person, people.real)
        token = begin(session, person, stage=stage, limits=room.limits, visit=Visit())
    client.set_cookie(room.cookie, token)
    answer = client.get("/")
    assert answer.status_code == 303
    expected = {"code": "sign-in/code", "enrolment": "app", "locked": "unlock"}[stage]
    assert answer.location == f"/account/{expected}?next=/"


def test_half_a_sign_in_lives_ten_minutes(store: Database, people: People, room: Accounts) -> None:
    with moved_to(START), store.writing() as session:
        person = session.get_one(Person, people.real)
        token = begin(session, person, stage=SessionStage.CODE, limits=room.limits, visit=Visit())
    for minutes, there in ((9.9, True), (10, False)):
        with moved_to(START + minutes * MINUTE), store.reading() as session:
            assert (find(session, token, room.limits) is not None) is there


def test_people_see_and_end_their_own_sessions_only(
    app: Flask, client: PageClient, people: People, store: Database
) -> None:
    sign_in(client, people.real)
    with store.writing() as session:
        open_session(session, people.real)
        open_session(session, people.administrator)
        mine, others = (
            [str(s.id) for s in session.query(SignInSession).filter_by(person_id=who)]
            for who in (people.real, people.administrator)
        )
    page = client.page("/account/")
    ends = [f.action for f in page.forms if f.action.endswith("/end")]
    assert len(ends) == 1
    assert ends[0].split("/")[-2] in mine
    token = client.token("/account/")
    foreign = f"/account/sessions/{others[0]}/end"
    assert client.post(foreign, data={"csrf_token": token}).status_code == 404
    assert client.post(ends[0], data={"csrf_token": token}).status_code == 303
    assert not [f for f in client.page("/account/").forms if f.action.endswith("/end")]
    assert _live(store, people.administrator) == 1


def _live(store: Database, person_id: object) -> int:
    with store.reading() as session:
        found = session.query(SignInSession).filter_by(person_id=person_id, ended_at=None)
        return found.count()


def test_signing_out_elsewhere_keeps_this_browser(
    client: PageClient, people: People, store: Database
) -> None:
    sign_in(client, people.real)
    with store.writing() as session:
        open_session(session, people.real)
    assert client.submit("/account/", action="/account/sessions/end-others").status_code == 303
    assert client.get("/").status_code == 200
    assert _live(store, people.real) == 1


def test_signing_out_everywhere_ends_this_browser_too(
    client: PageClient, people: People, store: Database
) -> None:
    sign_in(client, people.real)
    answer = client.submit("/account/", action="/account/sessions/end-all")
    assert answer.headers["Clear-Site-Data"]
    assert _live(store, people.real) == 0
    assert client.get("/").status_code == 303


def test_signing_out_kills_the_cookie_wherever_it_was_copied(
    app: Flask, client: PageClient, people: People, room: Accounts
) -> None:
    sign_in(client, people.real)
    copied = client.get_cookie(room.cookie)
    assert copied is not None
    token = client.token("/account/")
    assert client.post("/account/sign-out", data={"csrf_token": token}).status_code == 303
    thief = browser(app)
    thief.set_cookie(room.cookie, copied.value)
    for url in ("/", "/cases", "/account/", "/directory/"):
        assert thief.get(url).status_code == 303


def test_signing_out_needs_the_token_of_the_form(client: PageClient, people: People) -> None:
    sign_in(client, people.real)
    assert client.post("/account/sign-out").status_code == 400
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("token", ["", "x", "ä" * 40, "a" * 3900, "'; DROP TABLE person; --"])
def test_a_cookie_that_is_no_token_is_nobody(
    client: PageClient, room: Accounts, token: str
) -> None:
    client.set_cookie(room.cookie, token)
    assert client.get("/").status_code == 303


def test_a_session_says_since_when_and_in_which_browser(client: PageClient, people: People) -> None:
    sign_in(client, people.real)
    words = client.page("/account/").words
    assert "Firefox on Windows (this one)" in words
    assert f"{today():%B %Y}" in words
