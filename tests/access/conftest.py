"""One application and one database for all of this folder: the requests are many, the rows few."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from flask import Flask

from casework.app import create_app
from casework.config import Settings
from casework.crypto.keyring import save_keyring
from casework.startup.house import HOUSE
from tests.databases import RING, Templates


@pytest.fixture(scope="module")
def house(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
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
