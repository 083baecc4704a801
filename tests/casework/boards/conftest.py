"""A board on a quiet Tuesday morning, with the whole application around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import moved_to
from casework.db import Database
from tests.client import PageClient
from tests.factories.accounts import browser_of
from tests.factories.reviews import Board, make_board

TUESDAY = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
Browser = Callable[[Viewer], PageClient]


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with moved_to(TUESDAY):
        yield


@pytest.fixture
def store(app: Flask) -> Database:
    found: Database = app.extensions["confer_database"]
    return found


@pytest.fixture
def board(store: Database) -> Board:
    with store.writing() as session:
        return make_board(session)


@pytest.fixture
def session(store: Database, board: Board) -> Iterator[Session]:
    """One writing transaction, after the board was saved."""
    with store.writing() as opened:
        yield opened


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser in which somebody is signed in: `browser(board.owner)`."""
    return partial(browser_of, app)
