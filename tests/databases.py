"""A fresh database for each test, copied from one made once: a file, or a PostgreSQL template."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text

from casework import schema
from casework.crypto.key_database import KeyDatabase
from casework.crypto.keyring import Keyring
from casework.crypto.keystore import KeyStore
from casework.crypto.system import found_keys

ROOT = Path(__file__).resolve().parents[1]
KIND = os.environ.get("CONFER_TEST_DATABASE", "sqlite")
POSTGRES = os.environ.get(
    "TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)
assert KIND in {"sqlite", "postgresql"}, "CONFER_TEST_DATABASE is sqlite or postgresql"

# One root key for the whole run: key databases are copied too.
RING = Keyring.generate()


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
        self._run = f"confer_{os.getpid()}_{uuid.uuid4().hex[:6]}"
        self._server = _Server() if KIND == "postgresql" else None
        self.original = self._fresh("template")
        build(self.original)

    @contextmanager
    def copy(self) -> Iterator[Urls]:
        """Two databases that end with the block."""
        name = uuid.uuid4().hex[:12]
        copied = self._copied(name)
        try:
            yield copied
        finally:
            self._drop(copied)

    def _fresh(self, name: str) -> Urls:
        if self._server is None:
            folder = self._folder / name
            folder.mkdir(mode=0o700)
            return Urls(f"sqlite:///{folder / 'confer.db'}", f"sqlite:///{folder / 'keys.db'}")
        return Urls(
            self._server.create(f"{self._run}_{name}"), self._server.create(f"{self._run}_{name}_k")
        )

    def _copied(self, name: str) -> Urls:
        if self._server is None:
            shutil.copytree(self._folder / "template", self._folder / name)
            folder = self._folder / name
            return Urls(f"sqlite:///{folder / 'confer.db'}", f"sqlite:///{folder / 'keys.db'}")
        return Urls(
            self._server.create(f"{self._run}_{name}", f"{self._run}_template"),
            self._server.create(f"{self._run}_{name}_k", f"{self._run}_template_k"),
        )

    def _drop(self, urls: Urls) -> None:
        for url in (urls.cases, urls.keys):
            drop(url)

    def close(self) -> None:
        """Remove the originals."""
        self._drop(self.original)
        if self._server is not None:
            self._server.engine.dispose()


class _Server:
    """A PostgreSQL server on which databases may be made."""

    def __init__(self) -> None:
        self.engine: Engine = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")

    def create(self, name: str, template: str = "template0") -> str:
        with self.engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        return make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)


def drop(url: str) -> None:
    """Remove one database, with whoever is still connected to it."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        shutil.rmtree(Path(str(parts.database)).parent, ignore_errors=True)
        return
    engine = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{parts.database}" WITH (FORCE)'))
    engine.dispose()


def empty_urls(folder: Path) -> Urls:
    """Two databases without a table, for tests of migrations; end them with `drop`."""
    if KIND == "sqlite":
        return Urls(f"sqlite:///{folder / 'confer.db'}", f"sqlite:///{folder / 'keys.db'}")
    name = f"confer_{os.getpid()}_{uuid.uuid4().hex[:12]}"
    server = _Server()
    urls = Urls(server.create(name), server.create(f"{name}_k"))
    server.engine.dispose()
    return urls


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
