"""A board on a quiet Tuesday morning, with the whole application around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import moved_to
from casework.db import Database
from tests.client import PageClient
from tests.factories.accounts import sign_in
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

    def open_browser(viewer: Viewer) -> PageClient:
        client = app.test_client()
        assert isinstance(client, PageClient)
        return sign_in(client, viewer.person_id)

    return open_browser


@contextmanager
def counted(asker: Session | Database) -> Iterator[list[str]]:
    """Statements that are sent while the block runs."""
    told: list[str] = []
    engine = asker.get_bind() if isinstance(asker, Session) else asker.engine

    def tell(_c: object, _u: object, statement: str, *_: object) -> None:
        told.append(statement)

    event.listen(engine, "before_cursor_execute", tell)
    yield told
    event.remove(engine, "before_cursor_execute", tell)
