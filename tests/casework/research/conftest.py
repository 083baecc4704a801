"""A listed case around which agencies are asked."""

from __future__ import annotations

import pytest

from casework.cases.models import CaseState
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Ledger
from tests.factories.world import World, make_world

ANSWERS = {
    "victim.given_name": "Quillon",
    "victim.surname": "Vantage",
    "victim.date_of_birth": "1988-04-02",
    "alleged_perpetrator.given_name": "Brixham",
    "alleged_perpetrator.surname": "Orwent",
}


@pytest.fixture
def world(store: Database) -> World:
    with store.writing() as session:
        return make_world(session, ANSWERS, state=CaseState.LISTED)


@pytest.fixture
def gate(store: Database, keys: KeyStore) -> Gate:
    return Gate(store, keys, Ledger(store))
