"""Open an attached file: as far as its name is open, and written down before a byte leaves."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from uuid import UUID

from casework.access import Viewer
from casework.clock import now
from casework.crypto.data_key import Scope
from casework.crypto.envelope import Context
from casework.crypto.failures import Tampered
from casework.crypto.keystore import KeyStore
from casework.crypto.unseal import open_file
from casework.disclosure.ledger import Entry, Kind, Ledger
from casework.disclosure.places import (
    BOARD_FILE_TABLE,
    FILE_TABLE,
    REVIEW_FILE_TABLE,
    SCAN_TABLE,
    case_scope,
    file_place,
    organisation_scope,
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
    scope = review_scope(case_id) if sealed_in == REVIEW_FILE_TABLE else case_scope(case_id)
    return _content(keys, scope, file_place(attachment_id, sealed_in), wrapped_key, content)


def opened_evidence(
    ledger: Ledger, keys: KeyStore, viewer: Viewer, *, review_id: UUID, file_id: UUID,
    wrapped_key: bytes, content: bytes,
) -> bytes:  # fmt: skip
    """The content of a piece of evidence, for whoever may read the recommendation it is for.

    No protocol is asked: evidence is about systems and not about people, by the word of whoever
    gave it. It lies sealed because a file can hold anything, and each opening is written down.
    """
    _tell(ledger, viewer, review_id, file_id, None)
    place = file_place(file_id, REVIEW_FILE_TABLE)
    return _content(keys, review_scope(review_id), place, wrapped_key, content)


def opened_paper(
    ledger: Ledger, keys: KeyStore, viewer: Viewer, *, file_id: UUID, wrapped_key: bytes,
    content: bytes,
) -> bytes:  # fmt: skip
    """The content of a board's paper, for whoever may read the paper; its opening is written down.

    No protocol is asked: a paper of a board holds no case data, by the word of whoever sent it.
    """
    _tell(ledger, viewer, None, file_id, None)
    scope = organisation_scope(viewer.partnership_id)
    return _content(keys, scope, file_place(file_id, BOARD_FILE_TABLE), wrapped_key, content)


def opened_scan(
    ledger: Ledger, keys: KeyStore, viewer: Viewer, *, scan_id: UUID, wrapped_key: bytes | None,
    content: bytes, fingerprint: str,
) -> bytes:  # fmt: skip
    """The scan of a signed page, as it was sent in; each handing out is written down.

    One without a key was kept before scans were sealed, and is handed out as it lies. Raises
    Tampered where it is not the file whose SHA-256 was written down.
    """
    _tell(ledger, viewer, None, scan_id, None)
    if wrapped_key is not None:
        scope = organisation_scope(viewer.partnership_id)
        content = _content(keys, scope, file_place(scan_id, SCAN_TABLE), wrapped_key, content)
    if sha256(content).hexdigest() != fingerprint:
        raise Tampered("this scan is not the file that was recorded")
    return content


def _tell(
    ledger: Ledger, viewer: Viewer, case_id: UUID | None, file_id: UUID, clause: str | None
) -> None:
    ledger.record(
        [
            Entry(
                kind=Kind.FILE_SHOWN, partnership_id=viewer.partnership_id, at=now(),
                actor_id=viewer.person_id, agency_id=viewer.agency_id, case_id=case_id,
                object_id=file_id, detail={"clause": clause},
            )
        ]
    )  # fmt: skip


def _content(keys: KeyStore, scope: Scope, place: Context, wrapped: bytes, content: bytes) -> bytes:
    pieces = open_file(keys.keys(scope), place, wrapped, BytesIO(content))
    # Whole, not streamed: a cut end shows only at the end, and half a file must not leave.
    return b"".join(pieces)
