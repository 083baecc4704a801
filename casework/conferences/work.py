"""What waits for a person in this room, for the one work list; words name nobody and no case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.work import WorkItem
from casework.clock import LONDON, now, today
from casework.conferences.access import visible_meetings
from casework.conferences.models import AgencyAttendance, Meeting
from casework.conferences.service.approving import CHAIRS
from casework.conferences.service.roll import attendance_of
from casework.conferences.service.signing import has_signed
from casework.conferences.vocabulary import MeetingState
from casework.directory.names import conference_names

AHEAD = timedelta(days=14)
S = MeetingState
Names = Mapping[UUID, str]


def work_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """Meetings to go to, statements to sign today, minutes to approve, silences to ask about."""
    names = conference_names(session, viewer.partnership_id)
    found = [
        *_to_attend(session, viewer, names),
        *_to_approve(session, viewer, names),
        *_to_ask(session, viewer, names),
    ]
    return sorted(found, key=lambda item: (item.due or date.max, item.words))


def _to_attend(session: Session, viewer: Viewer, names: Names) -> Iterator[WorkItem]:
    query = visible_meetings(viewer, Action.MEETING_ATTEND).where(
        Meeting.state.in_([S.SCHEDULED, S.AGENDA_OPEN, S.IN_SESSION]),
        Meeting.starts_at <= now() + AHEAD,
    )
    for meeting in session.scalars(query.order_by(Meeting.starts_at)):
        mine = attendance_of(session, meeting, viewer.person_id)
        if mine is not None and mine.apologies_at is not None and not mine.present:
            continue
        if not has_signed(session, meeting, viewer.person_id):
            yield _item(meeting, names)


def _item(meeting: Meeting, names: Names) -> WorkItem:
    day, name = meeting.starts_at.astimezone(LONDON).date(), names[meeting.conference_id]
    values = {"meeting_id": meeting.id}
    open_now = meeting.state in (S.AGENDA_OPEN, S.IN_SESSION)
    if meeting.state == S.IN_SESSION or (open_now and day == today()):
        words = f"Sign the confidentiality statement of today's meeting: {name}"
        return WorkItem("sign_statement", words, "conferences.sign", values, None, day)
    words = f"Go to the meeting of {name}, or send apologies"
    return WorkItem("attend_meeting", words, "conferences.meeting", values, None, day)


def _to_approve(session: Session, viewer: Viewer, names: Names) -> Iterator[WorkItem]:
    query = visible_meetings(viewer, Action.MEETING_RUN).where(Meeting.state == S.MINUTES_DRAFT)
    for meeting in session.scalars(query.order_by(Meeting.starts_at)):
        if CHAIRS & viewer.roles_in(meeting.conference_id):
            words = f"Approve the minutes of {names[meeting.conference_id]}"
            values = {"meeting_id": meeting.id}
            yield WorkItem(
                "approve_minutes", words, "conferences.minutes", values, meeting.ended_at
            )


def _to_ask(session: Session, viewer: Viewer, names: Names) -> Iterator[WorkItem]:
    query = (
        visible_meetings(viewer, Action.MEETING_RUN)
        .join(AgencyAttendance, AgencyAttendance.meeting_id == Meeting.id)
        .where(AgencyAttendance.follow_up.is_(True), AgencyAttendance.followed_up_at.is_(None))
        .distinct()
    )
    for meeting in session.scalars(query):
        words = f"Ask why agencies did not come to {names[meeting.conference_id]}"
        values = {"meeting_id": meeting.id}
        yield WorkItem(
            "follow_up_absence", words, "conferences.attendance", values, meeting.ended_at
        )
