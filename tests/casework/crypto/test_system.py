"""The start-up check, and the system's own secrets."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import delete, update

from casework.crypto.data_key import SYSTEM_AUDIT
from casework.crypto.envelope import Context
from casework.crypto.failures import KeyMissing, Tampered, WrongRootKey
from casework.crypto.key_database import KeyDatabase
from casework.crypto.key_tables import sealed_constant
from casework.crypto.keyring import Keyring, RootKey
from casework.crypto.keystore import KeyStore
from casework.crypto.system import SystemSecrets, check_keys, found_keys

FACTOR = Context("account", "second_factor", UUID(int=3))


def _restarted(store: KeyStore, ring: Keyring) -> KeyStore:
    return KeyStore(KeyDatabase(str(store.database.engine.url)), ring)


def test_a_founded_database_starts(store: KeyStore, ring: Keyring) -> None:
    found_keys(store)
    found_keys(store)
    check_keys(_restarted(store, ring))


def test_an_empty_key_database_does_not_start(store: KeyStore) -> None:
    with pytest.raises(KeyMissing, match="never set up"):
        check_keys(store)


def test_a_missing_root_key_does_not_start(store: KeyStore) -> None:
    found_keys(store)
    with pytest.raises(KeyMissing, match="root key 1"):
        check_keys(_restarted(store, Keyring.generate(2)))


def test_a_wrong_root_key_with_the_same_number_does_not_start(store: KeyStore) -> None:
    found_keys(store)
    with pytest.raises(WrongRootKey):
        check_keys(_restarted(store, Keyring.generate()))


def test_a_wrong_second_root_key_is_noticed_before_it_wraps(store: KeyStore, ring: Keyring) -> None:
    found_keys(store)
    check_keys(_restarted(store, ring.with_new_key()))
    mistaken = Keyring([ring.active, RootKey(2, b"k" * 32)], 2)
    with pytest.raises(WrongRootKey):
        check_keys(_restarted(store, mistaken))


def test_a_changed_or_lost_constant_does_not_start(store: KeyStore, ring: Keyring) -> None:
    found_keys(store)
    with store.database.writing() as connection:
        change = update(sealed_constant).where(sealed_constant.c.name == "system")
        connection.execute(change.values(sealed=SystemSecrets(store).seal(FACTOR, "other")))
    with pytest.raises(Tampered):
        check_keys(_restarted(store, ring))
    with store.database.writing() as connection:
        connection.execute(delete(sealed_constant))
    with pytest.raises(KeyMissing):
        check_keys(_restarted(store, ring))


def test_secrets_of_the_system_come_back(store: KeyStore, tmp_path: Path) -> None:
    found_keys(store)
    secrets = SystemSecrets(store)
    sealed = secrets.seal(FACTOR, "JBSWY3DPEHPK3PXP")
    assert secrets.open(FACTOR, sealed).reveal() == "JBSWY3DPEHPK3PXP"
    with pytest.raises(Tampered):
        SystemSecrets(store, SYSTEM_AUDIT).open(FACTOR, sealed)
    assert tmp_path.exists()
