"""A small application with sign-in and one page, whatever the rest of the house is doing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Blueprint, Flask

from casework.access import Action, Role
from casework.accounts.current import ACCOUNTS, Accounts
from casework.accounts.login import init_accounts
from casework.accounts.views import bp as accounts
from casework.config import Settings
from casework.crypto.keystore import KeyStore
from casework.crypto.system import SystemSecrets
from casework.db import Database
from casework.directory.models import AgencyType
from casework.directory.views import bp as directory
from casework.web.errors import register_errors
from casework.web.guard import allows, viewer
from casework.web.setup import init_web
from casework.web.transaction import init_transactions
from tests.client import PageClient
from tests.factories.accounts import make_credential
from tests.factories.directory import make_agency, make_conference, make_partnership, make_person


def who() -> str:
    """Who the application thinks is asking."""
    return viewer().agency_code


def make_small_app(settings: Settings, store: Database, keys: KeyStore, *rooms: Blueprint) -> Flask:
    """Sign-in, a page that says who asks, and further rooms."""
    app = Flask("casework", static_folder=None)
    app.config.update(SECRET_KEY=settings.secret_key, TESTING=True, PROPAGATE_EXCEPTIONS=False)
    init_transactions(app, store)
    init_web(app)
    register_errors(app)
    init_accounts(app, SystemSecrets(keys), settings)
    app.register_blueprint(accounts)
    app.add_url_rule("/", "home", allows(Action.ACCOUNT_OWN)(who))
    app.add_url_rule("/cases", "cases", allows(Action.CASE_LIST)(who))
    for room in rooms:
        app.register_blueprint(room)
    app.test_client_class = PageClient
    return app


def browser(app: Flask) -> PageClient:
    """One more browser."""
    made = app.test_client()
    assert isinstance(made, PageClient)
    return made


@dataclass(frozen=True)
class People:
    """One person each, who can sign in with `PASSWORD`."""

    real: UUID
    real_email: str
    invented: UUID
    invented_email: str
    administrator: UUID
    other_administrator: UUID


@pytest.fixture
def app(settings: Settings, store: Database, keys: KeyStore) -> Flask:
    """The small application."""
    return make_small_app(settings, store, keys, directory)


@pytest.fixture
def room(app: Flask) -> Accounts:
    """What signing in needs."""
    found = app.extensions[ACCOUNTS]
    assert isinstance(found, Accounts)
    return found


@pytest.fixture
def people(store: Database, settings: Settings) -> People:
    """A real partnership with a police officer and two administrators; an invented nurse."""
    with store.writing() as session:
        real, invented = make_partnership(session), make_partnership(session, demonstration=True)
        police = make_agency(session, real)
        office = make_agency(session, real, AgencyType.COORDINATING_BODY)
        health = make_agency(session, invented, AgencyType.HEALTH)
        table = make_conference(session, real, agencies=(police,))
        officer = make_person(session, police, Role.REPRESENTATIVE, table, name="Ada Marlowe")
        nurse = make_person(
            session, health, Role.REPRESENTATIVE, make_conference(session, invented)
        )
        first, second = (make_person(session, office, Role.SYSTEM_ADMINISTRATOR) for _ in "ab")
        for person in (officer, nurse, first, second):
            make_credential(session, settings, person.id)
        return People(officer.id, officer.email, nurse.id, nurse.email, first.id, second.id)
