"""The timeline of a case: steps of the workflow in words, never data."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.models import Case, CaseEvent
from casework.clock import now


def note(
    session: Session, viewer: Viewer, case: Case, kind: str, *, only_agency_id: UUID | None = None
) -> CaseEvent:
    """Write one step down; `only_agency_id` keeps an agency's private step to that agency."""
    event = CaseEvent(
        partnership_id=case.partnership_id,
        case_id=case.id,
        at=now(),
        kind=kind,
        person_id=viewer.person_id,
        agency_id=viewer.agency_id,
        only_agency_id=only_agency_id,
    )
    session.add(event)
    return event


def timeline(session: Session, viewer: Viewer, case: Case) -> list[CaseEvent]:
    """The steps this viewer may know of, newest first."""
    return list(
        session.scalars(
            select(CaseEvent)
            .where(
                CaseEvent.case_id == case.id,
                or_(
                    CaseEvent.only_agency_id.is_(None),
                    CaseEvent.only_agency_id == viewer.agency_id,
                ),
            )
            .order_by(CaseEvent.at.desc(), CaseEvent.id)
        )
    )
