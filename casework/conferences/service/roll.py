"""The roll of a meeting: one line for each person, one for each agency."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Role, Viewer
from casework.clock import now
from casework.conferences.access import may
from casework.conferences.models import (
    AgencyAttendance,
    AgendaItem,
    Attendance,
    CaseAttendance,
    Meeting,
)
from casework.conferences.vocabulary import Capacity
from casework.directory.models import Conference, ConferenceAgency, Person, PersonStatus
from casework.directory.viewers import viewer_of
from casework.errors import NotFound, Refused


def attendances(session: Session, meeting: Meeting) -> list[Attendance]:
    """Everybody written down for a meeting."""
    return list(
        session.scalars(
            select(Attendance)
            .where(Attendance.meeting_id == meeting.id)
            .order_by(Attendance.capacity, Attendance.id)
        )
    )


def attendance_of(session: Session, meeting: Meeting, person_id: UUID) -> Attendance | None:
    """One person at a meeting."""
    return session.scalar(
        select(Attendance).where(
            Attendance.meeting_id == meeting.id, Attendance.person_id == person_id
        )
    )


def away(session: Session, item: AgendaItem) -> dict[UUID, CaseAttendance]:
    """Who is not in the room for a case, by line of the roll."""
    rows = session.scalars(
        select(CaseAttendance).where(
            CaseAttendance.agenda_item_id == item.id, CaseAttendance.returned_at.is_(None)
        )
    )
    return {row.attendance_id: row for row in rows}


def in_the_room(session: Session, meeting: Meeting, item: AgendaItem) -> list[Attendance]:
    """Everybody present who has not left for this case."""
    gone = away(session, item)
    return [a for a in attendances(session, meeting) if a.present and a.id not in gone]


def seats(session: Session, meeting: Meeting) -> dict[UUID, bool]:
    """The agencies of the body, and whether each is expected every time."""
    rows = session.execute(
        select(ConferenceAgency.agency_id, ConferenceAgency.core).where(
            ConferenceAgency.conference_id == meeting.conference_id
        )
    )
    return {row.agency_id: row.core for row in rows}


def agency_row(session: Session, meeting: Meeting, agency_id: UUID) -> AgencyAttendance:
    """An agency's line for this meeting, made when it is first needed."""
    row = session.scalar(
        select(AgencyAttendance).where(
            AgencyAttendance.meeting_id == meeting.id, AgencyAttendance.agency_id == agency_id
        )
    )
    if row is None:
        row = AgencyAttendance(
            partnership_id=meeting.partnership_id, meeting_id=meeting.id, agency_id=agency_id,
            paper=False, present=False, apologies=False, follow_up=False,
        )  # fmt: skip
        session.add(row)
        session.flush()
    return row


def row_of(session: Session, viewer: Viewer, meeting: Meeting, person_id: UUID) -> Attendance:
    row = attendance_of(session, meeting, person_id)
    return row or _new_row(session, viewer, meeting, person_id)


def _new_row(session: Session, viewer: Viewer, meeting: Meeting, person_id: UUID) -> Attendance:
    person = session.get(Person, person_id)
    if person is None or person.partnership_id != viewer.partnership_id:
        raise NotFound("person")
    row = Attendance(
        partnership_id=meeting.partnership_id, meeting_id=meeting.id, person_id=person.id,
        agency_id=person.agency_id, capacity=_capacity(session, meeting, person), present=False,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _capacity(session: Session, meeting: Meeting, person: Person) -> Capacity:
    """What the person is at this table; nobody without a seat is written down as present."""
    body = session.get_one(Conference, meeting.conference_id)
    if person.status != PersonStatus.ACTIVE:
        raise Refused("This person cannot attend: their account is not active.")
    them = viewer_of(session, person.id)
    if not may(them, Action.MEETING_READ, body):
        raise Refused("This person holds no role at this conference. Write them down as a guest.")
    roles = them.roles_in(body.id)
    if roles <= {Role.OBSERVER}:
        return Capacity.OBSERVER
    return Capacity.DEPUTY if roles & {Role.DEPUTY} else Capacity.MEMBER


def join(row: Attendance) -> None:
    if not row.present:
        row.present, row.joined_at, row.left_at = True, now(), None
