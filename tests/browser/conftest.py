"""One demonstration, one server and one browser for all browser tests."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from casework.config import Settings
from casework.crypto.keyring import save_keyring
from tests.browser.site import Site, browser_path, chromium, served
from tests.databases import RING, Templates


@pytest.fixture(scope="session")
def site(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration behind a server, on databases of its own."""
    folder: Path = tmp_path_factory.mktemp("site")
    (folder / "keys").mkdir(mode=0o700)
    save_keyring(RING, folder / "keys" / "keyring.txt")
    with templates.copy() as urls:
        settings = Settings(
            instance=folder / "instance", database_url=urls.cases, keys_url=urls.keys,
            keyring_file=folder / "keys" / "keyring.txt", checkpoints=folder / "checkpoints",
            secret_key=secrets.token_urlsafe(32), base_url="http://127.0.0.1",
            argon2_memory_kib=8, argon2_passes=1, testing=True,
        )  # fmt: skip
        with served(settings) as running:
            yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where there is none the tests are left out, and in CI that fails them."""
    if browser_path() is None:
        pytest.skip("LEFT OUT: no Chromium on this machine")
    with chromium() as running:
        yield running
