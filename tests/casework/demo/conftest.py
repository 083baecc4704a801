"""The demonstration, loaded once for all tests of this folder: they only read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.crypto.key_database import KeyDatabase
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.demo import service
from casework.directory.models import Partnership
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Ledger
from tests.databases import RING, Templates


class KnownPasswords:
    """Stands in for Argon2: these tests check no password."""

    def hash(self, password: str) -> str:
        return f"hash of {len(password)} letters"


@dataclass(frozen=True)
class Loaded:
    """The demonstration as it lies in a database."""

    store: Database
    keys: KeyStore
    gate: Gate
    partnership_id: UUID


@pytest.fixture(scope="session")
def loaded(templates: Templates) -> Iterator[Loaded]:
    with templates.copy() as urls:
        keys = KeyStore(KeyDatabase(urls.keys), RING)
        store = Database(urls.cases)
        store.info["keys"] = keys
        assert service.load(store, KnownPasswords())  # type: ignore[arg-type]  # it does what is asked of it
        with store.reading() as session:
            partnership_id = session.scalars(select(Partnership.id)).one()
        yield Loaded(store, keys, Gate(store, keys, Ledger(store)), partnership_id)
        store.dispose()
        keys.database.engine.dispose()


@pytest.fixture
def session(loaded: Loaded) -> Iterator[Session]:
    with loaded.store.reading() as opened:
        yield opened
