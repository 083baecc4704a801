"""The statement of confidentiality: signing it opens what is shared in the room, until tonight."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.facts import NO, YES, record_fact
from casework.cases.models import Case, RecordedFact
from casework.cases.visibility import visible_cases
from casework.clock import day_of, last_moment, now, today
from casework.conferences.access import load_meeting
from casework.conferences.logbook import log
from casework.conferences.models import AgendaItem, Attendance, InterestDeclaration, Meeting
from casework.conferences.service.hearing import roll_changed
from casework.conferences.service.roll import attendance_of, attendances, join, row_of
from casework.conferences.vocabulary import MeetingState
from casework.db import new_id
from casework.directory.viewers import viewer_of
from casework.disclosure.ledger import Kind
from casework.disclosure.matter import SIGNED
from casework.errors import Conflict

SIGNABLE = (MeetingState.AGENDA_OPEN, MeetingState.IN_SESSION)


def sign(
    session: Session, viewer: Viewer, *, meeting_id: UUID, nothing_to_declare: bool = True
) -> Attendance:
    """Sign today's statement and join: it opens what is shared in the room, until tonight."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_ATTEND, lock=True)
    _check_signable(meeting)
    row = row_of(session, viewer, meeting, viewer.person_id)
    row.statement_version, row.signed_at = meeting.statement_version, now()
    join(row)
    if nothing_to_declare:
        session.add(_declaration(viewer, meeting))
    session.flush()
    for case in cases_of(session, viewer, meeting):
        open_session_to(session, viewer, case, viewer.person_id)
    roll_changed(session, viewer, meeting, row.agency_id)
    log(session, viewer, meeting, Kind.ATTENDED, detail={"statement": meeting.statement_version})
    return row


def has_signed(session: Session, meeting: Meeting, person_id: UUID) -> bool:
    """Whether this person has signed at this meeting today and is still there."""
    row = attendance_of(session, meeting, person_id)
    return bool(row and row.present and signed_today(row))


def cases_of(session: Session, viewer: Viewer, meeting: Meeting) -> list[Case]:
    """The cases of a meeting that this person may know of."""
    on_it = select(AgendaItem.case_id).where(AgendaItem.meeting_id == meeting.id)
    return list(session.scalars(visible_cases(viewer).where(Case.id.in_(on_it))))


def carry_signatures(session: Session, viewer: Viewer, meeting: Meeting, case: Case) -> None:
    """Signatures of today reach a case that was put on the agenda after people had signed."""
    known = set(
        session.scalars(
            select(RecordedFact.person_id).where(
                RecordedFact.case_id == case.id,
                RecordedFact.name == SIGNED,
                RecordedFact.withdrawn_at.is_(None),
                RecordedFact.ends_at > now(),
            )
        )
    )
    for row in attendances(session, meeting):
        if row.person_id and row.present and signed_today(row) and row.person_id not in known:
            _carry(session, viewer, case, row.person_id)


def open_session_to(
    session: Session, viewer: Viewer, case: Case, person_id: UUID, value: str = YES
) -> None:
    """The fact the sharing protocol asks for, on this case, for this person, until tonight."""
    record_fact(
        session, viewer, case=case, name=SIGNED, value=value, person_id=person_id,
        ends_at=end_of_today(),
    )  # fmt: skip


def end_of_today() -> datetime:
    """The last moment of the day, by the clock on the wall."""
    return last_moment(today())


def _carry(session: Session, viewer: Viewer, case: Case, person_id: UUID) -> None:
    them = viewer_of(session, person_id)
    if session.scalar(visible_cases(them).where(Case.id == case.id)) is not None:
        open_session_to(session, viewer, case, person_id)


def close_session_to(session: Session, viewer: Viewer, meeting: Meeting, person_id: UUID) -> None:
    """Who has gone home no longer reads along; signing again brings them back."""
    row = attendance_of(session, meeting, person_id)
    if row is None or not signed_today(row):
        return
    row.signed_at = None
    on_it = select(AgendaItem.case_id).where(AgendaItem.meeting_id == meeting.id)
    facts = session.scalars(
        select(RecordedFact).where(
            RecordedFact.case_id.in_(on_it),
            RecordedFact.name == SIGNED,
            RecordedFact.person_id == person_id,
            RecordedFact.withdrawn_at.is_(None),
        )
    )
    for fact in facts:
        case = session.get_one(Case, fact.case_id)
        open_session_to(session, viewer, case, person_id, NO)


def _check_signable(meeting: Meeting) -> None:
    if meeting.state not in SIGNABLE:
        raise Conflict("The statement is signed at the meeting, while it takes place.")
    day = day_of(meeting.starts_at)
    if meeting.state != MeetingState.IN_SESSION and day != today():
        raise Conflict("The statement is signed on the day of the meeting.")


def signed_today(row: Attendance) -> bool:
    return row.signed_at is not None and day_of(row.signed_at) == today()


def _declaration(viewer: Viewer, meeting: Meeting) -> InterestDeclaration:
    return InterestDeclaration(
        id=new_id(), partnership_id=meeting.partnership_id, meeting_id=meeting.id,
        person_id=viewer.person_id, declared_at=now(),
    )  # fmt: skip
