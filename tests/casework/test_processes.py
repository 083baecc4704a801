"""Server, worker and command line on one SQLite file: each is a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from casework.clock import now
from casework.db import Database
from casework.directory.models import Partnership
from casework.disclosure.ledger_models import LedgerEntry
from casework.disclosure.verify import Outcome, verify

ROOT = Path(__file__).resolve().parents[2]
EACH = 25
WRITER = """
import sys, uuid
from casework.clock import now
from casework.db import Database
from casework.directory.models import Partnership
from casework.disclosure.ledger import Entry, Kind, append
url, partnership, name, times = sys.argv[1], uuid.UUID(sys.argv[2]), sys.argv[3], int(sys.argv[4])
store = Database(url)
store.LOG_PAGES = 8
for number in range(times):
    with store.writing() as session:
        session.add(Partnership(name=f"{name} {number}", created_at=now()))
        append(session, Entry(kind=Kind.PROBED, partnership_id=partnership, at=now()))
    with store.reading() as session:
        session.connection()
"""


@pytest.mark.sqlite
def test_three_processes_write_at_once_and_nothing_is_lost(store: Database) -> None:
    with store.writing() as session:
        row = Partnership(name="The ledger's", created_at=now())
        session.add(row)
    url = str(store.engine.url)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, url, str(row.id), name, str(EACH)],
            cwd=ROOT, stderr=subprocess.PIPE, text=True,
        )
        for name in ("server", "worker", "command line")
    ]  # fmt: skip
    said = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Partnership)) == 3 * EACH + 1
        assert session.scalar(select(func.count()).select_from(LedgerEntry)) == 3 * EACH
        assert verify(session, row.id).outcome is Outcome.INTACT
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
