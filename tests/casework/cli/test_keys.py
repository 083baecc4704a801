"""`keys`: made once, counted, and changed while a server runs."""

from __future__ import annotations

import stat
import uuid
from datetime import timedelta

from casework.clock import moved_to, now
from casework.crypto.data_key import Scope, ScopeKind
from casework.crypto.key_database import KeyDatabase
from casework.crypto.keyring import Keyring, load_keyring
from casework.crypto.keystore import KeyStore
from casework.crypto.running import Presence
from casework.startup.keyring_file import KeyringFile
from casework.startup.presence import be_present
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


def _server(installation: Installation, ring: Keyring) -> KeyStore:
    return KeyStore(KeyDatabase(installation.urls.keys), ring)


def test_a_root_key_that_a_running_process_does_not_know_is_not_used(
    installation: Installation, run: Run
) -> None:
    # On another host, with a keyring of its own.
    away = _server(installation, load_keyring(path=installation.keys / "keyring.txt"))
    presence = Presence(away, "server")
    presence.report()
    told = run("keys", "rotate", "--wait", "0")
    assert told.exit_code == 1
    assert "root key 2 is not in use yet" in told.output
    assert "server" in told.output
    assert "root key 1, wraps 3 data keys, in use" in run("keys", "status").output
    assert run("keys", "activate", "2").exit_code == 1
    # The keyring is copied there.
    away.ring = load_keyring(path=installation.keys / "keyring.txt")
    presence.report()
    assert "wrapped by root key 2" in run("keys", "rotate", "--wait", "0").output
    assert "root key 3" not in run("keys", "status").output
    away.database.engine.dispose()


def test_a_process_beside_us_comes_to_know_a_new_key_by_itself(
    installation: Installation, run: Run
) -> None:
    beside = _server(installation, KeyringFile(installation.keys / "keyring.txt"))
    stop = be_present(beside, "worker", every=0.1)
    try:
        told = run("keys", "rotate", "--wait", "20")
    finally:
        stop.set()
    assert told.exit_code == 0, told.output
    assert "Worker" in run("keys", "status").output
    beside.database.engine.dispose()


def test_a_process_that_ended_or_fell_silent_holds_nobody_up(
    installation: Installation, run: Run
) -> None:
    away = _server(installation, load_keyring(path=installation.keys / "keyring.txt"))
    ended, silent = Presence(away, "server"), Presence(away, "worker")
    ended.report()
    ended.leave()
    with moved_to(now() - timedelta(minutes=6)):
        silent.report()
    assert run("keys", "rotate", "--wait", "0").exit_code == 0
    away.database.engine.dispose()


def test_a_new_key_may_be_made_first_and_used_later(run: Run) -> None:
    assert "Root key 2" in run("keys", "new").output
    assert "root key 1, wraps 3 data keys, in use" in run("keys", "status").output
    assert run("keys", "activate", "9").exit_code == 1
    assert run("keys", "activate", "2").exit_code == 0
    assert "3 data keys are now wrapped by root key 2" in run("keys", "rotate").output


def _lines(text: str) -> list[str]:
    return [line.split("   ", 1)[1] for line in text.splitlines() if line.startswith("  line ")]


def test_a_lost_keyring_comes_back_from_its_sheet(installation: Installation, run: Run) -> None:
    path = installation.keys / "keyring.txt"
    before = load_keyring(path=path).active.line()
    typed = "\n".join(_lines(run("keys", "recovery-sheet").output))
    same = installation.run("keys", "read-sheet", "--root", "1", typing=typed)
    assert "the same as in" in same.output, same.output
    path.unlink()
    (installation.keys / "session.txt").unlink()
    back = installation.run("keys", "read-sheet", "--root", "1", "--write", typing=typed)
    assert back.exit_code == 0, back.output
    assert load_keyring(path=path).active.line() == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "is the right one" in run("keys", "status").output


def test_two_of_three_parts_are_enough_and_a_wrong_letter_is_asked_for_again(
    installation: Installation, run: Run
) -> None:
    pages = run("keys", "recovery-sheet", "--split").output.split("\f")
    assert len(pages) == 3
    first, third = _lines(pages[0]), _lines(pages[2])
    typed = ["1", "3", "XXXX", *first, *third]
    told = installation.run("keys", "read-sheet", "--root", "1", "--split", typing="\n".join(typed))
    assert "line 1: " in told.output
    assert "the same as in" in told.output


def test_a_sheet_is_written_for_its_owner_alone_and_over_nothing(
    installation: Installation, run: Run
) -> None:
    out = installation.folder / "sheet.txt"
    assert run("keys", "recovery-sheet", out).exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert len(_lines(out.read_text())) == 4
    again = run("keys", "recovery-sheet", out)
    assert again.exit_code == 1
    assert "is there already" in again.output
