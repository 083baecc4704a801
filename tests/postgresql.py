"""PostgreSQL databases for tests: emptied and used again, made anew where a test changed tables.

Making two databases a test costs half a second, emptying two that hold a few rows a hundredth.
"""

from __future__ import annotations

import os
import uuid
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, insert, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from casework.db import KeysBase

URL = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")

# Everything a test might have changed besides rows: columns, indexes, triggers and their state.
FINGERPRINT = text("""
    SELECT md5(coalesce(string_agg(part, ';' ORDER BY part), '')) FROM (
        SELECT c.relname || c.relkind::text || coalesce(a.attname, '') || coalesce(a.atttypid, 0)
            FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
            WHERE c.relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT tgname || tgenabled::text || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal
    ) AS parts (part)
""")
EMPTY = text("""
DO $$
DECLARE place record; fence record; filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR place IN SELECT tablename AS name FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', place.name) INTO filled;
        CONTINUE WHEN NOT filled;
        FOR fence IN SELECT tgname AS name FROM pg_trigger
                WHERE tgrelid = place.name::regclass AND tgenabled = 'A' LOOP
            EXECUTE format('ALTER TABLE %I DISABLE TRIGGER %I', place.name, fence.name);
        END LOOP;
        EXECUTE format('DELETE FROM %I', place.name);
        FOR fence IN SELECT tgname AS name FROM pg_trigger
                WHERE tgrelid = place.name::regclass AND tgenabled = 'D' LOOP
            EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %I', place.name, fence.name);
        END LOOP;
    END LOOP;
END $$
""")
ALONE = text("""
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
""")


def url_of(name: str) -> str:
    """The address of a database on the server."""
    return make_url(URL).set(database=name).render_as_string(hide_password=False)


def create(name: str, template: str = "template0") -> str:
    """Make a database, and give its address."""
    _serve(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return url_of(name)


def drop(url: str) -> None:
    """Remove a database, with whoever is still connected to it."""
    _serve(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')


def _serve(statement: str) -> None:
    engine = create_engine(URL, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


class Copies:
    """Copies of one template that are handed out and come back."""

    def __init__(self, template: str) -> None:
        self._template = template
        self._free: list[str] = []
        self._made: list[str] = []
        engine = create_engine(template)
        with engine.connect() as connection:
            self._as_made = connection.scalar(FINGERPRINT)
            self._rows = _rows_of_keys(connection)
        engine.dispose()

    def take(self) -> str:
        """A database as the template is."""
        if self._free:
            return self._free.pop()
        name = make_url(self._template).database
        made = create(f"{name}_{uuid.uuid4().hex[:8]}", str(name))
        self._made.append(made)
        return made

    def give_back(self, url: str) -> None:
        """Empty it for the next test, or remove it where more than rows were changed."""
        if self._emptied(url):
            self._free.append(url)
        else:
            self._made.remove(url)
            drop(url)

    def _emptied(self, url: str) -> bool:
        engine: Engine = create_engine(url)
        try:
            with engine.begin() as connection:
                connection.execute(ALONE)
                same = connection.scalar(FINGERPRINT) == self._as_made
                if same:
                    connection.execute(EMPTY)
                    _put_back(connection, self._rows)
            return same
        except SQLAlchemyError:
            # A server on which we may not do this: a new database each time, only slower.
            return False
        finally:
            engine.dispose()

    def close(self) -> None:
        """Remove every copy, and the template."""
        for url in [*self._made, self._template]:
            drop(url)


def _rows_of_keys(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    here = set(connection.dialect.get_table_names(connection))
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for table in KeysBase.metadata.sorted_tables
        if table.name in here
    }


def _put_back(connection: Connection, rows: dict[str, list[dict[str, Any]]]) -> None:
    for table in KeysBase.metadata.sorted_tables:
        if rows.get(table.name):
            connection.execute(insert(table), rows[table.name])
