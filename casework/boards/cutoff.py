"""When a paper is too late (R32), by the server's clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from casework.boards.models import BoardProfile
from casework.boards.models.body import PAPER_HOURS
from casework.clock import LONDON
from casework.conferences.models import Meeting


def paper_hours(session: Session, meeting: Meeting) -> int:
    """Hours before a meeting of its body at which papers are closed."""
    found = session.get(BoardProfile, meeting.conference_id)
    return found.paper_hours if found else PAPER_HOURS


def closes_at(meeting: Meeting, hours: int) -> datetime:
    """The moment at which its papers close.

    Counted on the wall clock in London: 48 hours before Monday at ten is Saturday at ten, also
    when the clocks change on the Sunday between.
    """
    return meeting.starts_at.astimezone(LONDON) - timedelta(hours=hours)
