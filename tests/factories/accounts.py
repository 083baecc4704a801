"""Credentials, and a shortcut past the sign-in page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.accounts import second_factor, sessions
from casework.accounts.current import ACCOUNTS, Accounts
from casework.accounts.models import Credential, SecondFactor, SessionStage
from casework.accounts.passwords import Passwords
from casework.accounts.people import keep_password
from casework.accounts.sessions import Limits, Visit
from casework.clock import now
from casework.config import Settings
from casework.crypto.system import SystemSecrets
from casework.db import Database
from casework.directory.models import Person
from tests.client import PageClient

C = TypeVar("C", bound=FlaskClient)
PASSWORD = "violet harbour kettle"


def make_credential(session: Session, settings: Settings, person_id: UUID) -> Credential:
    """A person who can sign in with `PASSWORD`."""
    person = session.get_one(Person, person_id)
    keep_password(session, person, Passwords(settings).hash(PASSWORD))
    return session.get_one(Credential, person_id)


def make_factor(session: Session, keeper: SystemSecrets, person_id: UUID) -> SecondFactor:
    """A person whose authenticator app is set up."""
    person = session.get_one(Person, person_id)
    factor = second_factor.begin_enrolment(session, keeper, person)
    factor.confirmed_at = now()
    session.flush()
    return factor


def open_session(session: Session, person_id: UUID, limits: Limits | None = None) -> str:
    """A complete session; returns its token."""
    return sessions.begin(
        session,
        session.get_one(Person, person_id),
        stage=SessionStage.OPEN,
        limits=limits or Limits(),
        visit=Visit(browser="Firefox on Windows", address="192.0.2.7"),
    )


def sign_in(client: C, person_id: UUID) -> C:
    """Put a complete session into the browser, without the sign-in page."""
    extensions = client.application.extensions
    store: Database = extensions["confer_database"]
    room: Accounts = extensions[ACCOUNTS]
    with store.writing() as session:
        token = open_session(session, person_id, room.limits)
    client.set_cookie(room.cookie, token)
    return client


def browser_of(app: Flask, viewer: Viewer, *, never: Iterable[str] = ()) -> PageClient:
    """The browser of somebody who is signed in; no page of it may show a word of `never`."""
    made = app.test_client()
    assert isinstance(made, PageClient)
    made.forbidden_markers = set(never)
    return sign_in(made, viewer.person_id)
