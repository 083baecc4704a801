"""Research for all cases of a meeting, in one press."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import today
from casework.conferences.access import load_meeting
from casework.conferences.service.agenda import BEFORE_HEARING, agenda
from casework.conferences.steps import AGENDA_MOVES, require
from casework.conferences.vocabulary import ItemState
from casework.research.asking import can_be_asked, request_research


def ask_research(session: Session, viewer: Viewer, *, meeting_id: UUID) -> int:
    """Ask every agency of the conference about every case that still waits; how many were asked."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_SCHEDULE, lock=True)
    require(meeting, AGENDA_MOVES, "prepared")
    due = max(meeting.research_due_on or today(), today())
    made = 0
    for item, case in agenda(session, viewer, meeting):
        if item.state != ItemState.WAITING or case.state not in BEFORE_HEARING:
            continue
        agencies = [a.id for a in can_be_asked(session, case)]
        if agencies and item.started_at is None:
            made += len(
                request_research(
                    session, viewer, case=case, agency_ids=agencies, due_on=due,
                    meeting_id=meeting.id,
                )
            )  # fmt: skip
    return made
