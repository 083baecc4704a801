"""The tables of the key database."""

from sqlalchemy import Column, Integer, LargeBinary, String, Table, Uuid

from casework.db import KeysBase, UtcDateTime

wrapped_key = Table(
    "wrapped_key",
    KeysBase.metadata,
    Column("scope_kind", String(32), primary_key=True),
    Column("scope_id", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column("root_id", Integer, nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
)

# A scope that was shredded, by hash: a key that a restored backup brings back is refused.
tombstone = Table(
    "tombstone",
    KeysBase.metadata,
    Column("scope_hash", LargeBinary, primary_key=True),
    Column("shredded_at", UtcDateTime, nullable=False),
)

# Known plaintexts, one under each root key and one under the system key: the start-up check.
sealed_constant = Table(
    "sealed_constant",
    KeysBase.metadata,
    Column("name", String(32), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

# Processes that use the keys now, and the root keys each of them knows.
running_process = Table(
    "running_process",
    KeysBase.metadata,
    Column("id", Uuid, primary_key=True),
    Column("host", String(120), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("what", String(20), nullable=False),
    Column("known", String(200), nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)
