"""Changing keys while the program runs: root keys by re-wrapping, data keys by re-sealing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Row, func, select, tuple_, update

from casework.crypto.data_key import Scope, ScopeKeys, ScopeKind
from casework.crypto.envelope import Context
from casework.crypto.failures import Tampered
from casework.crypto.key_tables import wrapped_key
from casework.crypto.keystore import KeyStore
from casework.crypto.seal import seal
from casework.crypto.unseal import unseal
from casework.crypto.wrapping import rewrap
from casework.errors import Conflict

BATCH = 1000
AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class RootStatus:
    """How many data keys each root key wraps, and what the keyring knows."""

    active: int
    known: tuple[int, ...]
    wrapped: dict[int, int]

    @property
    def finished(self) -> bool:
        """Whether every data key lies under the active root key."""
        return set(self.wrapped) <= {self.active}

    @property
    def missing(self) -> tuple[int, ...]:
        """Root keys that are needed and not known."""
        return tuple(sorted(set(self.wrapped) - set(self.known)))


class SealedRows(Protocol):
    """A register entry: one sealed column of another room, which alone knows its table."""

    def under(self, scope: Scope, version: int, limit: int) -> Sequence[tuple[Context, bytes]]:
        """Some rows still sealed under a version."""

    def replace(self, context: Context, old: bytes, new: bytes) -> bool:
        """Put a new envelope where the old one still lies; false if it changed meanwhile."""


def status(store: KeyStore) -> RootStatus:
    """Where a rotation stands."""
    counts = select(wrapped_key.c.root_id, func.count()).group_by(wrapped_key.c.root_id)
    with store.database.reading() as connection:
        wrapped = {int(root): int(count) for root, count in connection.execute(counts)}
    return RootStatus(store.ring.active.id, store.ring.known(), wrapped)


def rewrap_all(store: KeyStore, *, batch: int = BATCH) -> int:
    """Bring every data key under the active root key. May be stopped and started again."""
    done, after = 0, ("", None, 0)
    while rows := _behind(store, after, batch):
        done += _rewrap(store, rows)
        after = (rows[-1].scope_kind, rows[-1].scope_id, rows[-1].version)
    return done


def _behind(store: KeyStore, after: tuple[str, object, int], batch: int) -> Sequence[AnyRow]:
    columns = wrapped_key.c
    place = (columns.scope_kind, columns.scope_id, columns.version)
    question = select(wrapped_key).where(columns.root_id != store.ring.active.id)
    if after[1] is not None:
        question = question.where(tuple_(*place) > tuple_(*after))
    with store.database.reading() as connection:
        return connection.execute(question.order_by(*place).limit(batch)).all()


def _rewrap(store: KeyStore, rows: Sequence[AnyRow]) -> int:
    done = 0
    fresh = [(row, _rewrapped(store, row)) for row in rows]
    with store.database.writing() as connection:
        for row, wrapped in fresh:
            # Compare and swap: a key shredded or rewrapped meanwhile stays as it is.
            same = (
                wrapped_key.c.scope_kind == row.scope_kind,
                wrapped_key.c.scope_id == row.scope_id,
                wrapped_key.c.version == row.version,
                wrapped_key.c.wrapped == row.wrapped,
            )
            change = update(wrapped_key).where(*same)
            change = change.values(wrapped=wrapped, root_id=store.ring.active.id)
            done += connection.execute(change).rowcount
    return done


def _rewrapped(store: KeyStore, row: AnyRow) -> bytes:
    scope = Scope(ScopeKind(row.scope_kind), row.scope_id)
    return rewrap(store.ring, scope, row.version, row.wrapped)


def reseal(
    store: KeyStore, scope: Scope, register: Iterable[SealedRows], *, batch: int = 500
) -> int:
    """Bring every row of a scope under its current key, then drop the old versions."""
    keys, columns, done = store.keys(scope), list(register), 0
    for version in keys.versions()[:-1]:
        for column in columns:
            done += _reseal_column(keys, column, version, batch)
        store.delete_version(scope, version)
    return done


def _reseal_column(keys: ScopeKeys, column: SealedRows, version: int, batch: int) -> int:
    done, before = 0, None
    while rows := column.under(keys.scope, version, batch):
        if rows == before:
            raise Conflict("A sealed column gives the same rows again: nothing was replaced.")
        done += _reseal(keys, column, rows)
        before = rows
    return done


def _reseal(keys: ScopeKeys, column: SealedRows, rows: Sequence[tuple[Context, bytes]]) -> int:
    done = 0
    for context, old in rows:
        text = unseal(keys, context, old)
        new = seal(keys, context, text)
        if unseal(keys, context, new) != text:
            raise Tampered("a value read back differs from what was written")
        done += column.replace(context, old, new)
    return done
