"""Do a thing for real, and leave nothing behind: what `/readyz` asks of the databases."""

from __future__ import annotations

from uuid import UUID

from casework.clock import now
from casework.db import Database, new_id
from casework.disclosure.ledger import Entry, Kind, append
from casework.notices.models import Routine

NOBODY = UUID(int=0)


def can_write(store: Database) -> None:
    """Write a row and take it back."""
    with store.writing() as session:
        attempt = session.begin_nested()
        session.add(Routine(name=f"probe {new_id()}", due_at=now()))
        session.flush()
        attempt.rollback()


def can_append(store: Database) -> None:
    """Write an entry into a ledger that belongs to nobody, and take it back."""
    with store.writing() as session:
        attempt = session.begin_nested()
        append(session, Entry(Kind.PROBED, NOBODY, now()))
        attempt.rollback()
