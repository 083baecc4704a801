"""A paper as a file: sealed, because a file can hold anything, and named by the paper alone."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.boards.models import Paper, PaperFile
from casework.cases.sealing import keys_of
from casework.clock import now
from casework.crypto.attachments import seal_file
from casework.db import new_id
from casework.disclosure.ledger import Entry, Kind, append
from casework.disclosure.places import BOARD_FILE_TABLE, file_place, organisation_scope
from casework.errors import NotFound
from casework.web.uploads import Upload


def keep_file(session: Session, viewer: Viewer, paper: Paper, upload: Upload) -> PaperFile:
    """Seal a file that was checked under the key of the partnership; its SHA-256 is in the ledger.

    Not under a key of the board: the paper may go to another board when its own is closed.
    """
    key, sink, scope = new_id(), BytesIO(), organisation_scope(paper.partnership_id)
    keys = keys_of(session)
    keys.ensure(scope)
    place = file_place(key, BOARD_FILE_TABLE)
    row = PaperFile(
        id=key, partnership_id=paper.partnership_id, paper_id=paper.id,
        media_type=upload.media_type, size=len(upload.content), digest=upload.digest,
        wrapped_key=seal_file(keys.keys(scope), place, BytesIO(upload.content), sink),
        content=sink.getvalue(), added_by=viewer.person_id, added_at=now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    append(session, _written(viewer, row))
    return row


def file_of(session: Session, paper_id: UUID) -> PaperFile:
    """The file of a paper, or NotFound."""
    row = session.scalar(select(PaperFile).where(PaperFile.paper_id == paper_id))
    if row is None:
        raise NotFound("file")
    return row


def _written(viewer: Viewer, row: PaperFile) -> Entry:
    return Entry(
        kind=Kind.FILE_WRITTEN, partnership_id=row.partnership_id, at=row.added_at,
        actor_id=viewer.person_id, agency_id=viewer.agency_id, object_id=row.id,
        detail={"type": row.media_type, "digest": row.digest},
    )  # fmt: skip
