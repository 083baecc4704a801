"""`db`: to the newest revision, back, and a check that nothing differs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from casework.crypto.key_database import KeyDatabase
from casework.crypto.keystore import KeyStore
from casework.crypto.system import check_keys
from casework.startup.keyring_file import KeyringFile
from tests.casework.cli.conftest import Installation
from tests.databases import Urls, drop, empty_urls


@pytest.fixture
def empty(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    (tmp_path / "empty").mkdir()
    urls = empty_urls(tmp_path / "empty")
    monkeypatch.setenv("DATABASE_URL", urls.cases)
    monkeypatch.setenv("KEYS_DATABASE_URL", urls.keys)
    yield Installation(installation.folder, urls)
    drop(urls.cases)
    drop(urls.keys)


def check(urls: Urls, ring: Path) -> None:
    database = KeyDatabase(urls.keys)
    check_keys(KeyStore(database, KeyringFile(ring)))
    database.engine.dispose()


def test_an_empty_installation_becomes_one_that_starts(empty: Installation) -> None:
    assert empty.run("db", "check").exit_code == 1
    made = empty.run("db", "upgrade")
    assert made.exit_code == 0, made.output
    assert empty.run("db", "check").output == "Both databases are as this program expects them.\n"
    check(empty.urls, empty.keys / "keyring.txt")


def test_upgrading_again_changes_nothing(empty: Installation) -> None:
    empty.run("db", "upgrade")
    again = empty.run("db", "upgrade")
    assert again.exit_code == 0
    assert "went" not in again.output


def test_going_back_asks_first(empty: Installation) -> None:
    empty.run("db", "upgrade")
    assert empty.run("db", "downgrade", "base").exit_code == 1
    assert empty.run("db", "downgrade", "base", "--yes").exit_code == 0
    assert empty.run("db", "check").exit_code == 1


def test_a_command_on_an_old_database_says_what_to_do(empty: Installation) -> None:
    told = empty.run("keys", "status")
    assert told.exit_code == 1
    assert "flask --app wsgi db upgrade" in told.output


def test_a_lost_key_database_is_noticed_and_not_replaced(
    empty: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty.run("db", "upgrade")
    (tmp_path / "lost").mkdir()
    lost = empty_urls(tmp_path / "lost")
    monkeypatch.setenv("KEYS_DATABASE_URL", lost.keys)
    empty.run("db", "upgrade")
    told = empty.run("keys", "status")
    assert told.exit_code == 1
    assert "never set up" in told.output
    drop(lost.cases)
    drop(lost.keys)


def test_an_unknown_revision_is_words(empty: Installation) -> None:
    empty.run("db", "upgrade")
    told = empty.run("db", "downgrade", "nonsense", "--yes")
    assert told.exit_code == 1
    assert "Traceback" not in told.output
    assert empty.run("db", "check").exit_code == 0
