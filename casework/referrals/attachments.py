"""Files of a referral: sniffed, sealed under the case's key, named by a sealed answer."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.answers import NewAnswer, write_answers
from casework.cases.guarding import guard_texts
from casework.cases.models import Attachment, Case
from casework.cases.sealing import case_keys
from casework.catalogue.sections import FIELDS
from casework.catalogue.validate import check
from casework.clock import now
from casework.crypto.attachments import seal_file
from casework.db import new_id
from casework.disclosure.ledger import Entry, Kind, append
from casework.disclosure.places import file_place
from casework.errors import Invalid, NotFound
from casework.referrals.models import Referral
from casework.referrals.steps import require_editable
from casework.web.uploads import (
    DOCX,
    GIF,
    JPEG,
    PDF,
    PNG,
    TEXT,
    XLSX,
    Upload,
    checked,
    one_of,
)

LARGEST = 10 * 1024 * 1024
MOST_FILES = 20
SECTION, ABOUT = "attachments", "attachment"
NAME, DESCRIPTION = "attachment.name", "attachment.description"
ACCEPTED = (PDF, DOCX, XLSX, JPEG, PNG, GIF, TEXT)
ALLOWED = one_of(ACCEPTED)


def attach(
    session: Session, viewer: Viewer, *, referral: Referral, case: Case, name: str, content: bytes,
    description: str = "",
) -> Attachment:  # fmt: skip
    """Seal a file into the case; its name is checked for safe addresses like any other words."""
    require_editable(viewer, referral)
    upload = _accepted(session, case, name, content)
    texts = {NAME: _plain(NAME, upload.name), DESCRIPTION: _plain(DESCRIPTION, description)}
    guard_texts(session, viewer, case=case, texts=texts)
    key, sink = new_id(), BytesIO()
    wrapped = seal_file(case_keys(session, case.id), file_place(key), BytesIO(content), sink)
    named = write_answers(
        session, viewer, case=case,
        answers=[NewAnswer(f, t, about_kind=ABOUT, about_id=key) for f, t in texts.items() if t],
    )  # fmt: skip
    row = Attachment(
        id=key, partnership_id=case.partnership_id, case_id=case.id, name_answer_id=named[0].id,
        section=SECTION, media_type=upload.media_type, wrapped_key=wrapped, content=sink.getvalue(),
        origin_agency_id=viewer.agency_id, author_id=viewer.person_id, added_at=now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    append(session, _entry(viewer, row, Kind.FILE_WRITTEN))
    return row


def remove(
    session: Session, viewer: Viewer, *, referral: Referral, case: Case, attachment_id: UUID
) -> None:
    """Take a file off; that it was there stays in the history."""
    require_editable(viewer, referral)
    row = of_case(session, case, attachment_id)
    if row.origin_agency_id != viewer.agency_id:
        raise NotFound("file")
    row.removed = True
    write_answers(
        session, viewer, case=case,
        answers=[NewAnswer(f, "", about_kind=ABOUT, about_id=row.id) for f in (NAME, DESCRIPTION)],
    )  # fmt: skip


def of_case(session: Session, case: Case, attachment_id: UUID) -> Attachment:
    """One file of this case, or NotFound."""
    row = session.get(Attachment, attachment_id)
    if row is None or row.case_id != case.id or row.removed:
        raise NotFound("file")
    return row


def files(session: Session, case: Case) -> list[Attachment]:
    """The files of a case, in the order they were added."""
    query = select(Attachment).where(Attachment.case_id == case.id, Attachment.removed.is_(False))
    return list(session.scalars(query.order_by(Attachment.added_at, Attachment.id)))


def _accepted(session: Session, case: Case, name: str, content: bytes) -> Upload:
    upload = checked(content, ACCEPTED, name=name, largest=LARGEST)
    held = select(func.count()).select_from(Attachment).where(
        Attachment.case_id == case.id, Attachment.removed.is_(False)
    )  # fmt: skip
    if (session.scalar(held) or 0) >= MOST_FILES:
        raise Invalid({"file": f"A referral can have {MOST_FILES} files. Remove one first"})
    return upload


def _plain(field: str, text: str) -> str:
    result = check(FIELDS[field], text)
    if result.problem:
        raise Invalid({field.partition(".")[2]: result.problem})
    return result.text


def _entry(viewer: Viewer, row: Attachment, kind: Kind) -> Entry:
    return Entry(
        kind=kind, partnership_id=row.partnership_id, at=now(), actor_id=viewer.person_id,
        agency_id=viewer.agency_id, case_id=row.case_id, object_id=row.id,
        detail={"type": row.media_type},
    )  # fmt: skip
