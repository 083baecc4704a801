"""The demonstration partnership behind a real server, for a real browser."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import Flask
from playwright.sync_api import Browser, BrowserContext
from sqlalchemy import select
from werkzeug.serving import make_server

from casework.accounts.current import ACCOUNTS, Accounts
from casework.accounts.passwords import Passwords
from casework.app import create_app
from casework.config import Settings
from casework.crypto.keyring import save_keyring
from casework.db import Database
from casework.demo import service as demo
from casework.directory.models import Person
from casework.startup.house import HOUSE
from tests.databases import RING, Urls
from tests.factories.accounts import open_session


@dataclass(frozen=True)
class Site:
    """A running server and who works there."""

    app: Flask
    address: str
    accounts: list[demo.Account]

    @property
    def store(self) -> Database:
        found: Database = self.app.extensions[HOUSE].store
        return found

    def account(self, role: str, conference: str | None = None) -> demo.Account:
        """The first person with a role, in one conference where it is named."""
        return next(
            a
            for a in self.accounts
            if a.role == role and (conference is None or conference in (a.conference or ""))
        )

    def person_id(self, email: str) -> UUID:
        """Who has this address."""
        with self.store.reading() as session:
            return session.scalars(select(Person.id).where(Person.email == email)).one()

    def cookie(self, email: str) -> dict[str, str]:
        """A signed-in browser without its sign-in page."""
        return cookie_of(self.app, self.address, self.person_id(email))


def cookie_of(app: Flask, address: str, person_id: UUID) -> dict[str, str]:
    """What makes a browser somebody's."""
    room: Accounts = app.extensions[ACCOUNTS]
    with app.extensions[HOUSE].store.writing() as session:
        token = open_session(session, person_id, room.limits)
    return {"name": room.cookie, "value": token, "url": address}


def settings_in(folder: Path, urls: Urls) -> Settings:
    """Settings of an installation in a folder of its own; passwords are cheap to check."""
    (folder / "keys").mkdir(mode=0o700, exist_ok=True)
    save_keyring(RING, folder / "keys" / "keyring.txt")
    return Settings(
        instance=folder / "instance", database_url=urls.cases, keys_url=urls.keys,
        keyring_file=folder / "keys" / "keyring.txt", checkpoints=folder / "checkpoints",
        secret_key=secrets.token_urlsafe(32), base_url="http://127.0.0.1",
        argon2_memory_kib=8, argon2_passes=1, testing=True,
    )  # fmt: skip


@contextmanager
def running(app: Flask) -> Iterator[str]:
    """The address of the application while it is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions[HOUSE].dispose()


@contextmanager
def served(settings: Settings) -> Iterator[Site]:
    """The demonstration, loaded and served until the block ends."""
    app = create_app(settings)
    store: Database = app.extensions[HOUSE].store
    demo.load(store, Passwords(settings))
    with store.reading() as session:
        people = demo.accounts(session)
    with running(app) as address:
        yield Site(app, address, people)


@contextmanager
def visiting(
    browser: Browser, site: Site, email: str, **kwargs: object
) -> Iterator[BrowserContext]:
    """A browser window in which somebody is signed in."""
    context = browser.new_context(**kwargs)  # type: ignore[arg-type]  # Playwright's own options
    context.set_default_timeout(20_000)
    context.add_cookies([site.cookie(email)])  # type: ignore[list-item]  # a plain dict is one
    yield context
    context.close()
