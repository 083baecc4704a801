"""One-time links: who makes them, what they open, and that they open it once."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask

from casework.access import Viewer
from casework.accounts import invitations, second_factor
from casework.accounts.current import Accounts
from casework.accounts.models import Credential, Invitation, InvitationPurpose, SignInSession
from casework.accounts.service import (
    issue_first_invitation,
    issue_invitation,
    set_demonstration_password,
    withdraw_access,
)
from casework.clock import moved_to, now
from casework.config import Settings
from casework.db import Database
from casework.directory.models import Person, PersonStatus
from casework.directory.viewers import viewer_of
from casework.errors import NotFound, Refused, WrongState
from tests.casework.accounts.conftest import People, browser
from tests.client import PageClient
from tests.clocks import in_days
from tests.factories.accounts import PASSWORD, make_factor, sign_in

NEW = "lantern across the moor"


@pytest.fixture
def admin(store: Database, people: People) -> Viewer:
    with store.reading() as session:
        return viewer_of(session, people.administrator)


@pytest.fixture
def newcomer(store: Database, people: People) -> Person:
    """Somebody who was added and has not joined."""
    with store.writing() as session:
        person = session.get_one(Person, people.real)
        person.status = PersonStatus.INVITED
        session.delete(session.get_one(Credential, people.real))
        return person


def link(
    store: Database,
    admin: Viewer,
    person: Person,
    purpose: InvitationPurpose = InvitationPurpose.JOIN,
) -> str:
    with store.writing() as session:
        token = issue_invitation(session, admin, person_id=person.id, purpose=purpose)
    return f"/account/invitation/{token}"


def test_an_administrator_makes_a_link_that_is_shown_once(
    client: PageClient, people: People, newcomer: Person, store: Database
) -> None:
    sign_in(client, people.administrator)
    page = client.submit(f"/account/people/{newcomer.id}/link")
    assert page.status_code == 200
    shown = re.search(r"http://localhost(/account/invitation/[\w-]{43})", page.text)
    assert shown is not None
    assert shown[1].rsplit("/", 1)[1] not in client.get(f"/account/people/{newcomer.id}/link").text
    with store.reading() as session:
        stored = session.query(Invitation).one().token_hash
    assert stored not in shown[1]


def test_joining_means_a_password_then_an_app_then_in(
    app: Flask, store: Database, admin: Viewer, newcomer: Person
) -> None:
    client = browser(app)
    url = link(store, admin, newcomer)
    assert "Welcome, Ada Marlowe" in client.page(url).words
    answer = client.submit(url, {"password": NEW})
    assert (answer.status_code, answer.location) == (303, "/account/app")
    assert client.get("/").status_code == 303
    key = re.search(r"<strong>([A-Z2-7 ]{30,})</strong>", client.get("/account/app").text)
    assert key is not None
    code = pyotp.TOTP(key[1].replace(" ", "")).now()
    assert client.submit("/account/app", {"code": code}).status_code == 200
    assert client.get("/").status_code == 200
    with store.reading() as session:
        assert session.get_one(Person, newcomer.id).status == PersonStatus.ACTIVE


def test_a_link_works_once_and_for_two_days(
    app: Flask, store: Database, admin: Viewer, newcomer: Person
) -> None:
    url, moment = link(store, admin, newcomer), now()
    with moved_to(moment + timedelta(days=2, seconds=1)):
        assert browser(app).get(url).status_code == 404
    assert browser(app).submit(url, {"password": NEW}).status_code == 303
    assert browser(app).get(url).status_code == 404
    assert browser(app).get("/account/invitation/never-made").status_code == 404


def test_two_who_open_one_link_at_once_do_not_both_use_it(
    store: Database, admin: Viewer, newcomer: Person
) -> None:
    token = link(store, admin, newcomer).rsplit("/", 1)[1]
    with store.reading() as session:
        offer = invitations.find_offer(session, token)
    with store.writing() as session:
        invitations._use(session, offer)
        with pytest.raises(NotFound):
            invitations._use(session, offer)


def test_a_newer_link_or_lost_access_ends_the_older_one(
    app: Flask, store: Database, admin: Viewer, newcomer: Person
) -> None:
    older, newer = link(store, admin, newcomer), link(store, admin, newcomer)
    assert browser(app).get(older).status_code == 404
    assert browser(app).get(newer).status_code == 200
    with store.writing() as session:
        withdraw_access(session, newcomer.id)
    assert browser(app).get(newer).status_code == 404


def test_a_weak_password_is_refused_and_the_link_still_works(
    client: PageClient, store: Database, admin: Viewer, newcomer: Person
) -> None:
    url = link(store, admin, newcomer)
    for weak in ("short", "AdaMarlowe2026", "password1234"):
        assert client.submit(url, {"password": weak}).status_code == 422
    assert client.submit(url, {"password": NEW}).status_code == 303


def test_a_new_password_keeps_the_authenticator_app_and_ends_every_session(
    app: Flask, client: PageClient, store: Database, room: Accounts, admin: Viewer, people: People
) -> None:
    with store.writing() as session:
        make_factor(session, room.secrets, people.real)
        person = session.get_one(Person, people.real)
    sign_in(client, people.real)
    url = link(store, admin, person, InvitationPurpose.NEW_PASSWORD)
    other = browser(app)
    assert other.submit(url, {"password": NEW}).location == "/account/sign-in"
    assert client.get("/").status_code == 303
    answer = other.submit("/account/sign-in", {"email": person.email, "password": NEW})
    assert answer.location == "/account/sign-in/code"


def test_a_new_app_needs_the_link_and_the_password(
    client: PageClient, store: Database, room: Accounts, admin: Viewer, people: People
) -> None:
    with store.writing() as session:
        make_factor(session, room.secrets, people.real)
        person = session.get_one(Person, people.real)
        second_factor.new_recovery_codes(session, person)
    url = link(store, admin, person, InvitationPurpose.NEW_FACTOR)
    assert client.submit(url, {"password": "a wrong password"}).status_code == 422
    with store.reading() as session:
        assert second_factor.confirmed_factor(session, person.id) is not None
    assert client.submit(url, {"password": PASSWORD}).location == "/account/app"
    with store.reading() as session:
        assert second_factor.confirmed_factor(session, person.id) is None
        assert second_factor.codes_left(session, person.id) == 0
    assert client.get("/").status_code == 303


def test_links_are_made_by_administrators_for_others_who_fit(
    store: Database, admin: Viewer, people: People
) -> None:
    with store.writing() as session:
        officer = viewer_of(session, people.real)
        with pytest.raises(Refused):
            issue_invitation(session, officer, person_id=people.administrator)
        with pytest.raises(Refused):
            issue_invitation(session, admin, person_id=people.administrator)
        with pytest.raises(NotFound):
            issue_invitation(session, admin, person_id=people.invented)
        with pytest.raises(WrongState):
            issue_invitation(session, admin, person_id=people.real)


def test_the_command_line_invites_those_who_have_not_joined_only(
    store: Database, newcomer: Person, people: People
) -> None:
    with store.writing() as session:
        assert len(issue_first_invitation(session, person_id=newcomer.id)) >= 43
        with pytest.raises(WrongState):
            issue_first_invitation(session, person_id=people.administrator)


def test_nobody_sets_the_password_of_a_real_person(
    store: Database, room: Accounts, people: People
) -> None:
    with store.writing() as session:
        given = {"password": NEW}
        set_demonstration_password(session, room.passwords, person_id=people.invented, **given)
        with pytest.raises(Refused):
            set_demonstration_password(session, room.passwords, person_id=people.real, **given)


def test_an_ordinary_person_has_no_page_for_links(client: PageClient, people: People) -> None:
    sign_in(client, people.real)
    assert client.get(f"/account/people/{people.administrator}/link").status_code == 403


def test_another_partnerships_person_is_not_found(client: PageClient, people: People) -> None:
    sign_in(client, people.administrator)
    assert client.get(f"/account/people/{people.invented}/link").status_code == 404


def test_changing_the_password_needs_the_old_one_and_ends_the_other_sessions(
    client: PageClient, app: Flask, people: People, store: Database, settings: Settings
) -> None:
    sign_in(client, people.invented)
    elsewhere = sign_in(browser(app), people.invented)
    for old, new, message in (
        ("wrong password!", NEW, "That is not your password"),
        (PASSWORD, "short", "at least 12"),
    ):
        answer = client.submit("/account/password", {"old": old, "new": new})
        assert answer.status_code == 422
        assert message in answer.text
    assert client.submit("/account/password", {"old": PASSWORD, "new": NEW}).status_code == 303
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 303
    answer = elsewhere.submit("/account/sign-in", {"email": people.invented_email, "password": NEW})
    assert answer.status_code == 303


def test_guessing_the_old_password_is_slowed_too(client: PageClient, people: People) -> None:
    sign_in(client, people.invented)
    with moved_to(now()):
        statuses = [
            client.submit("/account/password", {"old": "wrong guess", "new": NEW}).status_code
            for _ in range(7)
        ]
    assert statuses == [422] * 5 + [429] * 2


def test_a_password_does_not_grow_old(client: PageClient, people: People) -> None:
    with moved_to(in_days(400)):
        answer = client.submit(
            "/account/sign-in", {"email": people.invented_email, "password": PASSWORD}
        )
        assert answer.location == "/"


def test_an_app_is_set_up_from_the_own_account_and_replaced_only_when_the_new_one_works(
    client: PageClient, people: People, store: Database, room: Accounts
) -> None:
    sign_in(client, people.invented)
    for round_ in (1, 2):
        answer = client.submit("/account/app/new", {"password": PASSWORD})
        assert answer.location == "/account/app"
        key = re.search(r"<strong>([A-Z2-7 ]{30,})</strong>", client.get("/account/app").text)
        assert key is not None
        with store.reading() as session:
            found = second_factor.confirmed_factor(session, people.invented)
        assert (found is None) is (round_ == 1)
        code = pyotp.TOTP(key[1].replace(" ", "")).now()
        assert client.submit("/account/app", {"code": code}).status_code == 200
        with store.reading() as session:
            assert second_factor.waiting_factor(session, people.invented) is None
            new = second_factor.confirmed_factor(session, people.invented)
        assert new is not None
        assert found is None or new.id != found.id
    answer = client.submit("/account/recovery-codes", {"password": PASSWORD})
    assert len(re.findall(r"<strong>([a-z2-7-]{29})</strong>", answer.text)) == 8


def test_pages_that_are_not_due_lead_on(client: PageClient, people: People) -> None:
    for url in ("/account/app", "/account/unlock", "/account/sign-in/code"):
        assert client.get(url).location == "/account/sign-in"
    sign_in(client, people.invented)
    assert client.get("/account/app").location == "/account/"
    assert client.get("/account/unlock").location == "/account/sign-in"


def test_ended_sessions_keep_their_reason(
    client: PageClient, people: People, store: Database
) -> None:
    sign_in(client, people.invented)
    client.post("/account/sign-out", data={"csrf_token": client.token("/account/")})
    with store.reading() as session:
        assert session.query(SignInSession).one().ended_because == "signed_out"
