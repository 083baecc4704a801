"""Minutes are approved by the chair at the next meeting and locked; corrections are additions."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Role, Viewer
from casework.clock import now
from casework.conferences.access import load_meeting
from casework.conferences.logbook import log
from casework.conferences.models import AgendaItem, Meeting
from casework.conferences.service.calendar import check_version
from casework.conferences.steps import move
from casework.conferences.vocabulary import MeetingState
from casework.disclosure.ledger import Kind
from casework.errors import Refused

CHAIRS = frozenset({Role.CHAIR, Role.REVIEW_CHAIR})


def approve_minutes(
    session: Session, viewer: Viewer, *, meeting_id: UUID, version: int | None = None
) -> Meeting:
    """The chair approves the minutes, at the next meeting where there is one (R40)."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN, lock=True)
    check_version(meeting, version)
    if not CHAIRS & viewer.roles_in(meeting.conference_id):
        raise Refused("Only the chair approves minutes.")
    move(session, meeting, MeetingState.MINUTES_APPROVED)
    meeting.approved_by, meeting.approved_at = viewer.person_id, now()
    later = _sitting_now(session, meeting)
    meeting.approved_in_id = later.id if later else None
    session.flush()
    for case_id in _case_ids(session, meeting):
        log(session, viewer, meeting, Kind.MINUTES_RELEASED, case_id=case_id)
    return meeting


def lock_minutes(
    session: Session, viewer: Viewer, *, meeting_id: UUID, version: int | None = None
) -> Meeting:
    """From now on only additions."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN, lock=True)
    check_version(meeting, version)
    move(session, meeting, MeetingState.LOCKED)
    return meeting


def _sitting_now(session: Session, meeting: Meeting) -> Meeting | None:
    return session.scalars(
        select(Meeting).where(
            Meeting.conference_id == meeting.conference_id,
            Meeting.id != meeting.id,
            Meeting.state == MeetingState.IN_SESSION,
            Meeting.starts_at > meeting.starts_at,
        )
    ).first()


def _case_ids(session: Session, meeting: Meeting) -> list[UUID]:
    return list(
        session.scalars(select(AgendaItem.case_id).where(AgendaItem.meeting_id == meeting.id))
    )
