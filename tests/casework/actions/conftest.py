"""A heard case whose conference sets actions."""

from __future__ import annotations

import pytest

from casework.cases.models import CaseState
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Ledger
from tests.factories.world import World, make_world

ANSWERS = {"victim.given_name": "Quillon", "victim.surname": "Vantage"}


@pytest.fixture
def world(store: Database) -> World:
    with store.writing() as session:
        return make_world(session, ANSWERS, state=CaseState.HEARD)


@pytest.fixture
def gate(store: Database, keys: KeyStore) -> Gate:
    return Gate(store, keys, Ledger(store))
