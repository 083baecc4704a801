"""A meeting on a quiet Tuesday morning, so that no test meets midnight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework.cases.models import Case
from casework.clock import moved_to
from casework.conferences.models import AgendaItem, Meeting
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Ledger
from tests.client import PageClient
from tests.factories.accounts import sign_in
from tests.factories.conferences import Table, make_table

TUESDAY = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
Browser = Callable[[str], PageClient]


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with moved_to(TUESDAY):
        yield


@pytest.fixture
def table(store: Database) -> Table:
    """Two cases on the agenda of a meeting in half an hour."""
    with store.writing() as session:
        return make_table(session)


@pytest.fixture
def session(store: Database, table: Table) -> Iterator[Session]:
    """One writing transaction, in which the rows of the table are alive."""
    with store.writing() as opened:
        table.meeting = opened.get_one(Meeting, table.meeting.id)
        table.cases = [opened.get_one(Case, c.id) for c in table.cases]
        table.items = [opened.get_one(AgendaItem, i.id) for i in table.items]
        yield opened


@pytest.fixture
def gate(store: Database, keys: KeyStore) -> Gate:
    return Gate(store, keys, Ledger(store))


@pytest.fixture
def browser(app: Flask, table: Table) -> Browser:
    """A browser in which somebody is signed in: `browser("housing")`."""

    def open_browser(name: str) -> PageClient:
        client = app.test_client()
        assert isinstance(client, PageClient)
        return sign_in(client, table.viewer(name).person_id)

    return open_browser
