"""A world, and browsers of the people in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask

from casework.access import Viewer
from casework.db import Database
from casework.disclosure.people_index import PEOPLE
from casework.startup.house import HOUSE
from tests.client import PageClient
from tests.factories.accounts import browser_of
from tests.factories.referrals import World, make_world

Browser = Callable[[Viewer], PageClient]


@pytest.fixture(autouse=True)
def _nobody_is_remembered() -> None:
    PEOPLE.forget()


@pytest.fixture
def site(app: Flask) -> Database:
    """The database of the application under test."""
    store: Database = app.extensions[HOUSE].store
    return store


@pytest.fixture
def world(site: Database) -> World:
    """A partnership at work, in the database of the application."""
    with site.writing() as session:
        return make_world(session)


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Somebody's browser, signed in."""
    return partial(browser_of, app)
