"""`keys`: make them, see where they stand, and change the root key while the program runs."""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic, sleep

import click

from casework.cli.group import Commands
from casework.cli.place import instance_folder, ready
from casework.clock import now
from casework.crypto import rotate as rotation
from casework.crypto.keyring import save_keyring
from casework.crypto.running import RootKeyUnknown, refuse_unknown, running
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
    for one in running(parts.keys):
        numbers = ", ".join(map(str, sorted(one.known)))
        click.echo(f"{one} knows root key {numbers}.".capitalize())
    check_keys(parts.keys)
    click.echo("Every root key that is needed is here and is the right one.")


def _line(parts: House, state: rotation.RootStatus, root: int) -> str:
    words = [f"root key {root}", f"wraps {state.wrapped.get(root, 0)} data keys"]
    if root == state.active:
        words += ["in use", f"{keyring_age(parts.settings.keyring_file).days} days old"]
    words += ["MISSING from the keyring"] if root in state.missing else []
    return ", ".join(words)


@keys.command("new")
def new() -> None:
    """Make one more root key and use it for nothing yet: every process can come to know it."""
    parts = ready()
    click.echo(f"Root key {_new_root(parts)} is in the keyring. Nothing is wrapped by it yet.")


@keys.command("activate")
@click.argument("root", type=int)
def activate(root: int) -> None:
    """Wrap with a known root key from now on; refused while a running process does not know it."""
    parts = ready()
    parts.keys.ring.named(root)
    refuse_unknown(parts.keys, root)
    _activate(parts, root)
    click.echo(f"Root key {root} is in use. Run 'keys rotate' to wrap every data key with it.")


@keys.command("rotate")
@click.option("--wait", type=click.FloatRange(0), default=60.0, show_default=True,
              help="Seconds to wait until every running process knows the new key.")  # fmt: skip
def rotate(wait: float) -> None:
    """Wrap every data key under a new root key. May be stopped, and run again to finish."""
    parts = ready()
    if rotation.status(parts.keys).finished:
        known, active = parts.keys.ring.known(), parts.keys.ring.active.id
        # One that an earlier run made and nobody uses yet is taken up again.
        root = max(known) if max(known) > active else _new_root(parts)
        _wait_until_known(parts, root, wait)
        _activate(parts, root)
    done = rotation.rewrap_all(parts.keys)
    check_keys(parts.keys)
    note(parts.store, Kind.KEYS_ROTATED, root=parts.keys.ring.active.id, data_keys=done)
    click.echo(f"{done} data keys are now wrapped by root key {parts.keys.ring.active.id}.")
    click.echo("Keep the older root keys until the last backup that needs them is gone.")
    click.echo("The recovery sheet is of an older key now: print a new one (keys recovery-sheet).")


def _new_root(parts: House) -> int:
    path = parts.settings.keyring_file
    # The file's date says since when the active key is in use, and that has not changed.
    before = path.stat()
    ring = parts.keys.ring.with_new_key()
    save_keyring(ring, path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    parts.keys.ring = ring
    return max(ring.known())


def _wait_until_known(parts: House, root: int, seconds: float) -> None:
    until = monotonic() + seconds
    while True:
        try:
            refuse_unknown(parts.keys, root)
        except RootKeyUnknown:
            if monotonic() >= until:
                raise
            sleep(min(1.0, seconds))
        else:
            return


def _activate(parts: House, root: int) -> None:
    ring = parts.keys.ring.activated(root)
    # On the disk before it wraps anything: a key that only a dead process knew is lost.
    save_keyring(ring, parts.settings.keyring_file)
    parts.keys.ring = ring
