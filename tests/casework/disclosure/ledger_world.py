"""A database with a ledger, and entries to put in it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from casework.db import Base, Database
from casework.disclosure.ledger import Entry, Kind, Ledger
from casework.disclosure.ledger_models import CheckpointKey, LedgerEntry, LedgerHead

US, THEM = UUID(int=1), UUID(int=2)
CASE, OTHER_CASE = UUID(int=11), UUID(int=12)
OFFICER, HOUSING = UUID(int=21), UUID(int=22)
TABLES = [Base.metadata.tables[m.__tablename__] for m in (LedgerEntry, LedgerHead, CheckpointKey)]


def made(url: str) -> Iterator[Database]:
    """A database with the tables of the ledger alone."""
    database = Database(url)
    with database.writing() as session:
        Base.metadata.create_all(session.connection(), tables=TABLES)
    yield database
    database.dispose()


def entry(number: int = 0, *, partnership: UUID = US, **more: Any) -> Entry:
    """An act that differs by its number."""
    at = datetime(2026, 3, 1, 9, tzinfo=UTC) + timedelta(minutes=number)
    fields: dict[str, Any] = {
        "kind": Kind.FACT_RECORDED,
        "actor_id": OFFICER,
        "case_id": CASE,
        "at": at,
    } | more
    detail = fields.pop("detail", {"fact": UUID(int=number)})
    return Entry(partnership_id=partnership, detail=detail, **fields)


def filled(database: Database, count: int, start: int = 0) -> None:
    """Record so many acts."""
    Ledger(database).record([entry(number) for number in range(start, start + count)])


def without_fence(database: Database, *statements: str) -> None:
    """What an administrator of the database can do: drop the triggers, then anything."""
    with database.writing() as session:
        if database.dialect == "sqlite":
            names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            for name in list(names):
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            for table in ("ledger_entry", "ledger_head"):
                session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in statements:
            session.execute(text(statement))
