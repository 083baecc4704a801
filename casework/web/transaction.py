"""A request's two doors to the database: a reading session, and one writing block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from casework.db import Database

# Endpoints that write although they are asked by GET; named one by one, with the reason in place.
WRITING_GETS: set[str] = set()


def database() -> Database:
    """The case database of this application."""
    return cast(Database, current_app.extensions["confer_database"])


def reading() -> Session:
    """The request's reading session: opened at first use, closed with the request."""
    if "reading_session" not in g:
        g.reading_session = database().open_reading()
    return cast(Session, g.reading_session)


@contextmanager
def writing() -> Iterator[Session]:
    """One writing transaction; a GET may not open it. Commits at the end, or not at all."""
    if request.method in {"GET", "HEAD"} and request.endpoint not in WRITING_GETS:
        raise RuntimeError(f"{request.endpoint} writes on a {request.method}")
    close_reading()
    with database().writing() as session:
        yield session


def close_reading() -> None:
    """Forget the reading session, so that what follows sees what was written."""
    session = g.pop("reading_session", None)
    if session is not None:
        session.close()


def init_transactions(app: Flask, store: Database) -> None:
    """Hand the database to the application and close sessions with their request."""
    app.extensions["confer_database"] = store

    @app.teardown_request
    def _close(_: BaseException | None) -> None:
        close_reading()
