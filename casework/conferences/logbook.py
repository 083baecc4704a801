"""Entries of the ledger for acts at a meeting: ids and code words only."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import now
from casework.conferences.models import Meeting
from casework.disclosure.ledger import Entry, Kind, append


def log(
    session: Session,
    viewer: Viewer,
    meeting: Meeting,
    kind: Kind,
    *,
    case_id: UUID | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """One act at one meeting, in the transaction of the act."""
    append(
        session,
        Entry(
            kind=kind, partnership_id=meeting.partnership_id, at=now(), actor_id=viewer.person_id,
            agency_id=viewer.agency_id, case_id=case_id, object_id=meeting.id, detail=detail or {},
        ),
    )  # fmt: skip
