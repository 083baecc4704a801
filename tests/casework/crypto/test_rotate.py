"""Root keys change by re-wrapping, data keys by re-sealing, both while others work."""

from collections.abc import Sequence
from threading import Thread
from uuid import UUID, uuid4

import pytest

from casework.crypto import rotate, wrapping
from casework.crypto.data_key import Scope, ScopeKind
from casework.crypto.envelope import Context
from casework.crypto.failures import KeyMissing
from casework.crypto.key_database import KeyDatabase
from casework.crypto.keyring import Keyring
from casework.crypto.keystore import KeyStore
from casework.crypto.seal import seal
from casework.crypto.unseal import unseal
from casework.errors import Conflict
from tests.casework.crypto.conftest import CASE, PLACE


def _with_ring(store: KeyStore, ring: Keyring) -> KeyStore:
    return KeyStore(KeyDatabase(str(store.database.engine.url)), ring)


def _sealed_cases(store: KeyStore, count: int) -> dict[Scope, bytes]:
    scopes = [Scope(ScopeKind.CASE, uuid4()) for _ in range(count)]
    return {scope: seal(store.create(scope), PLACE, str(scope.id)) for scope in scopes}


def _all_open(store: KeyStore, sealed: dict[Scope, bytes]) -> bool:
    keys = store.get_many(sealed)
    return all(
        unseal(keys[scope], PLACE, value).reveal() == str(scope.id)
        for scope, value in sealed.items()
    )


def test_rewrapping_leaves_values_untouched_and_frees_the_old_root(
    store: KeyStore, ring: Keyring
) -> None:
    sealed = _sealed_cases(store, 25)
    both = _with_ring(store, ring.with_new_key().activated(2))
    assert not rotate.status(both).finished
    assert rotate.rewrap_all(both, batch=10) == 25
    assert rotate.status(both).wrapped == {2: 25}
    assert rotate.status(both).finished
    assert _all_open(_with_ring(store, both.ring.without(1)), sealed)


def test_the_old_root_alone_opens_nothing_afterwards(store: KeyStore, ring: Keyring) -> None:
    sealed = _sealed_cases(store, 3)
    rotate.rewrap_all(_with_ring(store, ring.with_new_key().activated(2)))
    old = _with_ring(store, ring)
    assert rotate.status(old).missing == (2,)
    with pytest.raises(KeyMissing):
        old.get(next(iter(sealed)))


def test_a_stopped_rotation_goes_on(
    store: KeyStore, ring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = _sealed_cases(store, 30)
    both = _with_ring(store, ring.with_new_key().activated(2))
    real, calls = wrapping.rewrap, []

    def stops(*args: object) -> bytes:
        calls.append(1)
        if len(calls) > 17:
            raise KeyboardInterrupt
        return real(*args)  # type: ignore[arg-type]  # whatever it was handed

    monkeypatch.setattr(rotate, "rewrap", stops)
    with pytest.raises(KeyboardInterrupt):
        rotate.rewrap_all(both, batch=5)
    assert rotate.status(both).wrapped == {1: 15, 2: 15}
    assert _all_open(_with_ring(store, both.ring), sealed)
    monkeypatch.setattr(rotate, "rewrap", real)
    assert rotate.rewrap_all(both, batch=5) == 15
    assert rotate.rewrap_all(both) == 0


def test_rotation_with_a_working_thread(store: KeyStore, ring: Keyring) -> None:
    sealed = _sealed_cases(store, 60)
    both = _with_ring(store, ring.with_new_key().activated(2))
    made: dict[Scope, bytes] = {}
    wrong: list[bool] = []

    def work() -> None:
        for _ in range(15):
            made.update(_sealed_cases(both, 1))
            wrong.append(not _all_open(_with_ring(store, both.ring), sealed))

    thread = Thread(target=work)
    thread.start()
    rotate.rewrap_all(both, batch=5)
    thread.join()
    rotate.rewrap_all(both)
    assert not any(wrong)
    assert rotate.status(both).wrapped == {2: 75}
    assert _all_open(_with_ring(store, both.ring.without(1)), sealed | made)


def test_a_key_shredded_meanwhile_does_not_come_back(
    store: KeyStore, ring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.create(CASE)
    both, real = _with_ring(store, ring.with_new_key().activated(2)), wrapping.rewrap

    def shreds_first(*args: object) -> bytes:
        store.shred([CASE])
        return real(*args)  # type: ignore[arg-type]  # whatever it was handed

    monkeypatch.setattr(rotate, "rewrap", shreds_first)
    assert rotate.rewrap_all(both) == 0
    assert rotate.status(both).wrapped == {}


class _Answers:
    """A register entry over a dictionary."""

    def __init__(self) -> None:
        self.rows: dict[Context, bytes] = {}
        self.stuck = False

    def under(self, scope: Scope, version: int, limit: int) -> Sequence[tuple[Context, bytes]]:
        old = [(context, row) for context, row in self.rows.items() if row[1] == version]
        return old[:limit]

    def replace(self, context: Context, old: bytes, new: bytes) -> bool:
        if self.stuck or self.rows[context] != old:
            return False
        self.rows[context] = new
        return True


def test_resealing_brings_rows_under_the_new_key(store: KeyStore) -> None:
    answers, key = _Answers(), store.create(CASE)
    for number in range(12):
        place = Context("answer", "risk", UUID(int=number))
        answers.rows[place] = seal(key, place, f"text {number}")
    store.renew(CASE)
    assert rotate.reseal(store, CASE, [answers], batch=5) == 12
    assert store.keys(CASE).versions() == (2,)
    for number, (place, row) in enumerate(answers.rows.items()):
        assert row[1] == 2
        assert unseal(store.keys(CASE), place, row).reveal() == f"text {number}"


def test_a_register_that_replaces_nothing_is_stopped(store: KeyStore) -> None:
    answers, key = _Answers(), store.create(CASE)
    answers.rows[PLACE] = seal(key, PLACE, "x")
    answers.stuck = True
    store.renew(CASE)
    with pytest.raises(Conflict):
        rotate.reseal(store, CASE, [answers])
    assert store.keys(CASE).versions() == (1, 2)
