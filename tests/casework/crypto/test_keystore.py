"""Data keys: made before the data, cached within bounds, shredded for good."""

import shutil
from pathlib import Path
from threading import Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, insert, select, update

from casework.crypto import key_cache, wrapping
from casework.crypto.data_key import Scope, ScopeKind
from casework.crypto.failures import KeyMissing, KeyShredded, Tampered, UnknownFormat
from casework.crypto.key_database import KeyDatabase
from casework.crypto.key_tables import wrapped_key
from casework.crypto.keyring import Keyring, RootKey
from casework.crypto.keystore import KeyStore
from casework.crypto.seal import seal
from casework.crypto.unseal import unseal
from casework.errors import Conflict
from tests.casework.crypto.conftest import CASE, PLACE

KNOWN_WRAPPED = (
    "01000000076465666768696a6b6c6d6e6f472bf043d466f0b176b08a40eb9979b9fddbe8db634456"
    "65151f84a92f4d5652dd6b4dc7f855543ff23d81a0bd48c232"
)


def _scopes(count: int) -> list[Scope]:
    return [Scope(ScopeKind.CASE, uuid4()) for _ in range(count)]


def _wrapped(store: KeyStore, scope: Scope) -> bytes:
    with store.database.reading() as connection:
        question = select(wrapped_key.c.wrapped).where(wrapped_key.c.scope_id == scope.id)
        return bytes(connection.scalars(question).one())


def _second_process(store: KeyStore) -> KeyStore:
    return KeyStore(KeyDatabase(str(store.database.engine.url)), store.ring)


def test_a_key_is_committed_when_it_is_handed_out(store: KeyStore) -> None:
    sealed = seal(store.create(CASE), PLACE, "yes")
    assert unseal(_second_process(store).get(CASE), PLACE, sealed).reveal() == "yes"


def test_a_scope_has_one_first_key(store: KeyStore) -> None:
    key = store.ensure(CASE)
    assert store.ensure(CASE) is key
    with pytest.raises(Conflict):
        store.create(CASE)


def test_a_wrapped_key_is_65_bytes_and_not_the_key(store: KeyStore) -> None:
    store.create(CASE)
    assert len(_wrapped(store, CASE)) == 65


def test_known_answer_of_a_wrapped_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrapping, "urandom", lambda n: bytes(range(100, 100 + n)))
    sealed = wrapping.wrap(RootKey(7, bytes(range(32))), CASE, 2, b"d" * 32)
    assert sealed.hex() == KNOWN_WRAPPED


def test_many_keys_take_one_question(store: KeyStore) -> None:
    scopes = _scopes(50)
    for scope in scopes:
        store.create(scope)
    fresh, asked = _second_process(store), []
    event.listen(
        fresh.database.engine,
        "before_cursor_execute",
        lambda *args: asked.append(args[2]) if "FROM wrapped_key" in args[2] else None,
    )
    assert set(fresh.get_many([*scopes, CASE])) == set(scopes)
    assert len(asked) == 1
    fresh.get_many(scopes)
    assert len(asked) == 1


def test_a_missing_key_is_missing(store: KeyStore) -> None:
    with pytest.raises(KeyMissing) as caught:
        store.get(CASE)
    assert not isinstance(caught.value, KeyShredded)


def test_renewing_keeps_the_old_version_readable(store: KeyStore) -> None:
    old = seal(store.create(CASE), PLACE, "old")
    store.renew(CASE)
    new = seal(store.get(CASE), PLACE, "new")
    assert (old[1], new[1]) == (1, 2)
    assert [unseal(store.keys(CASE), PLACE, sealed).reveal() for sealed in (old, new)] == [
        "old",
        "new",
    ]
    assert store.get(CASE, 1).version == 1


def test_deleting_an_old_version(store: KeyStore) -> None:
    store.create(CASE)
    store.renew(CASE)
    with pytest.raises(Conflict):
        store.delete_version(CASE, 2)
    store.delete_version(CASE, 1)
    assert store.keys(CASE).versions() == (2,)


def _move(store: KeyStore, source: bytes, target: Scope) -> KeyStore:
    with store.database.writing() as connection:
        change = update(wrapped_key).where(wrapped_key.c.scope_id == target.id)
        connection.execute(change.values(wrapped=source))
    return _second_process(store)


def test_a_wrapped_key_moved_to_another_case_is_refused(store: KeyStore) -> None:
    first, second = _scopes(2)
    store.create(first)
    store.create(second)
    with pytest.raises(Tampered):
        _move(store, _wrapped(store, first), second).get(second)


def test_every_bit_of_a_wrapped_key_counts(store: KeyStore) -> None:
    store.create(CASE)
    wrapped = _wrapped(store, CASE)
    for at in range(0, len(wrapped) * 8, 5):
        changed = bytearray(wrapped)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises((Tampered, UnknownFormat, KeyMissing)):
            _move(store, bytes(changed), CASE).get(CASE)


def test_the_cache_is_bounded(key_database: KeyDatabase, ring: Keyring) -> None:
    store = KeyStore(key_database, ring, cached_scopes=8)
    for scope in _scopes(20):
        store.create(scope)
    assert len(store._cache) == 8


def test_a_handle_that_fell_out_of_the_cache_is_the_same_handle(
    key_database: KeyDatabase, ring: Keyring
) -> None:
    store = KeyStore(key_database, ring, cached_scopes=2)
    key = store.create(CASE)
    for scope in _scopes(5):
        store.create(scope)
    assert store.get(CASE) is key


def test_shredding_kills_handles_already_given_out(
    key_database: KeyDatabase, ring: Keyring
) -> None:
    store = KeyStore(key_database, ring, cached_scopes=2)
    key, keys = store.create(CASE), store.keys(CASE)
    sealed = seal(key, PLACE, "12 Elm Street")
    for scope in _scopes(5):
        store.create(scope)
    store.shred([CASE])
    for act in (
        lambda: unseal(key, PLACE, sealed),
        lambda: unseal(keys, PLACE, sealed),
        lambda: store.get(CASE),
        lambda: store.create(CASE),
        lambda: store.ensure(CASE),
    ):
        with pytest.raises(KeyShredded):
            act()


def test_shredding_may_be_repeated_and_spares_the_others(store: KeyStore) -> None:
    other = _scopes(1)[0]
    store.create(CASE)
    store.create(other)
    store.shred([CASE])
    store.shred([CASE])
    assert store.get(other).version == 1


def test_another_process_hears_of_shredding(
    store: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_cache, "LISTEN_SECONDS", 0.0)
    store.create(CASE)
    other = _second_process(store)
    handle = other.get(CASE)
    store.shred([CASE])
    with pytest.raises(KeyShredded):
        other.get(CASE)
    with pytest.raises(KeyShredded):
        seal(handle, PLACE, "x")


def test_a_backup_undoes_a_shred_but_for_its_tombstone(store: KeyStore, tmp_path: Path) -> None:
    sealed = seal(store.create(CASE), PLACE, "12 Elm Street")
    kept = tmp_path / "backup.db"
    store.database.erase_log()
    shutil.copy(tmp_path / "keys.db", kept)
    row = {"scope_kind": "case", "scope_id": CASE.id, "version": 1, "root_id": 1}
    row |= {"wrapped": _wrapped(store, CASE), "created_at": key_time(store)}
    store.shred([CASE])

    restored = KeyStore(KeyDatabase(f"sqlite:///{kept}"), store.ring)
    assert unseal(restored.keys(CASE), PLACE, sealed).reveal() == "12 Elm Street"
    restored.shred([CASE])  # what a restore must replay
    with pytest.raises(KeyShredded):
        restored.get(CASE)

    with store.database.writing() as connection:
        connection.execute(insert(wrapped_key).values(row))
    with pytest.raises(KeyShredded):
        _second_process(store).get(CASE)


def key_time(store: KeyStore) -> object:
    with store.database.reading() as connection:
        return connection.scalar(select(wrapped_key.c.created_at))


def test_a_shredded_key_is_gone_from_the_files(store: KeyStore, tmp_path: Path) -> None:
    for scope in _scopes(20):
        store.create(scope)
    store.create(CASE)
    wrapped = _wrapped(store, CASE)
    assert wrapped in _bytes_on_disk(tmp_path)
    store.shred([CASE])
    assert wrapped not in _bytes_on_disk(tmp_path)


def _bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


def test_readers_and_renewal_do_not_race(store: KeyStore) -> None:
    store.create(CASE)
    wrong: list[Exception] = []

    def read() -> None:
        for _ in range(300):
            try:
                keys = store.keys(CASE)
                unseal(keys, PLACE, seal(keys, PLACE, "yes"))
            except Exception as error:
                wrong.append(error)

    threads = [Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        store.renew(CASE)
    for thread in threads:
        thread.join()
    assert wrong == []
    assert store.get(CASE).version == 11


def test_a_person_in_a_shredded_case_stays(store: KeyStore) -> None:
    person = Scope(ScopeKind.PERSON, UUID(int=1))
    store.create(CASE)
    store.create(person)
    store.shred([CASE])
    assert store.get(person).version == 1
