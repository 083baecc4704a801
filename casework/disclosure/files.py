"""Open an attached file: as far as its name is open, and written down before a byte leaves."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from casework.access import Viewer
from casework.clock import now
from casework.crypto.keystore import KeyStore
from casework.crypto.unseal import open_file
from casework.disclosure.ledger import Entry, Kind, Ledger
from casework.disclosure.places import case_scope, file_place
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
) -> bytes:
    """The content of a file whose name the gate has shown in full to this viewer; else NotFound."""
    if name is None or name.effect != "full" or not name.value:
        raise NotFound("file")
    ledger.record(
        [
            Entry(
                kind=Kind.FILE_SHOWN, partnership_id=viewer.partnership_id, at=now(),
                actor_id=viewer.person_id, agency_id=viewer.agency_id, case_id=case_id,
                object_id=attachment_id, detail={"clause": name.clause},
            )
        ]
    )  # fmt: skip
    pieces = open_file(
        keys.keys(case_scope(case_id)), file_place(attachment_id), wrapped_key, BytesIO(content)
    )
    # Whole, not streamed: a cut end shows only at the end, and half a file must not leave.
    return b"".join(pieces)
