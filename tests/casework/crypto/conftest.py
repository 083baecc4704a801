"""A key database in a folder of its own, and a key of one case."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from casework.crypto.data_key import DataKey, Scope, ScopeKind
from casework.crypto.envelope import Context
from casework.crypto.key_database import KeyDatabase
from casework.crypto.keyring import Keyring
from casework.crypto.keystore import KeyStore

CASE = Scope(ScopeKind.CASE, UUID(int=1))
PLACE = Context("answer", "victim.address", UUID(int=7))


@pytest.fixture
def key() -> DataKey:
    return DataKey(CASE, 1, bytes(range(32)))


@pytest.fixture
def ring() -> Keyring:
    return Keyring.generate()


@pytest.fixture
def key_database(tmp_path: Path) -> Iterator[KeyDatabase]:
    database = KeyDatabase(f"sqlite:///{tmp_path / 'keys.db'}")
    database.create_tables()
    yield database
    database.dispose()


@pytest.fixture
def store(key_database: KeyDatabase, ring: Keyring) -> KeyStore:
    return KeyStore(key_database, ring)
