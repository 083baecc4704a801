"""Interests and absence for one case: who leaves the room, and what closes to them (R39)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.answers import write_answer
from casework.cases.exclusions import exclude, is_kept_from, kept_out
from casework.cases.facts import NO, YES
from casework.cases.history import note
from casework.cases.models import Case
from casework.clock import now
from casework.conferences.access import load_item, load_meeting
from casework.conferences.models import (
    AgendaItem,
    Attendance,
    CaseAttendance,
    InterestDeclaration,
    Meeting,
)
from casework.conferences.service.hearing import roll_changed
from casework.conferences.service.roll import attendance_of, attendances, away, row_of
from casework.conferences.service.signing import open_session_to, signed_today
from casework.conferences.vocabulary import LeftBecause
from casework.db import new_id
from casework.errors import Conflict, Invalid, NotFound


def declare_interest(
    session: Session, viewer: Viewer, *, meeting_id: UUID, item_id: UUID, nature: str
) -> None:
    """Say that one has an interest in a case: it closes to this person at once."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_ATTEND, lock=True)
    item, case = load_item(session, viewer, meeting, item_id)
    if not nature.strip():
        raise Invalid({"nature": "Enter what your interest is."})
    row = row_of(session, viewer, meeting, viewer.person_id)
    _leave(session, item, row, LeftBecause.CONFLICT)
    session.add(
        InterestDeclaration(
            id=new_id(), partnership_id=meeting.partnership_id, meeting_id=meeting.id,
            person_id=viewer.person_id, agenda_item_id=item.id, declared_at=now(),
        )
    )  # fmt: skip
    reason = write_answer(session, viewer, case=case, field="conflict.nature", text=nature.strip())
    open_session_to(session, viewer, case, viewer.person_id, NO)
    exclude(session, viewer, case=case, person_id=viewer.person_id, reason=reason)
    roll_changed(session, viewer, meeting, row.agency_id, item)
    # Of others only the office hears of it: in its work list, and with the case.
    note(session, viewer, case, "interest_declared", only_agency_id=viewer.agency_id)


def leave_case(
    session: Session, viewer: Viewer, *, meeting_id: UUID, item_id: UUID, attendance_id: UUID
) -> None:
    """Write down that somebody is not in the room for this case; it closes on their screen."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN, lock=True)
    item, case = load_item(session, viewer, meeting, item_id)
    row = _row(session, meeting, attendance_id)
    _leave(session, item, row, LeftBecause.STEPPED_OUT)
    if row.person_id is not None:
        open_session_to(session, viewer, case, row.person_id, NO)
    roll_changed(session, viewer, meeting, row.agency_id, item)


def return_to_case(
    session: Session, viewer: Viewer, *, meeting_id: UUID, item_id: UUID, attendance_id: UUID
) -> None:
    """They are back; somebody with an interest in the case does not come back to it."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN, lock=True)
    item, case = load_item(session, viewer, meeting, item_id)
    row = _row(session, meeting, attendance_id)
    left = _absence(session, item, row)
    if left is None:
        raise Conflict("This person has not left for this case.")
    if left.because == LeftBecause.CONFLICT and is_kept_from(
        session, case, person_id=row.person_id, agency_id=row.agency_id
    ):
        raise Conflict("This person declared an interest in the case and cannot come back to it.")
    left.returned_at = now()
    if row.person_id is not None and signed_today(row):
        open_session_to(session, viewer, case, row.person_id, YES)
    session.flush()
    roll_changed(session, viewer, meeting, row.agency_id, item)


def must_leave(
    session: Session, meeting: Meeting, item: AgendaItem, case: Case
) -> list[Attendance]:
    """People who are in the room although the case is hidden from them."""
    gone = away(session, item)
    people, agencies = kept_out(session, case)
    return [
        a
        for a in attendances(session, meeting)
        if a.present and a.id not in gone and (a.person_id in people or a.agency_id in agencies)
    ]


def declarations(session: Session, meeting: Meeting) -> list[InterestDeclaration]:
    """What was declared at a meeting, 'nothing' included."""
    return list(
        session.scalars(
            select(InterestDeclaration)
            .where(InterestDeclaration.meeting_id == meeting.id)
            .order_by(InterestDeclaration.declared_at)
        )
    )


def left_for_case(session: Session, meeting: Meeting, item: AgendaItem, person_id: UUID) -> bool:
    """Whether this person is out of the room for this case."""
    row = attendance_of(session, meeting, person_id)
    return row is not None and row.id in away(session, item)


def _row(session: Session, meeting: Meeting, attendance_id: UUID) -> Attendance:
    row = session.get(Attendance, attendance_id)
    if row is None or row.meeting_id != meeting.id:
        raise NotFound("person")
    return row


def _leave(
    session: Session, item: AgendaItem, row: Attendance, because: LeftBecause
) -> CaseAttendance:
    before = _absence(session, item, row)
    if before is not None:
        before.because = because
        return before
    left = CaseAttendance(
        partnership_id=item.partnership_id, agenda_item_id=item.id, attendance_id=row.id,
        because=because, left_at=now(),
    )  # fmt: skip
    session.add(left)
    session.flush()
    return left


def _absence(session: Session, item: AgendaItem, row: Attendance) -> CaseAttendance | None:
    return away(session, item).get(row.id)
