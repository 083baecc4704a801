"""`directory`: reference data of a partnership."""

from __future__ import annotations

from pathlib import Path

import click

from casework.cli.group import Commands
from casework.cli.people import person_named
from casework.cli.place import ready
from casework.directory.wards import import_wards
from casework.errors import Invalid

directory = Commands("directory", help="Reference data of a partnership.")


@directory.command("import-wards")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--as", "email", required=True, help="Who brings it in: an e-mail address.")
def wards(file: Path, email: str) -> None:
    """Replace the list of wards: CSV with the columns postcode, ward and, if known, people."""
    parts = ready()
    text = _text(file)
    with parts.store.writing() as session:
        taken = import_wards(session, person_named(session, email), text=text)
    click.echo(f"{taken.postcodes} postcodes in {taken.wards} wards taken.")
    if taken.small:
        click.echo(f"So few people live there that they are never shown: {', '.join(taken.small)}.")


def _text(file: Path) -> str:
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Invalid(
            {"file": f"line {line}: this is not UTF-8 text. Save the file as UTF-8."}
        ) from None
