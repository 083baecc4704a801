"""Before what cannot be undone, and before every export, the person proves again who they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pyotp
import pytest
from flask import Blueprint, Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import StringField

from casework.access import Action
from casework.accounts import second_factor
from casework.accounts.current import ACCOUNTS
from casework.accounts.models import SessionEnd, SignInSession
from casework.accounts.views import bp as accounts
from casework.clock import moved_to, now
from casework.config import Settings
from casework.crypto.keystore import KeyStore
from casework.crypto.system import SystemSecrets
from casework.db import Database
from casework.web.forms import ConferForm
from casework.web.guard import allows, fresh
from casework.web.kit import form_page
from tests.casework.accounts.conftest import People, browser, make_small_app
from tests.client import Page, PageClient
from tests.factories.accounts import PASSWORD, make_factor, sign_in

room = Blueprint("room", __name__)
done: list[list[str]] = []


class ActForm(ConferForm):
    """Something that matters."""

    reason = StringField("Reason")


@room.route("/act", methods=["GET", "POST"])
@allows(Action.ACCOUNT_OWN)
@fresh
def act() -> ResponseReturnValue:
    form = ActForm()
    if form.validate_on_submit():
        done.append(request.form.getlist("which"))
        return f"Done because {form.reason.data}"
    return form_page("form_page.html", form, heading="Act", back="/")


@room.get("/figures.csv")
@allows(Action.ACCOUNT_OWN)
def figures() -> ResponseReturnValue:
    return "1,2,3"


@pytest.fixture
def site(settings: Settings, store: Database, keys: KeyStore) -> Flask:
    assert accounts
    done.clear()
    return make_small_app(settings, store, keys, room)


@pytest.fixture
def keeper(site: Flask) -> SystemSecrets:
    found: SystemSecrets = site.extensions[ACCOUNTS].secrets
    return found


def code(store: Database, keeper: SystemSecrets, person: UUID, moment: datetime) -> str:
    with store.reading() as session:
        factor = second_factor.confirmed_factor(session, person)
        assert factor is not None
        secret = second_factor.setup_key(keeper, factor).replace(" ", "")
    return pyotp.TOTP(secret).at(moment)


def stale(store: Database, client: PageClient, person: UUID) -> PageClient:
    """Signed in, in use all the time, and proved twenty minutes ago."""
    sign_in(client, person)
    with store.writing() as session:
        for row in session.scalars(select(SignInSession)):
            row.proved_at = now() - timedelta(minutes=20)
    return client


def test_whoever_signed_in_a_moment_ago_is_not_asked(site: Flask, people: People) -> None:
    client = sign_in(browser(site), people.real)
    assert client.submit("/act", {"reason": "It is time."}).text == "Done because It is time."
    assert client.get("/figures.csv").text == "1,2,3"


def test_after_a_quarter_of_an_hour_a_code_is_asked_for_and_nothing_typed_is_lost(
    site: Flask, store: Database, keeper: SystemSecrets, people: People
) -> None:
    with store.writing() as session:
        make_factor(session, keeper, people.real)
    client = stale(store, browser(site), people.real)
    asked = client.submit("/act", {"reason": 'It is "time" & <late>.', "which": ["a", "b"]})
    assert "Is it really you?" in asked.text
    assert done == []
    form = Page(asked.text).form()
    wrong = client.post("/act", data=form.filled({"proof": "000000"}))
    assert wrong.status_code == 422
    assert done == []
    right = Page(wrong.text).form().filled({"proof": code(store, keeper, people.real, now())})
    answer = client.post("/act", data=right)
    assert answer.text == 'Done because It is "time" & <late>.'
    assert done == [["a", "b"]]
    # It counts for the next quarter of an hour.
    assert client.submit("/act", {"reason": "Again."}).text == "Done because Again."


def test_without_an_app_the_password_is_asked_for(
    site: Flask, store: Database, people: People
) -> None:
    client = stale(store, browser(site), people.invented)
    form = Page(client.submit("/act", {"reason": "Now."}).text).form()
    assert client.post("/act", data=form.filled({"proof": "not it at all"})).status_code == 422
    assert client.post("/act", data=form.filled({"proof": PASSWORD})).text == "Done because Now."


def test_a_proof_without_the_token_of_the_page_is_none(
    site: Flask, store: Database, people: People
) -> None:
    client = stale(store, browser(site), people.invented)
    client.post("/act", data={"proving": "yes", "proof": PASSWORD, "reason": "Now."})
    assert done == []


def test_an_export_leads_to_the_question_and_from_there_to_the_file(
    site: Flask, store: Database, people: People
) -> None:
    client = stale(store, browser(site), people.invented)
    away = client.get("/figures.csv?year=2025")
    assert away.status_code == 303
    answer = client.submit(away.headers["Location"], {"proof": PASSWORD})
    assert answer.headers["Location"] == "/figures.csv?year=2025"
    assert client.get("/figures.csv?year=2025").text == "1,2,3"


def test_reading_a_page_that_leads_to_an_act_asks_nothing(
    site: Flask, store: Database, people: People
) -> None:
    assert "Reason" in stale(store, browser(site), people.invented).page("/act").words


def test_guessing_codes_ends_the_session(
    site: Flask, store: Database, keeper: SystemSecrets, people: People
) -> None:
    with store.writing() as session:
        make_factor(session, keeper, people.real)
    client = stale(store, browser(site), people.real)
    asked = client.submit("/act", {"reason": "Now."})
    moment = now()
    for n in range(5):
        # Far enough apart that the wait between tries is over.
        with moved_to(moment + timedelta(minutes=2 * n)):
            client.post("/act", data=Page(asked.text).form().filled({"proof": "000000"}))
    with store.reading() as session:
        (row,) = session.scalars(select(SignInSession))
        assert row.ended_because == SessionEnd.TOO_MANY_TRIES


def test_unlocking_with_the_password_is_no_proof_where_there_is_an_app(
    site: Flask, store: Database, keeper: SystemSecrets, people: People
) -> None:
    with store.writing() as session:
        make_factor(session, keeper, people.real)
    client = stale(store, browser(site), people.real)
    client.post("/account/lock", data={"csrf_token": client.token("/act")})
    client.submit("/account/unlock", {"password": PASSWORD})
    assert "Is it really you?" in client.submit("/act", {"reason": "Now."}).text
