"""The one table of steps a meeting may take."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from casework.clock import now
from casework.conferences.models import Meeting
from casework.conferences.vocabulary import MeetingState
from casework.errors import WrongState

M = MeetingState
STEPS: Mapping[MeetingState, frozenset[MeetingState]] = {
    M.SCHEDULED: frozenset({M.AGENDA_OPEN, M.CANCELLED}),
    M.AGENDA_OPEN: frozenset({M.IN_SESSION, M.CANCELLED}),
    M.IN_SESSION: frozenset({M.MINUTES_DRAFT}),
    M.MINUTES_DRAFT: frozenset({M.MINUTES_APPROVED}),
    M.MINUTES_APPROVED: frozenset({M.LOCKED}),
    M.LOCKED: frozenset(),
    M.CANCELLED: frozenset(),
}
# Cases may be put on, taken off and put in order.
AGENDA_MOVES = frozenset({M.AGENDA_OPEN, M.IN_SESSION})
# Attendance may still be put right while the minutes are a draft.
ATTENDANCE_MOVES = frozenset({M.SCHEDULED, M.AGENDA_OPEN, M.IN_SESSION, M.MINUTES_DRAFT})
MINUTES_MOVE = frozenset({M.IN_SESSION, M.MINUTES_DRAFT})


def move(session: Session, meeting: Meeting, wanted: MeetingState) -> None:
    """Take one step; a step that the table does not have is refused and nothing changes."""
    if wanted not in STEPS[MeetingState(meeting.state)]:
        raise WrongState("meeting", meeting.state, wanted)
    meeting.state, meeting.state_since = wanted, now()
    session.flush()


def require(meeting: Meeting, allowed: frozenset[MeetingState], wanted: str) -> None:
    """Refuse what the meeting's state does not allow."""
    if meeting.state not in allowed:
        raise WrongState("meeting", meeting.state, wanted)
