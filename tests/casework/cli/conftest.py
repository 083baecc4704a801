from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from casework.app import create_app
from casework.crypto.keyring import save_keyring
from casework.startup.house import HOUSE
from tests.databases import RING, Urls


@dataclass(frozen=True)
class Installation:
    """One installation as somebody at its command line has it."""

    folder: Path
    urls: Urls

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    def app(self) -> Flask:
        return create_app()

    def run(self, *arguments: str | Path, typing: str | None = None) -> Result:
        """One command; each is a process of its own in life, so the application is made anew."""
        app = self.app()
        told = app.test_cli_runner().invoke(args=[str(a) for a in arguments], input=typing)
        if HOUSE in app.extensions:
            app.extensions[HOUSE].dispose()
        return told


@pytest.fixture
def bare(urls: Urls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """A folder with nothing in it, and two databases."""
    for name in [name for name in os.environ if name.startswith("CONFER_")]:
        if name != "CONFER_TEST_DATABASE":
            monkeypatch.delenv(name)
    environ = {
        "FLASK_RUN_FROM_CLI": "true",
        "CONFER_INSTANCE": str(tmp_path / "instance"),
        "CONFER_KEYS": str(tmp_path / "keys"),
        "DATABASE_URL": urls.cases,
        "KEYS_DATABASE_URL": urls.keys,
    }
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return Installation(tmp_path, urls)


@pytest.fixture
def installation(bare: Installation) -> Installation:
    """The same with its keys."""
    bare.keys.mkdir(mode=0o700)
    save_keyring(RING, bare.keys / "keyring.txt")
    (bare.keys / "session.txt").write_text("for this test only\n")
    return bare


Run = Callable[..., Result]


@pytest.fixture
def run(installation: Installation) -> Run:
    return installation.run
