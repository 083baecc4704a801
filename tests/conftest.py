"""The few fixtures everybody uses; rows come from `tests/factories`."""

from __future__ import annotations

import gc
import os
import secrets
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as examples
from playwright.sync_api import Browser

from casework.app import create_app
from casework.config import Settings
from casework.crypto.key_database import KeyDatabase
from casework.crypto.keyring import save_keyring
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.startup.house import HOUSE
from tests.chromium import browser_path, chromium
from tests.client import PageClient
from tests.databases import KIND, RING, Templates, Urls
from tests.once import make_once

IN_CI = os.environ.get("CI") == "true"
USES_DATABASE = {"templates", "urls", "empty"}
# The same code passes or fails the same way every time, on a slow machine too.
examples.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
examples.load_profile("house")
make_once()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    """The databases that every test's are copied from."""
    made = Templates(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture
def urls(templates: Templates) -> Iterator[Urls]:
    """This test's own two databases."""
    with templates.copy() as copied:
        yield copied


@pytest.fixture
def keys(urls: Urls) -> Iterator[KeyStore]:
    """This test's key store."""
    store = KeyStore(KeyDatabase(urls.keys), RING)
    yield store
    store.database.engine.dispose()


@pytest.fixture
def store(urls: Urls, keys: KeyStore) -> Iterator[Database]:
    """This test's case database, empty."""
    database = Database(urls.cases)
    database.info["keys"] = keys
    yield database
    database.dispose()


@pytest.fixture
def settings(urls: Urls, tmp_path: Path) -> Settings:
    """Settings of an installation in the test's own folder; passwords are cheap to check."""
    (tmp_path / "keys").mkdir(mode=0o700, exist_ok=True)
    save_keyring(RING, tmp_path / "keys" / "keyring.txt")
    return Settings(
        instance=tmp_path / "instance",
        database_url=urls.cases,
        keys_url=urls.keys,
        keyring_file=tmp_path / "keys" / "keyring.txt",
        checkpoints=tmp_path / "checkpoints",
        secret_key=secrets.token_urlsafe(32),
        base_url="http://localhost",
        argon2_memory_kib=8,
        argon2_passes=1,
        testing=True,
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole application on this test's databases."""
    made: Flask = create_app(settings)
    made.test_client_class = PageClient
    yield made
    made.extensions[HOUSE].dispose()


@pytest.fixture
def client(app: Flask) -> PageClient:
    """Somebody's browser. A test may make more: `app.test_client()`."""
    made = app.test_client()
    assert isinstance(made, PageClient)
    return made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where there is none the tests are left out, and in CI that fails them."""
    if browser_path() is None:
        pytest.skip("LEFT OUT: no Chromium on this machine")
    with chromium() as running:
        yield running


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the garbage collector need not look at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each database has its turn; the second one repeats only what uses a database."""
    other = "postgresql" if KIND == "sqlite" else "sqlite"
    items[:] = [item for item in items if item.get_closest_marker(other) is None]
    if KIND == "postgresql":
        items[:] = [item for item in items if USES_DATABASE & set(_fixtures_of(item))]


def _fixtures_of(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI nothing may be left out: a skipped test is a failed one."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and in CI nothing may be: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what `make test` could not run, and which of its steps failed before this one."""
    for name in ("CONFER_FAILED", "CONFER_LEFT_OUT"):
        if told := os.environ.get(name):
            word = name.removeprefix("CONFER_").replace("_", " ")
            terminalreporter.section(word, red=True, bold=True)
            for line in told.split(";"):
                terminalreporter.line(line, red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A step that failed earlier fails the run; in CI so does anything left out."""
    left_out = os.environ.get("CONFER_LEFT_OUT") if IN_CI else None
    if os.environ.get("CONFER_FAILED") or left_out:
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED
