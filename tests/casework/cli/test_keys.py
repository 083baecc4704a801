"""`keys`: made once, counted, and changed while a server runs."""

from __future__ import annotations

import stat
import uuid

from casework.crypto.data_key import Scope, ScopeKind
from casework.crypto.key_database import KeyDatabase
from casework.crypto.keystore import KeyStore
from casework.startup.keyring_file import KeyringFile
from tests.casework.cli.conftest import Installation, Run


def test_keys_are_made_once_and_for_their_owner_alone(bare: Installation) -> None:
    made = bare.run("keys", "create", "--folder", bare.folder / "apart")
    assert made.exit_code == 0, made.output
    ring = bare.folder / "apart" / "keyring.txt"
    before = ring.read_text()
    assert stat.S_IMODE(ring.stat().st_mode) == 0o600
    assert stat.S_IMODE(ring.parent.stat().st_mode) == 0o700
    again = bare.run("keys", "create", "--folder", bare.folder / "apart")
    assert "already" in again.output
    assert ring.read_text() == before


def test_where_the_keys_are_is_remembered(bare: Installation) -> None:
    bare.run("keys", "create", "--folder", bare.folder / "apart")
    kept = (bare.folder / "instance" / "confer.env").read_text()
    assert kept == f"CONFER_KEYS={bare.folder / 'apart'}\n"


def test_status_counts_what_each_root_key_wraps(run: Run) -> None:
    told = run("keys", "status")
    assert told.exit_code == 0, told.output
    assert "root key 1, wraps 3 data keys, in use" in told.output


def test_rotation_leaves_nothing_under_the_old_root_key(run: Run) -> None:
    assert "3 data keys are now wrapped by root key 2" in run("keys", "rotate").output
    told = run("keys", "status").output
    assert "root key 1, wraps 0 data keys" in told
    assert "root key 2, wraps 3 data keys, in use" in told


def test_a_running_server_goes_on_through_a_rotation(installation: Installation, run: Run) -> None:
    ring = KeyringFile(installation.keys / "keyring.txt")
    server = KeyStore(KeyDatabase(installation.urls.keys), ring)
    case = Scope(ScopeKind.CASE, uuid.uuid4())
    server.create(case)
    run("keys", "rotate")
    fresh = KeyStore(server.database, ring)
    assert fresh.get(case).version == 1
    assert ring.active.id == 2
    server.database.engine.dispose()


def test_a_rotation_that_was_stopped_is_finished_by_the_next(
    installation: Installation, run: Run
) -> None:
    # Stopped after the new key was saved and before anything was wrapped under it.
    path = installation.keys / "keyring.txt"
    ring = KeyringFile(path).with_new_key().activated(2)
    path.write_text(ring.text())
    assert "not finished" in run("keys", "status").output
    assert "root key 2" in run("keys", "rotate").output
    assert "root key 3" not in run("keys", "status").output


def test_a_missing_keyring_is_words_and_no_traceback(bare: Installation) -> None:
    told = bare.run("keys", "status")
    assert told.exit_code == 1
    assert "make run" in told.output
    assert "Traceback" not in told.output
