"""One demonstration, one server and one browser for all browser tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Site, browser_path, chromium, served, settings_in
from tests.databases import Templates


@pytest.fixture(scope="session")
def site(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration behind a server, on databases of its own."""
    with (
        templates.copy() as urls,
        served(settings_in(tmp_path_factory.mktemp("site"), urls)) as running,
    ):
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where there is none the tests are left out, and in CI that fails them."""
    if browser_path() is None:
        pytest.skip("LEFT OUT: no Chromium on this machine")
    with chromium() as running:
        yield running
