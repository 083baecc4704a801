"""`backup`: a consistent copy while everything runs, and the way back."""

from __future__ import annotations

from pathlib import Path

import click

from casework.backup.artefacts import Artefacts, create, restore
from casework.backup.copies import is_sqlite
from casework.cases.recounting import mark_all
from casework.cli.group import Commands
from casework.cli.ledger import report
from casework.cli.place import current_settings, ready
from casework.crypto.system import check_keys
from casework.disclosure.ledger_entry import Kind
from casework.startup.checks import refuse_unknown_schema
from casework.startup.events import note
from casework.startup.house import build_house

backup = Commands("backup", help="Copies of data and keys, as two artefacts.")
FOLDER = click.Path(path_type=Path, file_okay=False)


@backup.command("create")
@click.argument("out", type=FOLDER)
@click.option("--without-root-key", is_flag=True, help="The root key is kept by other means.")
def create_backup(out: Path, without_root_key: bool) -> None:
    """Copy data and keys into OUT, while the program runs."""
    parts = ready()
    # Before the copy, so that the copy itself says when it was made.
    note(parts.store, Kind.BACKUP_MADE)
    made = create(parts.settings, out.absolute(), with_root_key=not without_root_key)
    click.echo(f"Data: {made.data}\nKeys: {made.keys}")
    click.echo("Keep the two in different places: together they are everything.")


@backup.command("restore")
@click.argument("source", metavar="IN", type=click.Path(path_type=Path, exists=True))
@click.option("--keys", "keys_folder", type=FOLDER, help="The keys, where they are kept apart.")
@click.option("--force", is_flag=True, help="Replace what is there.")
def restore_backup(source: Path, keys_folder: Path | None, force: bool) -> None:
    """Put a backup back, then check keys and ledger. Stop server and worker first."""
    settings = current_settings()
    found = Artefacts(source / "data", keys_folder or source / "keys")
    content = restore(settings, found, force=force)
    click.echo(f"Restored what was copied at {content['made']}.")
    if not is_sqlite(settings.database_url):
        click.echo("Compare the roles and rights of the database with what they were.")
    parts = build_house(current_settings())
    click.get_current_context().call_on_close(parts.dispose)
    refuse_unknown_schema(parts)
    # The copy may be from a program that read cases in another way.
    mark_all(parts.store)
    check_keys(parts.keys)
    click.echo("Keys: the right ones, all there.")
    code = report(parts)
    if code:
        click.echo("Heads signed after the backup show what is missing: see the numbers above.")
    else:
        note(parts.store, Kind.RESTORED)
    raise SystemExit(code)
