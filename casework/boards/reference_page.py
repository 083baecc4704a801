"""One outstanding reference with everything that was ever said of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.boards.agenda import Past
from casework.boards.models import BoardReference, BoardReferenceUpdate
from casework.boards.service.references import load_reference
from casework.conferences.access import may
from casework.conferences.models import Meeting
from casework.directory.models import Conference
from casework.directory.names import agency_names, person_names


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """The page."""

    row: BoardReference
    body: Conference
    agency: str
    # Where it was agreed.
    meeting: Meeting
    said: tuple[Past, ...]
    may_update: bool


def reference_page(session: Session, viewer: Viewer, reference_id: UUID) -> ReferencePage:
    """A reference of a board of this person's, else NotFound."""
    row = load_reference(session, viewer, reference_id)
    body = session.get_one(Conference, row.conference_id)
    return ReferencePage(
        row, body, agency_names(session, viewer.partnership_id)[row.agency_id],
        session.get_one(Meeting, row.meeting_id), _said(session, viewer, row),
        row.done_at is None and may(viewer, Action.BOARD_MANAGE, body),
    )  # fmt: skip


def _said(session: Session, viewer: Viewer, row: BoardReference) -> tuple[Past, ...]:
    people = person_names(session, viewer.partnership_id)
    found = session.scalars(
        select(BoardReferenceUpdate)
        .where(BoardReferenceUpdate.reference_id == row.id)
        .order_by(BoardReferenceUpdate.at.desc(), BoardReferenceUpdate.id)
    )
    return tuple(Past(_title(row, e), people[e.person_id], e.at, e.words) for e in found)


def _title(row: BoardReference, said: BoardReferenceUpdate) -> str:
    return "Done" if row.done_at is not None and said.at >= row.done_at else "What was new"
