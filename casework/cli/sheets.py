"""`keys recovery-sheet` prints a root key for a safe; `keys read-sheet` takes it back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click
from flask.cli import with_appcontext

from casework.cli.place import current_settings, instance_folder, ready
from casework.clock import today
from casework.config import ENV_FILE, read_env_file
from casework.crypto.keyring import Keyring, load_keyring, save_keyring
from casework.crypto.sheet import (
    LINES,
    WHOLE,
    Sheet,
    SheetRefused,
    check_line,
    key_of,
    three_sheets,
    whole_sheet,
)
from casework.errors import ConfigurationError
from casework.startup.instance import make_keys

KEEP = {
    WHOLE: "Whoever has this sheet and a copy of the data can read every case. Keep it in a safe.",
}
PART = (
    "Part {part} of 3. Any two parts make the key; one alone says nothing about it. Give each to "
    "another person, and never keep two together."
)


@click.command("recovery-sheet")
@click.option("--root", type=int, help="Number of the root key; the one in use unless named.")
@click.option("--split", is_flag=True, help="Three sheets, of which any two are enough.")
@click.argument("out", type=click.Path(path_type=Path), required=False)
@with_appcontext
def recovery_sheet(root: int | None, split: bool, out: Path | None) -> None:
    """Print a root key as letters, for paper in a safe. OUT is a new file for yourself alone."""
    ring = ready().keys.ring
    key = ring.named(root) if root is not None else ring.active
    sheets = three_sheets(key) if split else (whole_sheet(key),)
    text = "\f".join("\n".join(_page(sheet)) for sheet in sheets)
    if out is None:
        click.echo(text)
        return
    _write_for_owner(out, text)
    click.echo(f"Written to {out}. Print it, compare one line with 'keys read-sheet', delete it.")


def _page(sheet: Sheet) -> Iterator[str]:
    yield f"CONFER RECOVERY SHEET: root key {sheet.root}, printed on {today():%d.%m.%Y}"
    yield ""
    yield KEEP.get(sheet.part) or PART.format(part=sheet.part)
    yield ""
    for number, line in enumerate(sheet.lines, 1):
        yield f"  line {number}   {line}"
    yield ""
    yield "The last two letters of a line check it. There is no I, L, O or U."
    yield "To read it back: flask --app wsgi keys read-sheet"
    yield ""


def _write_for_owner(out: Path, text: str) -> None:
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ConfigurationError(f"{out} is there already. Name a new file.") from None
    except OSError as error:
        raise ConfigurationError(f"{out} cannot be written: {error.strerror}.") from None
    with os.fdopen(descriptor, "w") as file:
        file.write(text)


@click.command("read-sheet")
@click.option("--root", type=int, prompt="Number of the root key")
@click.option("--split", is_flag=True, help="You have two of three parts.")
@click.option("--write", is_flag=True, help="Put the key into the keyring, where it is missing.")
def read_sheet(root: int, split: bool, write: bool) -> None:
    """Type a sheet in: says whether it is the key in use, or brings a lost key back."""
    parts = [click.prompt(f"{n} part: its number", type=click.IntRange(1, 3))
             for n in ("First", "Second")] if split else [WHOLE]  # fmt: skip
    key = key_of([Sheet(root, part, tuple(_typed(root, part))) for part in parts])
    path = _keyring_path()
    ring = load_keyring(path=path) if path.exists() else None
    if ring is not None and root in ring.known():
        if ring.named(root).line() != key.line():
            raise SheetRefused(f"this is another root key {root} than the one in the keyring")
        click.echo(f"This sheet is root key {root}, the same as in {path}.")
        return
    if not write:
        click.echo(
            f"The sheet is whole: root key {root}. It is not in the keyring; --write adds it."
        )
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    save_keyring(ring.with_key(key) if ring is not None else Keyring([key], root), path)
    # What else lay beside a keyring that was lost.
    make_keys(path.parent)
    click.echo(f"Root key {root} is in {path}. Run 'keys status' now.")


def _keyring_path() -> Path:
    """Where the keyring belongs, also when all of its folder is gone."""
    try:
        return current_settings().keyring_file
    except ConfigurationError:
        instance = instance_folder()
        told = read_env_file(instance / ENV_FILE) | dict(os.environ)
        keys_folder = Path(told.get("CONFER_KEYS") or instance / "keys")
        return Path(told.get("CONFER_KEYRING") or keys_folder / "keyring.txt")


def _typed(root: int, part: int) -> Iterator[str]:
    for number in range(1, LINES + 1):
        yield click.prompt(
            f"{'Part ' + str(part) + ', l' if part else 'L'}ine {number}", hide_input=True,
            value_proc=partial(_checked, root, part, number),
        )  # fmt: skip


def _checked(root: int, part: int, number: int, typed: str) -> str:
    try:
        check_line(root, part, number, typed)
    except SheetRefused as error:
        raise click.UsageError(error.message) from None
    return typed


SHEETS: tuple[click.Command, ...] = (recovery_sheet, read_sheet)
