"""What the directory has to know of this room: a conference that still meets is not closed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.conferences.models import Meeting
from casework.conferences.vocabulary import MeetingState
from casework.directory import holdings
from casework.directory.holdings import Held, Owner, OwnerKind

OPEN = (
    MeetingState.SCHEDULED,
    MeetingState.AGENDA_OPEN,
    MeetingState.IN_SESSION,
    MeetingState.MINUTES_DRAFT,
)


def held(session: Session, partnership_id: UUID, owner: Owner) -> Held:
    """Meetings of a conference that are ahead, or whose minutes nobody has approved."""
    if owner.kind != OwnerKind.CONFERENCE:
        return Held(0, "open meetings")
    count = session.scalar(
        select(func.count())
        .select_from(Meeting)
        .where(
            Meeting.partnership_id == partnership_id,
            Meeting.conference_id == owner.id,
            Meeting.state.in_(OPEN),
        )
    )
    return Held(count or 0, "open meeting" if count == 1 else "open meetings")


holdings.register("meetings", held)
