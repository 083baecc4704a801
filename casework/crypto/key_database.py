"""The connection to the key database.

It commits by itself, inside a writing transaction of the case database too: a key must lie safe
before the first value that needs it.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event

from casework.db import KeysBase

LOCK_SECONDS = 20
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=15000",
    "recursive_triggers=ON",
    # Without both a deleted key stays readable in the file: see `shredded`.
    "secure_delete=ON",
    "wal_autocheckpoint=0",
)


def _prepare(connection: Any, record: object) -> None:  # noqa: ARG001  # SQLAlchemy hands it in
    connection.isolation_level = None  # `_begin` says which kind of transaction
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")


class KeyDatabase:
    """An engine of its own with a reading and a writing transaction."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = create_engine(url, hide_parameters=True)
        self.dialect = self.engine.dialect.name
        self._path = self._file()
        if self.dialect == "sqlite":
            event.listen(self.engine, "connect", _prepare)
            event.listen(self.engine, "begin", _begin)

    def _file(self) -> str | None:
        name = self.engine.url.database if self.dialect == "sqlite" else None
        return None if name == ":memory:" else name

    def create_tables(self) -> None:
        """Make the tables that are missing."""
        with self.writing() as connection:
            KeysBase.metadata.create_all(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that never commits."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that commits at the end, one writer at a time."""
        with self._lock():
            engine = self.engine.execution_options(writing=True)
            with engine.begin() as connection:
                yield connection
            self.fold_log("PASSIVE")

    def _lock(self) -> Any:
        return FileLock(f"{self._path}.lock", timeout=LOCK_SECONDS) if self._path else nullcontext()

    def fold_log(self, mode: str) -> bool:
        """Fold the log back; TRUNCATE leaves no byte of it. False: readers were in the way."""
        if not self._path:
            return True
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            busy = connection.exec_driver_sql(f"PRAGMA wal_checkpoint({mode})").scalar_one()
        return not busy

    def erase_log(self) -> bool:
        """Leave no copy of a deleted row in the log."""
        with self._lock():
            return self.fold_log("TRUNCATE")

    def dispose(self) -> None:
        """Give every connection back."""
        self.engine.dispose()
