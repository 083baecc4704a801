"""Dates: a meeting is set, moved, opened for cases, or cancelled."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import LONDON, now
from casework.conferences.access import load_conference, load_meeting, visible_meetings
from casework.conferences.models import Meeting
from casework.conferences.service.agenda import take_all_off
from casework.conferences.steps import move, require
from casework.conferences.vocabulary import MeetingState, OffReason
from casework.db import new_id
from casework.directory.models import Conference, ConferenceKind
from casework.errors import Conflict, Invalid, StaleEdit
from casework.working_days import add_working_days

S = MeetingState
AHEAD = frozenset({S.SCHEDULED, S.AGENDA_OPEN})
OVER = (S.MINUTES_DRAFT, S.MINUTES_APPROVED, S.LOCKED, S.CANCELLED)


def schedule(
    session: Session,
    viewer: Viewer,
    *,
    conference_id: UUID,
    starts_at: datetime,
    place: str,
    research_due_on: date | None = None,
) -> Meeting:
    """A new meeting; research is due the conference's usual days before it unless said."""
    body = load_conference(session, viewer, conference_id, Action.MEETING_SCHEDULE)
    if not body.active:
        raise Conflict("This conference no longer meets.")
    _check_time(session, body, starts_at, place)
    meeting = Meeting(
        id=new_id(), partnership_id=viewer.partnership_id, conference_id=body.id,
        starts_at=starts_at, place=place.strip(), state_since=now(),
        research_due_on=_research_due(body, starts_at, research_due_on),
    )  # fmt: skip
    session.add(meeting)
    session.flush()
    return meeting


def reschedule(
    session: Session,
    viewer: Viewer,
    *,
    meeting_id: UUID,
    version: int,
    starts_at: datetime,
    place: str,
    research_due_on: date | None = None,
) -> Meeting:
    """Another time or place, until it has begun."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_SCHEDULE, lock=True)
    require(meeting, AHEAD, "moved to another time")
    check_version(meeting, version)
    body = session.get_one(Conference, meeting.conference_id)
    _check_time(session, body, starts_at, place, meeting.id)
    meeting.starts_at, meeting.place = starts_at, place.strip()
    meeting.research_due_on = _research_due(body, starts_at, research_due_on)
    session.flush()
    return meeting


def open_agenda(session: Session, viewer: Viewer, *, meeting_id: UUID) -> Meeting:
    """From now on cases may be put on it."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_SCHEDULE, lock=True)
    move(session, meeting, S.AGENDA_OPEN)
    return meeting


def cancel(session: Session, viewer: Viewer, *, meeting_id: UUID) -> Meeting:
    """It does not take place: its cases wait for another meeting."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_SCHEDULE, lock=True)
    move(session, meeting, S.CANCELLED)
    take_all_off(session, viewer, meeting, OffReason.MEETING_CANCELLED)
    return meeting


def next_meeting(session: Session, viewer: Viewer, conference_id: UUID) -> Meeting | None:
    """The meeting of a body that is in session or comes next."""
    return session.scalars(
        visible_meetings(viewer)
        .where(Meeting.conference_id == conference_id, Meeting.state.not_in(OVER))
        .order_by(Meeting.starts_at)
    ).first()


def meetings_of(session: Session, viewer: Viewer, conference_id: UUID) -> list[Meeting]:
    """Every meeting of a body, latest first."""
    query = visible_meetings(viewer).where(Meeting.conference_id == conference_id)
    return list(session.scalars(query.order_by(Meeting.starts_at.desc(), Meeting.id)))


def check_version(meeting: Meeting, version: int | None) -> None:
    """Refuse an act on a meeting that somebody else changed; None trusts the caller."""
    if version is not None and meeting.version != version:
        raise StaleEdit("meeting")


def _check_time(
    session: Session, body: Conference, starts_at: datetime, place: str, own: UUID | None = None
) -> None:
    errors = {}
    if not place.strip():
        errors["place"] = "Enter where the meeting takes place, or 'online'."
    if starts_at < now() - timedelta(minutes=5):
        errors["day"] = "The meeting must be in the future."
    taken = select(Meeting.id).where(
        Meeting.conference_id == body.id,
        Meeting.starts_at == starts_at,
        Meeting.state != S.CANCELLED,
        Meeting.id != own if own else Meeting.id.is_not(None),
    )
    if session.scalar(taken) is not None:
        errors["day"] = "There is already a meeting of this conference at that time."
    if errors:
        raise Invalid(errors)


def _research_due(body: Conference, starts_at: datetime, wanted: date | None) -> date | None:
    if body.kind == ConferenceKind.BOARD:
        return None
    day = starts_at.astimezone(LONDON).date()
    if wanted is None:
        return add_working_days(day, -body.research_due_days)
    if wanted > day:
        raise Invalid({"research_due_on": "Research must be due on or before the day it meets."})
    return wanted
