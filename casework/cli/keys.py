"""`keys`: make them, see where they stand, and change the root key while the program runs."""

from __future__ import annotations

from pathlib import Path

import click

from casework.cli.group import Commands
from casework.cli.place import instance_folder, ready
from casework.clock import now
from casework.crypto import rotate as rotation
from casework.crypto.keyring import save_keyring
from casework.crypto.system import check_keys
from casework.disclosure.ledger_entry import Kind
from casework.startup.ages import keyring_age, oldest_data_key
from casework.startup.events import note
from casework.startup.house import House
from casework.startup.instance import make_keys, remember

keys = Commands("keys", help="The keys of this installation.")


@keys.command("create")
@click.option("--folder", type=click.Path(path_type=Path), help="Where to keep them.")
def create(folder: Path | None) -> None:
    """Make the root key and the session secret of a new installation; never a second time."""
    instance = instance_folder()
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    instance.chmod(0o700)
    place = (folder or instance / "keys").absolute()
    made = make_keys(place)
    if folder is not None:
        remember(instance, {"CONFER_KEYS": str(place)})
    says = "Made" if made.fresh else "There was already"
    click.echo(f"{says} {made.keyring}. Whoever loses it loses every case: keep a copy elsewhere.")


@keys.command("status")
def status() -> None:
    """How old the root keys are, and how many data keys each one wraps."""
    parts = ready()
    state = rotation.status(parts.keys)
    for root in sorted({*state.known, *state.wrapped}):
        click.echo(_line(parts, state, root))
    if not state.finished:
        click.echo("A rotation was not finished: run 'flask --app wsgi keys rotate' again.")
    oldest = oldest_data_key(parts.keys)
    if oldest is not None:
        click.echo(f"The oldest data key is {(now() - oldest).days} days old.")
    check_keys(parts.keys)
    click.echo("Every root key that is needed is here and is the right one.")


def _line(parts: House, state: rotation.RootStatus, root: int) -> str:
    words = [f"root key {root}", f"wraps {state.wrapped.get(root, 0)} data keys"]
    if root == state.active:
        words += ["in use", f"{keyring_age(parts.settings.keyring_file).days} days old"]
    words += ["MISSING from the keyring"] if root in state.missing else []
    return ", ".join(words)


@keys.command("rotate")
def rotate() -> None:
    """Wrap every data key under a new root key. May be stopped, and run again to finish."""
    parts = ready()
    state = rotation.status(parts.keys)
    if state.finished:
        ring = parts.keys.ring.with_new_key()
        ring = ring.activated(max(ring.known()))
        # On the disk before it wraps anything: a key that only a dead process knew is lost.
        save_keyring(ring, parts.settings.keyring_file)
        parts.keys.ring = ring
    done = rotation.rewrap_all(parts.keys)
    check_keys(parts.keys)
    note(parts.store, Kind.KEYS_ROTATED, root=parts.keys.ring.active.id, data_keys=done)
    click.echo(f"{done} data keys are now wrapped by root key {parts.keys.ring.active.id}.")
    click.echo("Keep the older root keys until the last backup that needs them is gone.")
