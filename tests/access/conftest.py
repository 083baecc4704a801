"""One application and one database for all of this folder: the requests are many, the rows few."""

from __future__ import annotations

import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from casework.app import create_app
from casework.config import Settings
from casework.crypto.keyring import save_keyring
from casework.startup.house import HOUSE
from tests.databases import RING, Templates


@pytest.fixture(scope="module")
def plain_paper() -> Iterator[None]:
    """A PDF is the page it is made from: here it matters who is sent what, and not how it looks.

    Hundreds of real ones would take longer than everything else; `tests/casework/paper` makes some.
    """

    def as_it_is(html: str, made: Path) -> subprocess.CompletedProcess[str]:
        made.write_text(html, encoding="utf-8")
        return subprocess.CompletedProcess([], 0, "", "")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("casework.paper.press._run", as_it_is)
        yield


@pytest.fixture(scope="module")
def house(
    templates: Templates, tmp_path_factory: pytest.TempPathFactory, plain_paper: None
) -> Iterator[Flask]:
    """The whole application, kept for a module."""
    folder = tmp_path_factory.mktemp("house")
    (folder / "keys").mkdir(mode=0o700)
    save_keyring(RING, folder / "keys" / "keyring.txt")
    with templates.copy() as urls:
        made = create_app(
            Settings(
                instance=folder / "instance",
                database_url=urls.cases,
                keys_url=urls.keys,
                keyring_file=folder / "keys" / "keyring.txt",
                checkpoints=folder / "checkpoints",
                secret_key=secrets.token_urlsafe(32),
                base_url="http://localhost",
                argon2_memory_kib=8,
                argon2_passes=1,
                testing=True,
            )
        )
        yield made
        made.extensions[HOUSE].dispose()
