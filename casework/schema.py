"""The two histories of the schema, and the one way to move a database along them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from casework.db import Base, Database, KeysBase
from casework.errors import ConferError

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
# Any number will do, as long as two upgrades of one PostgreSQL database use the same.
UPGRADE_LOCK = 7_036_021


class SchemaUnknown(ConferError):
    """The database is not at the revision this program was written for."""


@dataclass(frozen=True)
class History:
    """One linear history of migrations, and the tables it must lead to."""

    name: str
    versions: Path
    metadata: MetaData

    def head(self) -> str | None:
        """The newest revision; None while the history is empty."""
        return ScriptDirectory.from_config(self.config()).get_current_head()

    def config(self, connection: Connection | None = None) -> Config:
        """Alembic's settings, with the connection that `env.py` is handed."""
        config = Config(stdout=StringIO())
        config.set_main_option("script_location", _plain(MIGRATIONS))
        config.set_main_option("version_locations", _plain(self.versions))
        config.set_main_option("path_separator", "newline")
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        config.attributes |= {"connection": connection, "metadata": self.metadata}
        return config


def _plain(path: Path) -> str:
    return str(path).replace("%", "%%")


CASES = History("cases", MIGRATIONS / "versions", Base.metadata)
KEYS = History("keys", MIGRATIONS / "keys", KeysBase.metadata)


@contextmanager
def migrating(url: str) -> Iterator[Connection]:
    """A connection in one real transaction, under the same lock as every other write."""
    store = Database(url)
    if store.dialect == "sqlite":
        # A rebuilt table is dropped for a moment, which would cascade; see `_check_references`.
        event.listen(store.engine, "connect", _without_references)
    try:
        with store.writing() as session:
            connection = session.connection()
            _alone(connection)
            yield connection
            _check_references(connection)
    finally:
        store.dispose()


def _without_references(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


def _alone(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise SchemaUnknown(
                f"The migration would leave {len(broken)} rows of {broken[0][0]} without what they "
                "refer to. Nothing was changed."
            )


def upgrade(history: History, connection: Connection, target: str = "head") -> None:
    """Move forward; all of it or nothing."""
    command.upgrade(history.config(connection), target)


def downgrade(history: History, connection: Connection, target: str) -> None:
    """Move back; all of it or nothing."""
    command.downgrade(history.config(connection), target)


def stamp(history: History, connection: Connection) -> None:
    """Say that tables made from the models stand at the newest revision (tests)."""
    command.stamp(history.config(connection), "head")


def new_revision(history: History, connection: Connection, message: str) -> Path:
    """Write the next numbered file from the difference between the models and the database."""
    number = f"{int(history.head() or '0') + 1:04d}"
    config = history.config(connection)
    script = command.revision(
        config, message, autogenerate=True, rev_id=number, version_path=str(history.versions)
    )
    if script is None or isinstance(script, list):
        raise SchemaUnknown("Alembic wrote no file.")
    return Path(script.path)


def current(connection: Connection) -> str | None:
    """The revision a database stands at."""
    return MigrationContext.configure(connection).get_current_revision()


def differences(history: History, connection: Connection) -> list[str]:
    """What the models have and the database has not, or the reverse."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return [_told(found) for found in compare_metadata(context, history.metadata)]


def _told(found: Any) -> str:
    # A changed column comes as a list of steps, everything else as (what, thing, ...).
    if isinstance(found, list):
        return "; ".join(_told(step) for step in found)
    what, *things = found
    return f"{what} {' '.join(str(getattr(t, 'name', t)) for t in things if t is not None)}"


def refuse_unknown(history: History, connection: Connection) -> None:
    """Refuse to work on a database of another revision than this program's."""
    found, wanted = current(connection), history.head()
    if found != wanted:
        raise SchemaUnknown(
            f"The {history.name} database stands at revision {found or 'none'}, and this program "
            f"needs {wanted or 'none'}. Stop the program and run 'flask --app wsgi db upgrade'."
        )
