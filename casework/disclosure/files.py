"""Open an attached file: as far as its name is open, and written down before a byte leaves."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from casework.access import Viewer
from casework.clock import now
from casework.crypto.keystore import KeyStore
from casework.crypto.unseal import open_file
from casework.disclosure.ledger import Entry, Kind, Ledger
from casework.disclosure.places import (
    FILE_TABLE,
    REVIEW_FILE_TABLE,
    case_scope,
    file_place,
    review_scope,
)
from casework.disclosure.shown import Shown
from casework.errors import NotFound


def opened_file(
    ledger: Ledger,
    keys: KeyStore,
    viewer: Viewer,
    *,
    case_id: UUID,
    attachment_id: UUID,
    name: Shown | None,
    wrapped_key: bytes,
    content: bytes,
    sealed_in: str = FILE_TABLE,
) -> bytes:
    """The content of a file whose name the gate has shown in full to this viewer; else NotFound.

    A file of a review lies under the key of that review: then `case_id` is the review's.
    """
    if name is None or name.effect != "full" or not name.value:
        raise NotFound("file")
    _tell(ledger, viewer, case_id, attachment_id, name.clause)
    return _content(keys, case_id, attachment_id, wrapped_key, content, sealed_in)


def opened_evidence(
    ledger: Ledger, keys: KeyStore, viewer: Viewer, *, review_id: UUID, file_id: UUID,
    wrapped_key: bytes, content: bytes,
) -> bytes:  # fmt: skip
    """The content of a piece of evidence, for whoever may read the recommendation it is for.

    No protocol is asked: evidence is about systems and not about people, by the word of whoever
    gave it. It lies sealed because a file can hold anything, and each opening is written down.
    """
    _tell(ledger, viewer, review_id, file_id, None)
    return _content(keys, review_id, file_id, wrapped_key, content, REVIEW_FILE_TABLE)


def _tell(ledger: Ledger, viewer: Viewer, case_id: UUID, file_id: UUID, clause: str | None) -> None:
    ledger.record(
        [
            Entry(
                kind=Kind.FILE_SHOWN, partnership_id=viewer.partnership_id, at=now(),
                actor_id=viewer.person_id, agency_id=viewer.agency_id, case_id=case_id,
                object_id=file_id, detail={"clause": clause},
            )
        ]
    )  # fmt: skip


def _content(
    keys: KeyStore, case_id: UUID, file_id: UUID, wrapped: bytes, content: bytes, table: str
) -> bytes:
    scope = review_scope(case_id) if table == REVIEW_FILE_TABLE else case_scope(case_id)
    pieces = open_file(keys.keys(scope), file_place(file_id, table), wrapped, BytesIO(content))
    # Whole, not streamed: a cut end shows only at the end, and half a file must not leave.
    return b"".join(pieces)
