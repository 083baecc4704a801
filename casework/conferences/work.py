"""What waits for a person in this room, for the one work list; words name nobody and no case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, exists, or_
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.work import WorkItem
from casework.clock import LONDON, now, today
from casework.conferences.access import may, visible_meetings
from casework.conferences.models import AgencyAttendance, Attendance, Meeting
from casework.conferences.service.approving import CHAIRS
from casework.conferences.service.signing import signed_today
from casework.conferences.vocabulary import MeetingState
from casework.directory.models import Conference

SOON = timedelta(days=14)
S = MeetingState
AHEAD = (S.SCHEDULED, S.AGENDA_OPEN, S.IN_SESSION)


@dataclass(frozen=True, slots=True)
class _Row:
    """A meeting with its body, my own line of the roll, and whether a silence is unexplained."""

    meeting: Meeting
    body: Conference
    mine: Attendance | None
    silent: bool


def work_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """Meetings to go to, statements to sign today, minutes to approve, silences to ask about."""
    if not viewer.conferences(Action.MEETING_READ):
        return []
    found = [item for row in _rows(session, viewer) for item in _items(viewer, row)]
    return sorted(found, key=lambda item: (item.due or date.max, item.words))


def _rows(session: Session, viewer: Viewer) -> Iterator[_Row]:
    # One question for everything: the work list asks every room at every look.
    silent = exists().where(
        AgencyAttendance.meeting_id == Meeting.id,
        AgencyAttendance.follow_up.is_(True),
        AgencyAttendance.followed_up_at.is_(None),
    )
    mine = and_(Attendance.meeting_id == Meeting.id, Attendance.person_id == viewer.person_id)
    soon = and_(Meeting.state.in_(AHEAD), Meeting.starts_at <= now() + SOON)
    query = (
        visible_meetings(viewer)
        .outerjoin(Attendance, mine)
        .where(or_(soon, Meeting.state == S.MINUTES_DRAFT, silent))
        .add_columns(Conference, Attendance, silent.label("silent"))
        .order_by(Meeting.starts_at)
    )
    for meeting, body, row, quiet in session.execute(query):
        yield _Row(meeting, body, row, quiet)


def _items(viewer: Viewer, row: _Row) -> Iterator[WorkItem]:
    meeting, name = row.meeting, row.body.name
    values = {"meeting_id": meeting.id}
    if _must_go(viewer, row):
        yield _to_attend(row)
    if not may(viewer, Action.MEETING_RUN, row.body):
        return
    if meeting.state == S.MINUTES_DRAFT and CHAIRS & viewer.roles_in(row.body.id):
        words = f"Approve the minutes of {name}"
        yield WorkItem("approve_minutes", words, "conferences.minutes", values, meeting.ended_at)
    if row.silent:
        words = f"Ask why agencies did not come to {name}"
        yield WorkItem(
            "follow_up_absence", words, "conferences.attendance", values, meeting.ended_at
        )


def _must_go(viewer: Viewer, row: _Row) -> bool:
    if row.meeting.state not in AHEAD or not may(viewer, Action.MEETING_ATTEND, row.body):
        return False
    if row.mine is None:
        return True
    if row.mine.present:
        return not signed_today(row.mine)
    return row.mine.apologies_at is None


def _to_attend(row: _Row) -> WorkItem:
    meeting, name = row.meeting, row.body.name
    day, values = meeting.starts_at.astimezone(LONDON).date(), {"meeting_id": meeting.id}
    is_today = meeting.state == S.AGENDA_OPEN and day == today()
    if meeting.state == S.IN_SESSION or is_today:
        words = f"Sign the confidentiality statement of today's meeting: {name}"
        return WorkItem("sign_statement", words, "conferences.sign", values, None, day)
    words = f"Go to the meeting of {name}, or send apologies"
    return WorkItem("attend_meeting", words, "conferences.meeting", values, None, day)
