"""How many questions the database is asked: a page must not ask once for every row of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from casework.db import Database


@contextmanager
def counted(store: Database) -> Iterator[list[str]]:
    """Statements that are sent while the block runs."""
    told: list[str] = []

    def tell(_c: object, _u: object, statement: str, *_: object) -> None:
        told.append(statement)

    event.listen(store.engine, "before_cursor_execute", tell)
    try:
        yield told
    finally:
        event.remove(store.engine, "before_cursor_execute", tell)
