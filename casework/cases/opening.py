"""Start a case: its key first, then its row; subjects belong to one case, under its key."""

from __future__ import annotations

import secrets
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.history import note
from casework.cases.models import Case, CaseKind, CaseSubject
from casework.cases.sealing import keys_of
from casework.cases.taking_part import relate
from casework.catalogue.field import Row
from casework.clock import now
from casework.db import new_id
from casework.directory.models import Conference, ConferenceKind
from casework.disclosure.ledger import Entry, Kind, append
from casework.disclosure.places import case_scope
from casework.errors import Invalid, NotFound

# No vowels and no look-alikes: a reference is read out over the telephone and spells nothing.
LETTERS = "BCDFGHJKMNPQRSTVWXZ23456789"


def start_case(session: Session, viewer: Viewer, *, conference_id: UUID, kind: CaseKind) -> Case:
    """A new case in intake, known to its agency alone. Raises NotFound for a foreign conference."""
    conference = session.get(Conference, conference_id)
    if conference is None or conference.partnership_id != viewer.partnership_id:
        raise NotFound("conference")
    if conference.kind == ConferenceKind.BOARD:
        raise Invalid({"conference": "A board never holds cases. Choose a conference."})
    case = Case(
        id=new_id(),
        partnership_id=viewer.partnership_id,
        conference_id=conference_id,
        origin_agency_id=viewer.agency_id,
        reference=_reference(),
        kind=kind,
        opened_at=now(),
        changed_at=now(),
    )
    # The key is committed before the data: a key without a case harms nobody.
    keys_of(session).create(case_scope(case.id))
    session.add(case)
    session.flush()
    relate(session, viewer, case=case, agency_id=viewer.agency_id, relationship="referrer")
    note(session, viewer, case, "case_started")
    _log(session, viewer, case, case.id)
    return case


def add_subject(session: Session, viewer: Viewer, *, case: Case, kind: Row) -> CaseSubject:
    """One more person or place of the case."""
    held = session.scalar(
        select(func.count())
        .select_from(CaseSubject)
        .where(CaseSubject.case_id == case.id, CaseSubject.kind == kind)
    )
    subject = CaseSubject(
        partnership_id=case.partnership_id, case_id=case.id, kind=kind, ordinal=(held or 0) + 1
    )
    session.add(subject)
    session.flush()
    _log(session, viewer, case, subject.id)
    return subject


def remove_subject(session: Session, *, case: Case, subject_id: UUID) -> None:
    """Take a subject entered by mistake off the case; its answers stay in the history."""
    subject = session.get(CaseSubject, subject_id)
    if subject is None or subject.case_id != case.id:
        raise NotFound("person or place")
    subject.removed = True
    session.flush()


def subjects(session: Session, case: Case) -> list[CaseSubject]:
    """The people and places of a case, in the order they were entered."""
    return list(
        session.scalars(
            select(CaseSubject)
            .where(CaseSubject.case_id == case.id, CaseSubject.removed.is_(False))
            .order_by(CaseSubject.kind, CaseSubject.ordinal)
        )
    )


def _log(session: Session, viewer: Viewer, case: Case, object_id: UUID) -> None:
    append(
        session,
        Entry(
            kind=Kind.CASE_CHANGED,
            partnership_id=case.partnership_id,
            at=now(),
            actor_id=viewer.person_id,
            agency_id=viewer.agency_id,
            case_id=case.id,
            object_id=object_id,
        ),
    )


def _reference() -> str:
    text = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"C-{text[:4]}-{text[4:]}"
