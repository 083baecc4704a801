"""How old keys are, from the rows that they wrap."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from casework.crypto.key_tables import wrapped_key
from casework.crypto.keystore import KeyStore


def root_key_made(store: KeyStore, root_id: int) -> datetime | None:
    """Since when a root key has wrapped data keys; None while it wraps none."""
    oldest = select(func.min(wrapped_key.c.created_at)).where(wrapped_key.c.root_id == root_id)
    with store.database.reading() as connection:
        return connection.scalar(oldest)
