"""`worker` and `notices`: what is done by itself, and what is still to be sent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from sqlalchemy import select

from casework.db import Database
from casework.notices.models import Routine
from tests.casework.cli.conftest import Run
from tests.databases import ROOT


def test_one_round_does_what_is_due(run: Run, store: Database) -> None:
    told = run("worker", "--once")
    assert told.exit_code == 0, told.output
    with store.reading() as session:
        rows = session.scalars(select(Routine)).all()
        assert all(row.finished_at is not None for row in rows)
        assert {row.failure for row in rows} == {None}


def test_without_a_mail_server_it_says_that_notices_wait(run: Run) -> None:
    assert "CONFER_SMTP_HOST" in run("worker", "--once").output


def test_it_stops_when_told_to(installation: object) -> None:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--pause", "0.2"]
    with subprocess.Popen(
        command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        assert "notices wait" in worker.stdout.readline()
        time.sleep(1)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=300) == 0


def test_an_empty_outbox_is_told(run: Run) -> None:
    assert run("notices", "status").output == "oldest due: nothing waits\n"
    assert run("notices", "retry").output == "0 messages will be tried again.\n"
