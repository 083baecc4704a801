"""One consistent copy of one database, taken while others write, and put back whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from filelock import FileLock
from sqlalchemy import URL, make_url

from casework.db import LOCK_SECONDS
from casework.errors import ConferError, Conflict


class CopyFailed(ConferError):
    """The copy is not sound, or the tool that makes it is missing."""


def is_sqlite(url: str) -> bool:
    """Whether a database is a file of ours."""
    return make_url(url).get_backend_name() == "sqlite"


def copy_out(url: str, target: Path) -> None:
    """Copy a database as it is at one moment; writers need not stop."""
    if is_sqlite(url):
        _copy_file(_file(url), target)
    else:
        _dump(make_url(url), target)


def copy_in(url: str, source: Path, *, force: bool) -> None:
    """Put a copy in the place of a database; what stands there must be empty unless forced."""
    if is_sqlite(url):
        _replace_file(_file(url), source, force=force)
    else:
        _restore(make_url(url), source, force=force)


def _file(url: str) -> Path:
    return Path(str(make_url(url).database))


def _copy_file(source: Path, target: Path) -> None:
    if not source.exists():
        raise CopyFailed(f"There is no database at {source}.")
    # A plain copy of the file would miss what still stands in its log (reliability 0.9).
    address = f"{source.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    check_file(target)
    target.chmod(0o600)


def check_file(path: Path) -> None:
    """Refuse a file that SQLite finds damaged."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        try:
            answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError:
            answer = "unreadable"
    if answer != "ok":
        raise CopyFailed(f"{path} is damaged: the copy cannot be used.")


def _replace_file(target: Path, source: Path, *, force: bool) -> None:
    check_file(source)
    if target.exists() and not force:
        raise Conflict(f"There is a database at {target}. Move it away, or say --force.")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(f"{target}.lock", timeout=LOCK_SECONDS):
        fresh = target.with_name(target.name + ".restored")
        shutil.copyfile(source, fresh)
        fresh.chmod(0o600)
        # The old log belongs to the old file: left behind, it would be read into the new one.
        for part in ("-wal", "-shm"):
            Path(f"{target}{part}").unlink(missing_ok=True)
        fresh.replace(target)


def _dump(url: URL, target: Path) -> None:
    _run(url, ["pg_dump", "--format=custom", "--no-owner", f"--file={target}"])
    target.chmod(0o600)


def _restore(url: URL, source: Path, *, force: bool) -> None:
    replace = ["--clean", "--if-exists"] if force else []
    wanted = ["pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", *replace]
    _run(url, [*wanted, f"--dbname={url.database}", str(source)])


def _run(url: URL, command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        raise CopyFailed(
            f"{command[0]} is not installed. Install PostgreSQL's client programs "
            "(Debian: apt-get install postgresql-client)."
        )
    done = subprocess.run(  # noqa: S603  # our own arguments, no shell
        command, env=os.environ | _connection(url), capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()[:1] or ["no reason given"]
        raise CopyFailed(
            f"{command[0]} failed: {last[0]}. Is the target empty? If not, say --force."
        )


def _connection(url: URL) -> dict[str, str]:
    # By environment, never as arguments, which every user of the machine can read.
    query = {f"PG{key.upper()}": str(value) for key, value in url.query.items()}
    given = {
        "PGHOST": url.host,
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": str(url.password) if url.password else None,
        "PGDATABASE": url.database,
    }
    return query | {name: value for name, value in given.items() if value}
