"""What was destroyed stays destroyed, also when an older key database is put back."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from casework.clock import now
from casework.crypto.data_key import Scope, ScopeKind
from casework.crypto.key_database import KeyDatabase
from casework.crypto.key_tables import tombstone, wrapped_key
from casework.startup.checks import sqlite_path


def tombstones(url: str) -> set[bytes]:
    """The scopes shredded in a key database, by hash; none where there is no such database."""
    path = sqlite_path(url)
    if path is not None and not Path(path).exists():
        return set()
    database = KeyDatabase(url)
    try:
        with database.reading() as connection:
            return {bytes(digest) for digest in connection.scalars(select(tombstone.c.scope_hash))}
    except SQLAlchemyError:
        return set()
    finally:
        database.engine.dispose()


def carry_over(database: KeyDatabase, buried: set[bytes]) -> int:
    """Bury again what a restored database does not know to be buried; says how many keys went."""
    if not buried:
        return 0
    with database.writing() as connection:
        known = {bytes(digest) for digest in connection.scalars(select(tombstone.c.scope_hash))}
        rows = [{"scope_hash": digest, "shredded_at": now()} for digest in buried - known]
        if rows:
            connection.execute(insert(tombstone), rows)
        names = connection.execute(select(wrapped_key.c.scope_kind, wrapped_key.c.scope_id)).all()
        gone = [name for name in names if _digest(name.scope_kind, name.scope_id) in buried]
        for name in gone:
            same = wrapped_key.c.scope_kind == name.scope_kind
            connection.execute(delete(wrapped_key).where(same, wrapped_key.c.scope_id == name[1]))
    database.erase_log()
    return len(gone)


def _digest(kind: str, scope_id: object) -> bytes:
    return Scope(ScopeKind(kind), scope_id).digest()  # type: ignore[arg-type]  # a UUID column
