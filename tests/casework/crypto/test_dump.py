"""Nothing that was sealed lies on the disk: database, log and rollback copies are searched."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

from casework.crypto.data_key import DataKey
from casework.crypto.seal import seal
from tests.casework.crypto.conftest import PLACE

MARKER = "SAFEADDRESSMARKER"


def _filled(path: Path, store: Callable[[str], object]) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, value)")
    words, source = ["river", "stone", "lantern"], random.Random(4)
    for number in range(2000):
        text = f"{MARKER} {number} {source.choice(words)} " + "note " * source.randrange(60)
        connection.execute("INSERT INTO answer (value) VALUES (?)", (store(text),))
    connection.commit()
    connection.execute("UPDATE answer SET value = value WHERE id % 3 = 0")
    return connection


def _found(folder: Path, name: str) -> set[str]:
    needles = [MARKER.encode(), MARKER.encode("utf-16-le"), MARKER.encode("utf-16-be")]
    files = [path for path in folder.iterdir() if path.name.startswith(name)]
    assert len(files) >= 2
    return {p.name for p in files if any(needle in p.read_bytes() for needle in needles)}


def test_the_search_finds_plaintext_and_no_sealed_text(key: DataKey, tmp_path: Path) -> None:
    plain = _filled(tmp_path / "plain.db", str)
    sealed = _filled(tmp_path / "sealed.db", lambda text: seal(key, PLACE, text))
    assert "plain.db-wal" in _found(tmp_path, "plain.db")
    assert _found(tmp_path, "sealed.db") == set()
    for connection in (plain, sealed):
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(FULL)")
    assert "plain.db" in _found(tmp_path, "plain.db")
    assert _found(tmp_path, "sealed.db") == set()
    assert MARKER in "".join(plain.iterdump())
    assert MARKER not in "".join(sealed.iterdump())
