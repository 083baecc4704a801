"""The tables of the ledger and the fence around them.

The fence stops mistakes; signed heads kept elsewhere are the proof.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Index, LargeBinary, MetaData, String, event
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id
from casework.disclosure.ledger_fence import LEDGER_FENCE


class LedgerEntry(Base):
    """One act, as the bytes that were hashed; the other columns are only a register of them."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_case", "partnership_id", "case_id", "seq"),
        Index("ix_ledger_entry_object", "partnership_id", "object_id", "seq"),
        Index("ix_ledger_entry_actor", "partnership_id", "actor_id", "seq"),
        # A hidden rowid would let INSERT OR REPLACE put an entry in the place of another.
        {"sqlite_with_rowid": False},
    )

    partnership_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[uuid.UUID | None]
    agency_id: Mapped[uuid.UUID | None]
    case_id: Mapped[uuid.UUID | None]
    object_id: Mapped[uuid.UUID | None]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    leaf: Mapped[bytes] = mapped_column(LargeBinary)


class LedgerHead(Base):
    """The size and frontier of one partnership's tree; its lock puts writers in a row."""

    __tablename__ = "ledger_head"
    __table_args__ = ({"sqlite_with_rowid": False},)

    partnership_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    frontier: Mapped[bytes] = mapped_column(LargeBinary)


class CheckpointKey(Base):
    """The key that signs heads: its public half, and the other sealed as a system secret."""

    __tablename__ = "checkpoint_key"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    public: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


def _raise_fence(_: MetaData, connection: Connection, **more: Any) -> None:
    made = {table.name for table in more["tables"]}
    if made >= {LedgerEntry.__tablename__, LedgerHead.__tablename__}:
        for statement in LEDGER_FENCE[connection.dialect.name]:
            connection.exec_driver_sql(statement)


# For tests and tools that make tables from the models; the migration carries the same statements.
event.listen(Base.metadata, "after_create", _raise_fence)
