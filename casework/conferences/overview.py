"""What the pages about a meeting say: which bodies, which cases, who comes, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Role, Viewer
from casework.conferences.access import may, visible_meetings
from casework.conferences.models import AgencyAttendance, Attendance, Meeting
from casework.conferences.reading import with_names
from casework.conferences.service import agenda, attending, calendar
from casework.conferences.service.approving import CHAIRS
from casework.conferences.service.roll import attendance_of, attendances, seats
from casework.conferences.service.signing import SIGNABLE, has_signed
from casework.conferences.steps import STEPS
from casework.conferences.vocabulary import (
    CAPACITY_WORDS,
    ITEM_WORDS,
    KIND_WORDS,
    OFF_WORDS,
    STATE_WORDS,
    Capacity,
    MeetingState,
)
from casework.directory.models import (
    Agency,
    AppointmentRow,
    Conference,
    ConferenceKind,
    Person,
    PersonStatus,
)
from casework.directory.names import agency_names, person_names
from casework.disclosure.current import gate


@dataclass(frozen=True, slots=True)
class Body:
    """A conference or board of mine, and when it meets next."""

    conference: Conference
    next: Meeting | None
    is_board: bool
    may_schedule: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """An agency at a meeting: who came for it, and its three flags."""

    agency_id: UUID
    name: str
    core: bool
    row: AgencyAttendance | None
    people: tuple[Attendance, ...]
    in_a_row: int

    @property
    def present(self) -> bool:
        """Somebody of it is or was there."""
        return any(a.joined_at is not None for a in self.people)

    @property
    def apologies(self) -> bool:
        """It said that it would not come."""
        return bool(self.row and self.row.apologies)

    @property
    def paper(self) -> bool:
        """It sent what it had to say."""
        return bool(self.row and self.row.paper)


def bodies(session: Session, viewer: Viewer) -> list[Body]:
    """My conferences and boards by name."""
    found = session.scalars(
        select(Conference)
        .where(
            Conference.id.in_(viewer.conferences(Action.MEETING_READ)),
            Conference.partnership_id == viewer.partnership_id,
        )
        .order_by(Conference.name)
    )
    return [
        Body(
            c, calendar.next_meeting(session, viewer, c.id), c.kind == ConferenceKind.BOARD,
            may(viewer, Action.MEETING_SCHEDULE, c),
        )
        for c in found
        if may(viewer, Action.MEETING_READ, c)
    ]  # fmt: skip


def meeting_page(session: Session, viewer: Viewer, meeting: Meeting) -> dict[str, Any]:
    """Everything one meeting's page says."""
    body = session.get_one(Conference, meeting.conference_id)
    rows = agenda.agenda(session, viewer, meeting)
    return {
        **frame(session, viewer, meeting),
        "lines": with_names(session, viewer, gate(), rows),
        "seats": seats_of(session, meeting),
        "guests": [a for a in attendances(session, meeting) if a.capacity == Capacity.GUEST],
        "mine": attendance_of(session, meeting, viewer.person_id),
        "signed": has_signed(session, meeting, viewer.person_id),
        "signable": meeting.state in SIGNABLE,
        "next_states": STEPS[MeetingState(meeting.state)],
        "is_chair": bool(CHAIRS & viewer.roles_in(body.id)),
        "observer": viewer.roles_in(body.id) <= {Role.OBSERVER},
        "has_casefile": "casefile.show" in current_app.view_functions,
        "has_boards": "boards.agenda" in current_app.view_functions,
        "people": person_names(session, viewer.partnership_id),
        "agencies": agency_names(session, viewer.partnership_id),
    }


def frame(session: Session, viewer: Viewer, meeting: Meeting) -> dict[str, Any]:
    """What every page of a meeting needs."""
    body = session.get_one(Conference, meeting.conference_id)
    return {
        "meeting": meeting,
        "body": body,
        "is_board": body.kind == ConferenceKind.BOARD,
        "runs": may(viewer, Action.MEETING_RUN, body),
        "schedules": may(viewer, Action.MEETING_SCHEDULE, body),
        "attends": may(viewer, Action.MEETING_ATTEND, body),
        "state_words": STATE_WORDS,
        "item_words": ITEM_WORDS,
        "kind_words": KIND_WORDS,
        "off_words": OFF_WORDS,
        "capacity_words": CAPACITY_WORDS,
    }


def seats_of(session: Session, meeting: Meeting) -> list[Seat]:
    """The agencies of the body in order of name, with who came for each."""
    core = seats(session, meeting)
    roll = attendances(session, meeting)
    flags = {
        r.agency_id: r
        for r in session.scalars(
            select(AgencyAttendance).where(AgencyAttendance.meeting_id == meeting.id)
        )
    }
    found = session.scalars(select(Agency).where(Agency.id.in_(core)).order_by(Agency.name))
    return [
        Seat(
            a.id, a.name, core[a.id], flags.get(a.id),
            tuple(r for r in roll if r.agency_id == a.id),
            attending.missed_in_a_row(session, meeting, a.id),
        )
        for a in found
    ]  # fmt: skip


def expected_people(session: Session, meeting: Meeting) -> list[tuple[Person, str]]:
    """Everybody appointed to the body who could come, with the agency's name."""
    rows = session.execute(
        select(Person, Agency.name)
        .join(Agency, Agency.id == Person.agency_id)
        .join(AppointmentRow, AppointmentRow.person_id == Person.id)
        .where(
            AppointmentRow.conference_id == meeting.conference_id,
            Person.status == PersonStatus.ACTIVE,
            AppointmentRow.role != Role.REFERRER,
        )
        .distinct()
        .order_by(Agency.name, Person.name)
    )
    return [(person, name) for person, name in rows]


def later_meeting(session: Session, viewer: Viewer, meeting: Meeting) -> Meeting | None:
    """The next meeting of the same body after this one."""
    return session.scalars(
        visible_meetings(viewer)
        .where(
            Meeting.conference_id == meeting.conference_id,
            Meeting.starts_at > meeting.starts_at,
            Meeting.state.in_([MeetingState.SCHEDULED, MeetingState.AGENDA_OPEN]),
        )
        .order_by(Meeting.starts_at)
    ).first()
