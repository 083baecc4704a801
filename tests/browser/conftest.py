"""One demonstration and one server for all tests of its screens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.site import Site, served, settings_in
from tests.databases import Templates


@pytest.fixture(scope="session")
def site(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration behind a server, on databases of its own."""
    with (
        templates.copy() as urls,
        served(settings_in(tmp_path_factory.mktemp("site"), urls)) as running,
    ):
        yield running
