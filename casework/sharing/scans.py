"""Scans of signed pages: checked, sealed under the key of the partnership, found again."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements.models import Agreement
from casework.agreements.standing_models import Scan, Signature
from casework.cases.sealing import keys_of
from casework.clock import now
from casework.crypto.attachments import seal_file
from casework.db import Database, new_id
from casework.disclosure.places import SCAN_TABLE, file_place, organisation_scope
from casework.errors import NotFound
from casework.web.uploads import MEGABYTE, SCANS, TAKEN, Upload, checked

LARGEST_SCAN = 5 * MEGABYTE


def checked_scan(content: bytes) -> Upload:
    """The file as it was sent, looked at; Invalid at the field `file`."""
    return checked(content, SCANS, largest=LARGEST_SCAN)


def keep_scan(session: Session, viewer: Viewer, signature: Signature, upload: Upload) -> Scan:
    """Seal a scan that was checked; its SHA-256 is kept beside it."""
    row = Scan(
        id=new_id(), partnership_id=signature.partnership_id, signature_id=signature.id,
        media_type=upload.media_type, size=len(upload.content), fingerprint=upload.digest,
        content=upload.content, added_by=viewer.person_id, added_at=now(),
    )  # fmt: skip
    _seal(session, row)
    session.add(row)
    session.flush()
    return row


def scans_of(session: Session, row: Agreement) -> set[UUID]:
    """The signatures of a version that have a scan."""
    return set(
        session.scalars(
            select(Scan.signature_id)
            .join(Signature, Signature.id == Scan.signature_id)
            .where(Signature.agreement_id == row.id)
        )
    )


def scan_of(session: Session, row: Agreement, signature_id: UUID) -> tuple[Scan, str]:
    """The scan of one signature, still sealed, and what to call it; or NotFound."""
    signature = session.get(Signature, signature_id)
    scan = session.scalar(select(Scan).where(Scan.signature_id == signature_id))
    if scan is None or signature is None or signature.agreement_id != row.id:
        raise NotFound("file")
    return scan, f"signature-{row.label}-{scan.fingerprint[:8]}.{TAKEN[scan.media_type].ending}"


def seal_open_scans(store: Database) -> None:
    """Seal what was kept before scans were sealed, one at a time; afterwards nothing is left."""
    with store.reading() as session:
        left = session.scalars(select(Scan.id).where(Scan.wrapped_key.is_(None))).all()
    for key in left:
        with store.writing() as session:
            row = session.get(Scan, key, with_for_update=True)
            if row is not None and row.wrapped_key is None:
                _seal(session, row)


def _seal(session: Session, row: Scan) -> None:
    keys, scope, sink = keys_of(session), organisation_scope(row.partnership_id), BytesIO()
    keys.ensure(scope)
    place = file_place(row.id, SCAN_TABLE)
    row.wrapped_key = seal_file(keys.keys(scope), place, BytesIO(row.content), sink)
    row.content = sink.getvalue()
