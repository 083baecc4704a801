"""Who is there: presence, apologies, papers, guests, and agencies that said nothing."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import now
from casework.conferences.access import load_meeting
from casework.conferences.models import AgencyAttendance, Attendance, Meeting
from casework.conferences.service.hearing import roll_changed
from casework.conferences.service.roll import agency_row, attendances, join, row_of, seats
from casework.conferences.service.signing import close_session_to
from casework.conferences.steps import ATTENDANCE_MOVES, require
from casework.conferences.vocabulary import Capacity
from casework.errors import Conflict, Invalid, NotFound, StaleEdit


def record_presence(
    session: Session,
    viewer: Viewer,
    *,
    meeting_id: UUID,
    person_id: UUID,
    present: bool,
    capacity: str | None = None,
    version: int | None = None,
) -> Attendance:
    """Write down that somebody came, or that they have gone."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN, lock=True)
    require(meeting, ATTENDANCE_MOVES, "given other attendance")
    row = row_of(session, viewer, meeting, person_id)
    if version is not None and row.version != version:
        raise StaleEdit("attendance")
    if capacity is not None:
        row.capacity = Capacity(capacity)
    if present:
        join(row)
    else:
        row.left_at, row.present = (now() if row.present else row.left_at), False
        close_session_to(session, viewer, meeting, person_id)
    session.flush()
    roll_changed(session, viewer, meeting, row.agency_id)
    return row


def tender_apologies(
    session: Session, viewer: Viewer, *, meeting_id: UUID, person_id: UUID | None = None
) -> Attendance:
    """Say that one cannot come; the office may write it down for somebody else."""
    other = person_id not in (None, viewer.person_id)
    action = Action.MEETING_RUN if other else Action.MEETING_ATTEND
    meeting = load_meeting(session, viewer, meeting_id, action, lock=True)
    require(meeting, ATTENDANCE_MOVES, "sent apologies")
    row = row_of(session, viewer, meeting, person_id or viewer.person_id)
    row.apologies_at, row.present = now(), False
    if row.agency_id is not None:
        agency_row(session, meeting, row.agency_id).apologies = True
    session.flush()
    roll_changed(session, viewer, meeting, row.agency_id)
    return row


def add_guest(
    session: Session, viewer: Viewer, *, meeting_id: UUID, name: str, agency_id: UUID | None = None
) -> Attendance:
    """Somebody without an account. The shared screen shows no case while they are there."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN, lock=True)
    require(meeting, ATTENDANCE_MOVES, "given a guest")
    if not name.strip():
        raise Invalid({"name": "Enter the guest's name and where they come from."})
    if agency_id is not None and agency_id not in seats(session, meeting):
        raise Invalid({"agency": "Select an agency of this conference."})
    guest = Attendance(
        partnership_id=meeting.partnership_id, meeting_id=meeting.id, guest=name.strip()[:160],
        agency_id=agency_id, capacity=Capacity.GUEST, present=True, joined_at=now(),
    )  # fmt: skip
    session.add(guest)
    session.flush()
    roll_changed(session, viewer, meeting, agency_id)
    return guest


def guest_left(session: Session, viewer: Viewer, *, meeting_id: UUID, attendance_id: UUID) -> None:
    """The guest has gone."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN, lock=True)
    row = session.get(Attendance, attendance_id)
    if row is None or row.meeting_id != meeting.id or row.person_id is not None:
        raise NotFound("guest")
    row.present, row.left_at = False, now()
    session.flush()
    roll_changed(session, viewer, meeting, row.agency_id)


def record_agency(
    session: Session,
    viewer: Viewer,
    *,
    meeting_id: UUID,
    agency_id: UUID,
    paper: bool,
    apologies: bool,
    version: int | None = None,
) -> AgencyAttendance:
    """Whether an agency sent its paper, and whether it sent apologies (R47)."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN)
    require(meeting, ATTENDANCE_MOVES, "given other attendance")
    if agency_id not in seats(session, meeting):
        raise NotFound("agency")
    row = agency_row(session, meeting, agency_id)
    if version is not None and row.version != version:
        raise StaleEdit("attendance")
    row.paper, row.apologies = paper, apologies
    if meeting.ended_at is not None:
        row.follow_up = _is_silent(row) and bool(seats(session, meeting).get(agency_id))
    session.flush()
    return row


def close_attendance(session: Session, meeting: Meeting) -> None:
    """When the meeting ends: agencies that neither came nor said why are followed up (R25)."""
    there = {a.agency_id for a in attendances(session, meeting) if a.joined_at is not None}
    for agency_id, core in seats(session, meeting).items():
        row = agency_row(session, meeting, agency_id)
        row.present = agency_id in there
        row.follow_up = core and _is_silent(row)
    session.flush()


def follow_up_done(
    session: Session, viewer: Viewer, *, meeting_id: UUID, agency_id: UUID
) -> AgencyAttendance:
    """Somebody has asked the agency why it was not there."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN)
    if agency_id not in seats(session, meeting):
        raise NotFound("agency")
    row = agency_row(session, meeting, agency_id)
    if not row.follow_up or row.followed_up_at is not None:
        raise Conflict("There is nothing to follow up with this agency.")
    row.followed_up_at, row.followed_up_by = now(), viewer.person_id
    session.flush()
    return row


def _is_silent(row: AgencyAttendance) -> bool:
    return not row.present and not row.apologies


def missed_in_a_row(session: Session, meeting: Meeting, agency_id: UUID) -> int:
    """How many meetings up to this one the agency missed without a word (R48)."""
    rows = session.execute(
        select(AgencyAttendance.present, AgencyAttendance.apologies)
        .join(Meeting, Meeting.id == AgencyAttendance.meeting_id)
        .where(
            Meeting.conference_id == meeting.conference_id,
            AgencyAttendance.agency_id == agency_id,
            Meeting.ended_at.is_not(None),
            Meeting.starts_at <= meeting.starts_at,
        )
        .order_by(Meeting.starts_at.desc())
    )
    silent = 0
    for present, apologies in rows:
        if present or apologies:
            break
        silent += 1
    return silent
