"""`db`: move both databases along their histories, and check that nothing differs from them."""

from __future__ import annotations

import click

from casework import schema
from casework.cases.recounting import mark_all
from casework.cli.group import Commands
from casework.crypto.system import found_keys
from casework.startup.house import House, house

db = Commands("db", help="The schema of both databases.")

HISTORIES = {"cases": schema.CASES, "keys": schema.KEYS}


def _url(parts: House, history: schema.History) -> str:
    return {
        "cases": parts.settings.database_url,
        "keys": parts.settings.keys_url,
    }[history.name]


@db.command("upgrade")
def upgrade() -> None:
    """Bring both databases to the newest revision."""
    upgrade_all(house())


def upgrade_all(parts: House) -> None:
    """Both histories, each in one transaction; the system's own keys when the database is new."""
    was_empty = _upgrade(parts, schema.KEYS) is None
    new = _upgrade(parts, schema.CASES) is None
    mark_all(parts.store)
    # Only for a new installation: a lost key database must be noticed, not replaced.
    if was_empty and new:
        found_keys(parts.keys)


def _upgrade(parts: House, history: schema.History) -> str | None:
    with schema.migrating(_url(parts, history)) as connection:
        before = schema.current(connection)
        schema.upgrade(history, connection)
        after = schema.current(connection)
    moved = "is" if before == after else f"went from {before or 'nothing'} and is"
    click.echo(f"The {history.name} database {moved} at {after or 'nothing'}.")
    return before


@db.command("downgrade")
@click.argument("revision")
@click.option("--keys", "of_keys", is_flag=True, help="The key database instead.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def downgrade(revision: str, of_keys: bool, yes: bool) -> None:
    """Go back to REVISION ('base' for nothing). What newer tables hold is lost."""
    history = schema.KEYS if of_keys else schema.CASES
    if not yes:
        click.confirm("What newer tables hold is lost. Is there a backup, and go on?", abort=True)
    with schema.migrating(_url(house(), history)) as connection:
        schema.downgrade(history, connection, revision)
        click.echo(f"The {history.name} database is at {schema.current(connection) or 'nothing'}.")


@db.command("check")
def check() -> None:
    """Exit 1 if a database is at another revision, or the models differ from it."""
    wrong = [line for history in HISTORIES.values() for line in _wrong(house(), history)]
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        raise SystemExit(1)
    click.echo("Both databases are as this program expects them.")


def _wrong(parts: House, history: schema.History) -> list[str]:
    with schema.migrating(_url(parts, history)) as connection:
        found, wanted = schema.current(connection), history.head()
        if found != wanted:
            return [f"{history.name}: at {found or 'nothing'}, needs {wanted or 'nothing'}"]
        return [f"{history.name}: {d}" for d in schema.differences(history, connection)]


@db.command("new")
@click.argument("what")
@click.option("--keys", "of_keys", is_flag=True, help="For the key database.")
def new(what: str, of_keys: bool) -> None:
    """Write the next migration from the difference between the models and the database."""
    history = schema.KEYS if of_keys else schema.CASES
    with schema.migrating(_url(house(), history)) as connection:
        path = schema.new_revision(history, connection, what)
    click.echo(f"{path}\nRead it, then write its test with data in tests/migrations.")
