"""Engine, session and the one commit: SQLite embedded, PostgreSQL at scale, one code path."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import DateTime, Engine, MetaData, create_engine, event
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from casework.errors import ConferError

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
LOCK_SECONDS = 20
BUSY_MILLISECONDS = 15_000
_writing: ContextVar[bool] = ContextVar("writing", default=False)


def new_id() -> uuid.UUID:
    """A random key: no sequence and no time inside, so that a gap says nothing."""
    return uuid.uuid4()


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; refuses a naive one, and gives an aware one back on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a timezone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, _: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Tables of the case database."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime}


class KeysBase(DeclarativeBase):
    """Tables of the key database, kept apart so that erasing a key means something."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime}


class WritingInProgress(ConferError):
    """Reading case data inside a writing transaction: read, commit, then write."""

    def __init__(self) -> None:
        super().__init__("Case data cannot be opened while something is being saved.")


def writing_now() -> bool:
    """Whether this thread of work is inside a writing transaction."""
    return _writing.get()


def make_engine(url: str) -> Engine:
    """An engine whose transactions really begin, and whose errors print no parameters."""
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=url.startswith("postgresql"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver must not open transactions of its own: `_begin_sqlite` says which kind.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MILLISECONDS}",
        "secure_delete=ON",
        "recursive_triggers=ON",
        # Checkpoints happen in `truncate_log`, under the file lock: two processes that write
        # and checkpoint at once can corrupt a WAL database before SQLite 3.51.3.
        "wal_autocheckpoint=0",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


class Database:
    """One engine with its two kinds of transaction: reading, and writing with one commit."""

    # Pages of 4 KiB that the write-ahead log may hold before it is folded back.
    LOG_PAGES = 1000

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        # What sessions carry for the rooms that seal (`keys`); set once, by the composition root.
        self.info: dict[str, Any] = {}
        self.dialect = self.engine.dialect.name
        self._path = self.engine.url.database if self.dialect == "sqlite" else None
        # What is read one after the other belongs together: SQLite reads as of one moment anyway.
        self._as_of_one_moment = (
            self.engine.execution_options(isolation_level="REPEATABLE READ")
            if self.dialect == "postgresql"
            else self.engine
        )

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that never commits, and sees the database as it was at its first question."""
        with self.open_reading() as session:
            yield session

    def open_reading(self) -> Session:
        """A reading session whose owner closes it (a request)."""
        return Session(
            self._as_of_one_moment, expire_on_commit=False, autoflush=False, info=self.info
        )

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits once, at the end, or leaves nothing behind."""
        if _writing.get():
            raise WritingInProgress
        with self._lock():
            token = _writing.set(True)
            try:
                with self._open_writing() as session, session.begin():
                    yield session
            finally:
                _writing.reset(token)
            self._fold_log()  # still under the lock: see `_prepare_sqlite`

    def _open_writing(self) -> Session:
        return Session(self.engine, expire_on_commit=False, info=self.info)

    def _lock(self) -> Any:
        # Server, worker and command line share one file lock around every SQLite write.
        if not self._path or self._path == ":memory:":
            return nullcontext()
        return FileLock(f"{self._path}.lock", timeout=LOCK_SECONDS)

    def _fold_log(self) -> None:
        if not self._path or not self._log_is_long():
            return
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            # A reader is never waited for (it may be this very request): the next writer folds.
            cursor.execute("PRAGMA busy_timeout=0")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
            cursor.close()
        finally:
            connection.close()

    def _log_is_long(self) -> bool:
        log = Path(f"{self._path}-wal")
        return log.exists() and log.stat().st_size > self.LOG_PAGES * 4096

    def dispose(self) -> None:
        """Give every connection back."""
        self.engine.dispose()
