"""What the ledger keeps of each sealed row of a review: no word and no place changes unseen."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.disclosure.verify import KeptRow
from casework.reviews.file_models import ReviewFile
from casework.reviews.record_models import ReviewEntry

BATCH = 100


def entry_hash(row: ReviewEntry) -> str:
    """Of an entry of the record."""
    parts = (row.id, row.review_id, row.field, _bytes(row.envelope), row.agency_id, row.author_id,
             row.written_at.isoformat(), row.supersedes_id)  # fmt: skip
    # Entries about nothing hash as they did before there was anything to be about.
    return _hash(*parts, row.about_id) if row.about_id else _hash(*parts)


def file_hash(row: ReviewFile) -> str:
    """Of a file: its sealed bytes, and all that says what it is."""
    return _hash(
        row.id, row.review_id, row.about_kind, row.about_id, row.media_type, row.digest,
        _bytes(row.wrapped_key), sha256(_bytes(row.content).encode()).hexdigest(),
        row.agency_id, row.author_id, row.added_at.isoformat(),
    )  # fmt: skip


def kept_rows(session: Session, partnership_id: UUID) -> Iterator[KeptRow]:
    """Every sealed row of the reviews of a partnership, for `ledger verify`."""
    entries = select(ReviewEntry).where(ReviewEntry.partnership_id == partnership_id)
    for entry in session.scalars(entries):
        yield KeptRow(entry.id, entry_hash(entry), entry.current, entry.supersedes_id)
    files = select(ReviewFile).where(ReviewFile.partnership_id == partnership_id)
    # A few at a time: each carries its bytes.
    for file in session.scalars(files.execution_options(yield_per=BATCH)):
        yield KeptRow(file.id, file_hash(file))


def _bytes(sealed: object) -> str:
    # Somebody who writes past us may leave text where bytes belong: that is told, not a crash.
    return sealed.hex() if isinstance(sealed, bytes) else repr(sealed)


def _hash(*parts: object) -> str:
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
