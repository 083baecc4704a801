"""What happens to the whole installation stands in the ledger of every partnership in it."""

from __future__ import annotations

from sqlalchemy import select

from casework.clock import now
from casework.db import Database
from casework.directory.models import Partnership
from casework.disclosure.ledger import Entry, Ledger
from casework.disclosure.ledger_entry import Kind


def note(store: Database, kind: Kind, **detail: object) -> None:
    """Record one event in every ledger."""
    with store.reading() as session:
        everybody = list(session.scalars(select(Partnership.id).order_by(Partnership.id)))
    Ledger(store).record(Entry(kind, who, now(), detail=detail) for who in everybody)
