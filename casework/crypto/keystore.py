"""The data keys: made before the data they seal, cached within bounds, shredded for good."""

import os
from collections.abc import Iterable, Mapping, Sequence
from threading import RLock

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, tuple_
from sqlalchemy.exc import IntegrityError

from casework.clock import now
from casework.crypto.data_key import KEY, DataKey, Scope, ScopeKeys
from casework.crypto.failures import KeyMissing, KeyShredded
from casework.crypto.key_cache import KeyCache
from casework.crypto.key_database import KeyDatabase
from casework.crypto.key_tables import tombstone, wrapped_key
from casework.crypto.keyring import Keyring
from casework.crypto.wrapping import unwrap, wrap
from casework.errors import ConferError, Conflict

CHUNK = 5000
_key_of = tuple_(wrapped_key.c.scope_kind, wrapped_key.c.scope_id)


class LogNotErased(ConferError):
    """The key is destroyed, but readers kept its old copy in the write-ahead log: shred again."""


class KeyStore:
    """The keys of every case, person and system scope, in a database of their own."""

    def __init__(self, database: KeyDatabase, ring: Keyring, *, cached_scopes: int = 4096) -> None:
        self.database = database
        self.ring = ring
        self._cache = KeyCache(cached_scopes)
        # Loading and shredding exclude each other: no thread caches a key that was destroyed.
        self._turn = RLock()

    def create(self, scope: Scope) -> DataKey:
        """The first key of a scope, committed before anything is sealed under it."""
        return self._add(scope, 1)

    def ensure(self, scope: Scope) -> DataKey:
        """The current key of a scope, made if there is none yet."""
        found = self.get_many([scope]).get(scope)
        if found is not None:
            return found.current
        try:
            return self.create(scope)
        except Conflict:  # another process was quicker
            return self.get(scope)

    def renew(self, scope: Scope) -> DataKey:
        """One more version: writers use it at once, old rows are re-sealed by `rotate`."""
        return self._add(scope, self.keys(scope).current.version + 1)

    def get(self, scope: Scope, version: int | None = None) -> DataKey:
        """One version of a scope's key; the current one unless named."""
        keys = self.keys(scope)
        return keys.current if version is None else keys.named(version)

    def keys(self, scope: Scope) -> ScopeKeys:
        """All versions of a scope's key, or `KeyMissing`."""
        found = self.get_many([scope])
        if scope not in found:
            raise self._absence(scope)
        return found[scope]

    def get_many(self, scopes: Iterable[Scope]) -> dict[Scope, ScopeKeys]:
        """The keys of many scopes in one question; scopes without a key are left out."""
        with self._turn:
            self._hear_of_shredding()
            wanted = list(dict.fromkeys(scopes))
            found = {scope: keys for scope in wanted if (keys := self._cache.get(scope))}
            missing = [scope for scope in wanted if scope not in found]
            for start in range(0, len(missing), CHUNK):
                found |= self._load(missing[start : start + CHUNK])
            return found

    def shred(self, scopes: Iterable[Scope]) -> None:
        """Destroy the keys of scopes for good: handles given out, cache, file and log.

        May be repeated: after a restore, every erasure since the backup is replayed by it.
        """
        gone = list(dict.fromkeys(scopes))
        with self._turn:
            with self.database.writing() as connection:
                for scope in gone:
                    _bury(connection, scope)
            self._cache.kill(gone)
            if not self.database.erase_log():
                raise LogNotErased("The key is destroyed, but not yet erased from the log.")

    def delete_version(self, scope: Scope, version: int) -> None:
        """Drop an old version once nothing is sealed under it any more."""
        with self._turn:
            if version == self.keys(scope).current.version:
                raise Conflict("The current version of a key is not deleted; renew it first.")
            with self.database.writing() as connection:
                connection.execute(
                    delete(wrapped_key).where(*_is(scope), wrapped_key.c.version == version)
                )
            self._cache.kill([scope])
            self.database.erase_log()

    def _add(self, scope: Scope, version: int) -> DataKey:
        secret = os.urandom(KEY)
        row = {
            "scope_kind": scope.kind.value,
            "scope_id": scope.id,
            "version": version,
            "wrapped": wrap(self.ring.active, scope, version, secret),
            "root_id": self.ring.active.id,
            "created_at": now(),
        }
        with self._turn:
            self._insert(scope, row)
            self._cache.forget(scope)
            return self.get(scope, version)

    def _insert(self, scope: Scope, row: Mapping[str, object]) -> None:
        try:
            with self.database.writing() as connection:
                if _buried(connection, [scope]):
                    raise KeyShredded("the key of this record was destroyed")
                connection.execute(insert(wrapped_key).values(row))
        except IntegrityError:
            raise Conflict("This record already has a key of that version.") from None

    def _load(self, scopes: Sequence[Scope]) -> dict[Scope, ScopeKeys]:
        pairs = [(scope.kind.value, scope.id) for scope in scopes]
        question = select(wrapped_key).where(_key_of.in_(pairs))
        with self.database.reading() as connection:
            rows = connection.execute(question).all()
            buried = _buried(connection, scopes) if rows else set()
        versions: dict[Scope, dict[int, DataKey]] = {}
        by_name = {(scope.kind.value, scope.id): scope for scope in scopes}
        for row in rows:
            scope = by_name[row.scope_kind, row.scope_id]
            if scope not in buried:
                key = self._cache.living(scope, row.version) or unwrap(
                    self.ring, scope, row.version, row.wrapped
                )
                versions.setdefault(scope, {})[row.version] = key
        return {scope: self._cache.keep(ScopeKeys(scope, keys)) for scope, keys in versions.items()}

    def _absence(self, scope: Scope) -> KeyMissing:
        with self.database.reading() as connection:
            if _buried(connection, [scope]):
                return KeyShredded("the key of this record was destroyed")
        return KeyMissing("no key for this record")

    def _hear_of_shredding(self) -> None:
        # Another process may have shredded: what this one still holds must die too.
        if self._cache.due():
            with self.database.reading() as connection:
                count = connection.execute(select(func.count()).select_from(tombstone)).scalar_one()
                if self._cache.tombstones_changed(count):
                    self._cache.kill(_buried(connection, self._cache.scopes()))


def _is(scope: Scope) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return wrapped_key.c.scope_kind == scope.kind.value, wrapped_key.c.scope_id == scope.id


def _bury(connection: Connection, scope: Scope) -> None:
    if not _buried(connection, [scope]):
        connection.execute(insert(tombstone).values(scope_hash=scope.digest(), shredded_at=now()))
    connection.execute(delete(wrapped_key).where(*_is(scope)))


def _buried(connection: Connection, scopes: Sequence[Scope]) -> set[Scope]:
    by_digest = {scope.digest(): scope for scope in scopes}
    question = select(tombstone.c.scope_hash).where(tombstone.c.scope_hash.in_(by_digest))
    return {by_digest[bytes(digest)] for digest in connection.scalars(question)}
