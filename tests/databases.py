"""A fresh database for each test, copied from one made once: a file, or a PostgreSQL template."""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from casework import schema
from casework.crypto.key_database import KeyDatabase
from casework.crypto.keyring import Keyring
from casework.crypto.keystore import KeyStore
from casework.crypto.system import found_keys
from tests import postgresql

ROOT = Path(__file__).resolve().parents[1]
KIND = os.environ.get("CONFER_TEST_DATABASE", "sqlite")
assert KIND in {"sqlite", "postgresql"}, "CONFER_TEST_DATABASE is sqlite or postgresql"

# One root key for the whole run: key databases are copied too.
RING = Keyring.generate()


@event.listens_for(Engine, "connect")
def _in_another_order(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # Rows that nobody asked to be in an order come backwards: PostgreSQL keeps none either,
    # and what trusts one must fail every time instead of once in a while.
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects=ON")


def import_all_models() -> None:
    """The tables of every room, whether or not the test at hand uses it."""
    for path in sorted((ROOT / "casework").rglob("*.py")):
        if "__tablename__" in path.read_text() or path.stem == "key_tables":
            import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


@dataclass(frozen=True)
class Urls:
    """Where one test's two databases are."""

    cases: str
    keys: str


class Templates:
    """Makes the two databases once a run, and a copy of both for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.original = empty_urls(_made(folder / "template"))
        build(self.original)
        self._copies = (
            tuple(map(postgresql.Copies, (self.original.cases, self.original.keys)))
            if KIND == "postgresql"
            else ()
        )

    @contextmanager
    def copy(self) -> Iterator[Urls]:
        """Two databases that end with the block."""
        if not self._copies:
            yield from self._copied_folder()
            return
        taken = [copies.take() for copies in self._copies]
        yield Urls(*taken)
        for copies, url in zip(self._copies, taken, strict=True):
            copies.give_back(url)

    def _copied_folder(self) -> Iterator[Urls]:
        folder = self._folder / uuid.uuid4().hex[:12]
        shutil.copytree(self._folder / "template", folder)
        yield _in_folder(folder)
        shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Remove everything."""
        for copies in self._copies:
            copies.close()


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _in_folder(folder: Path) -> Urls:
    # Apart, as a real partnership keeps them.
    data, vault = _made(folder / "data"), _made(folder / "vault")
    return Urls(f"sqlite:///{data / 'confer.db'}", f"sqlite:///{vault / 'keys.db'}")


def empty_urls(folder: Path) -> Urls:
    """Two databases without a table, for tests of migrations; end them with `drop`."""
    if KIND == "sqlite":
        return _in_folder(folder)
    name = f"confer_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    return Urls(postgresql.create(name), postgresql.create(f"{name}_k"))


def drop(url: str) -> None:
    """Remove one database that `empty_urls` made."""
    if url.startswith("postgresql"):
        postgresql.drop(url)


def build(urls: Urls) -> None:
    """Both schemas, through the migrations where they exist, and the system's own keys."""
    import_all_models()
    for history, url in ((schema.CASES, urls.cases), (schema.KEYS, urls.keys)):
        with schema.migrating(url) as connection:
            if history.head() is None:
                history.metadata.create_all(connection)
            else:
                schema.upgrade(history, connection)
    database = KeyDatabase(urls.keys)
    found_keys(KeyStore(database, RING))
    database.engine.dispose()
    _fold(urls)


def _fold(urls: Urls) -> None:
    # A copied file must be whole without its log.
    for url in (urls.cases, urls.keys):
        if url.startswith("sqlite"):
            engine = create_engine(url)
            with engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            engine.dispose()
