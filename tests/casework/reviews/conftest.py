"""A board in a database, and an application with this room alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, request
from flask_login import LoginManager, UserMixin
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.disclosure.current import GATE
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Ledger
from casework.reviews.views import bp
from casework.web.errors import register_errors
from casework.web.setup import init_web
from casework.web.transaction import init_transactions
from tests.client import PageClient
from tests.factories.reviews import Board, make_board


class Known(UserMixin):
    def __init__(self, viewer: Viewer) -> None:
        self.id, self.viewer = str(viewer.person_id), viewer


@pytest.fixture
def board(store: Database) -> Board:
    with store.writing() as session:
        return make_board(session)


@pytest.fixture
def session(store: Database, board: Board) -> Iterator[Session]:
    """One writing transaction, after the board was saved."""
    with store.writing() as opened:
        yield opened


Browser = Callable[[Viewer], PageClient]


@pytest.fixture
def browser(store: Database, keys: KeyStore) -> Browser:
    """A browser in which somebody is signed in: `browser(board.owner)`."""
    app = Flask("reviews_room", static_folder=None)
    app.config.update(SECRET_KEY="for-tests-only", TESTING=True, PROPAGATE_EXCEPTIONS=False)
    known: dict[str, Viewer] = {}
    manager = LoginManager(app)
    manager.request_loader(lambda _: _who(known))
    init_transactions(app, store)
    app.extensions[GATE] = Gate(store, keys, Ledger(store))
    init_web(app)
    register_errors(app)
    app.register_blueprint(bp)
    app.test_client_class = PageClient

    def open_browser(viewer: Viewer) -> PageClient:
        known[str(viewer.person_id)] = viewer
        client = app.test_client()
        assert isinstance(client, PageClient)
        client.environ_base["HTTP_X_WHO"] = str(viewer.person_id)
        return client

    return open_browser


def _who(known: dict[str, Viewer]) -> Known | None:
    viewer = known.get(request.headers.get("X-Who", ""))
    return Known(viewer) if viewer else None
