"""Files of a review: sealed under its key, named by a sealed entry, each kept for good."""

from __future__ import annotations

from collections.abc import Collection
from io import BytesIO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.catalogue.declared.afterwards.review import PAPERS
from casework.clock import now
from casework.crypto.attachments import seal_file
from casework.db import new_id
from casework.disclosure.ledger import Entry, Kind, append
from casework.disclosure.matter import Matter
from casework.disclosure.places import REVIEW_FILE_TABLE, file_place
from casework.errors import NotFound
from casework.reviews.file_models import ReviewFile
from casework.reviews.models import Review
from casework.reviews.service.kept_rows import file_hash
from casework.reviews.service.sealed import keep_words, matter_of, review_keys
from casework.reviews.vocabulary import FileKind
from casework.web.uploads import Upload

NAME = "review.file_name"
FIELDS = tuple(field.name for field in PAPERS.fields)


def keep_file(
    session: Session, viewer: Viewer, review: Review, *, kind: FileKind, about_id: UUID,
    upload: Upload,
) -> ReviewFile:  # fmt: skip
    """Seal a file that was checked; evidence has no name, everything else a sealed one."""
    key, sink = new_id(), BytesIO()
    place, source = file_place(key, REVIEW_FILE_TABLE), BytesIO(upload.content)
    wrapped = seal_file(review_keys(session, review), place, source, sink)
    row = ReviewFile(
        id=key, partnership_id=review.partnership_id, review_id=review.id, about_kind=kind,
        about_id=about_id, media_type=upload.media_type, wrapped_key=wrapped,
        digest="" if kind is FileKind.REPORT else upload.digest, content=sink.getvalue(),
        agency_id=viewer.agency_id, author_id=viewer.person_id, added_at=now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    append(session, _entry(viewer, row))
    if kind is not FileKind.EVIDENCE:
        keep_words(session, viewer, review, field=NAME, words=upload.name, about_id=key)
    return row


def files_about(session: Session, things: Collection[UUID]) -> dict[UUID, list[ReviewFile]]:
    """The files about some things, the newest first."""
    found: dict[UUID, list[ReviewFile]] = {}
    asked = select(ReviewFile).where(ReviewFile.about_id.in_(things))
    for row in session.scalars(asked.order_by(ReviewFile.added_at.desc(), ReviewFile.id)):
        found.setdefault(row.about_id, []).append(row)
    return found


def load_file(session: Session, file_id: UUID, about_id: UUID) -> ReviewFile:
    """A file about this very thing, else NotFound."""
    row = session.get(ReviewFile, file_id)
    if row is None or row.about_id != about_id:
        raise NotFound("file")
    return row


def papers_of(session: Session, review: Review, about: Collection[UUID]) -> Matter:
    """The sealed words about these files and drafts, as the gate takes them."""
    return matter_of(session, review, fields=FIELDS, about=about)


def _entry(viewer: Viewer, row: ReviewFile) -> Entry:
    return Entry(
        kind=Kind.REVIEW_FILED, partnership_id=row.partnership_id, at=now(),
        actor_id=viewer.person_id, agency_id=viewer.agency_id, case_id=row.review_id,
        object_id=row.id, detail={"type": row.media_type, "hash": file_hash(row)},
    )  # fmt: skip
