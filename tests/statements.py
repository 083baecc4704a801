"""How many questions the database is asked: a page must not ask once for every row of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import Session

from casework.db import Database


@contextmanager
def counted(asker: Session | Database) -> Iterator[list[str]]:
    """Statements that are sent while the block runs."""
    told: list[str] = []
    engine = asker.get_bind() if isinstance(asker, Session) else asker.engine

    def tell(_c: object, _u: object, statement: str, *_: object) -> None:
        told.append(statement)

    event.listen(engine, "before_cursor_execute", tell)
    try:
        yield told
    finally:
        event.remove(engine, "before_cursor_execute", tell)
