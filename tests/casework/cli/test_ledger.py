"""`ledger verify`: 0 intact, 2 altered, 3 gap, 4 truncated or rolled back, by kept heads."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

import pytest
from sqlalchemy import text

from casework.clock import now
from casework.config import Settings
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.disclosure.ledger import Entry, Kind, Ledger
from casework.startup.standing import HeadKeeping
from tests.casework.cli.conftest import Installation, Run

WHO = uuid.UUID(int=7)


def write(store: Database, times: int) -> None:
    for _ in range(times):
        Ledger(store).record([Entry(Kind.ACCESS_DENIED, WHO, now())])


@pytest.fixture
def heads(installation: Installation, store: Database, keys: KeyStore, settings: Settings) -> Path:
    """Ten entries, their head signed and kept where the database's administrator cannot write."""
    write(store, 10)
    HeadKeeping(settings, keys).sign(store)
    kept = installation.folder / "elsewhere"
    shutil.copytree(settings.checkpoints, kept)
    return kept


def unfenced(store: Database, statement: str) -> None:
    """What somebody with the database's own rights can do."""
    with store.writing() as session:
        if store.dialect == "postgresql":
            for table in ("ledger_entry", "ledger_head"):
                session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        else:
            rows = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            for name in rows.scalars().all():
                session.execute(text(f"DROP TRIGGER {name}"))
        session.execute(text(statement))


def test_an_untouched_ledger_is_intact(run: Run, heads: Path) -> None:
    told = run("ledger", "verify", "--against", heads)
    assert told.exit_code == 0, told.output
    assert f"{WHO}: intact: 10 entries" in told.output


def test_an_altered_entry_exits_2_and_says_which(run: Run, heads: Path, store: Database) -> None:
    unfenced(store, "UPDATE ledger_entry SET body = leaf WHERE seq = 4")
    told = run("ledger", "verify", "--against", heads)
    assert told.exit_code == 2
    assert "entry 4 was altered" in told.output


def test_a_removed_entry_exits_3(run: Run, heads: Path, store: Database) -> None:
    unfenced(store, "DELETE FROM ledger_entry WHERE seq = 5")
    assert run("ledger", "verify", "--against", heads).exit_code == 3


@pytest.mark.sqlite
def test_yesterdays_file_put_back_exits_4(
    installation: Installation, store: Database, keys: KeyStore, settings: Settings
) -> None:
    write(store, 3)
    HeadKeeping(settings, keys).sign(store)
    assert installation.run("backup", "create", installation.folder / "b").exit_code == 0
    write(store, 4)
    HeadKeeping(settings, keys).sign(store)
    store.dispose()
    back = installation.run("backup", "restore", installation.folder / "b", "--force")
    assert back.exit_code == 0, back.output
    told = installation.run("ledger", "verify", "--against", settings.checkpoints)
    assert told.exit_code == 4
    assert "ends at entry 3" in told.output


def test_a_ledger_that_is_gone_altogether_exits_4(run: Run, heads: Path, store: Database) -> None:
    unfenced(store, "DELETE FROM ledger_entry")
    with store.writing() as session:
        session.execute(text("DELETE FROM ledger_head"))
    assert run("ledger", "verify", "--against", heads).exit_code == 4


def test_a_forged_head_is_not_believed(run: Run, heads: Path) -> None:
    (file,) = heads.iterdir()
    file.write_text(file.read_text().replace("\n10\n", "\n11\n"))
    assert run("ledger", "verify", "--against", heads).exit_code == 2


def test_the_public_key_can_be_handed_out(run: Run, heads: Path) -> None:
    key = run("ledger", "key").output.strip()
    told = run("ledger", "verify", "--against", heads, "--key", key)
    assert told.exit_code == 0, told.output


def test_nothing_recorded_is_no_fault(run: Run) -> None:
    told = run("ledger", "verify")
    assert (told.exit_code, told.output) == (0, "Nothing has been recorded yet.\n")
