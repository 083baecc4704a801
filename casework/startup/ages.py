"""How old keys are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from casework.clock import now
from casework.crypto.key_tables import wrapped_key
from casework.crypto.keystore import KeyStore


def keyring_age(path: Path) -> timedelta:
    """Since when the active root key is in use: the file is written only when that changes."""
    return now() - datetime.fromtimestamp(path.stat().st_mtime, UTC)


def oldest_data_key(store: KeyStore) -> datetime | None:
    """When the oldest data key was made."""
    with store.database.reading() as connection:
        return connection.scalar(select(func.min(wrapped_key.c.created_at)))
