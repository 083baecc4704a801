"""What was decided before, opened by the gate to fill the forms again."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.models import Case
from casework.conferences.models import AgendaItem, Meeting
from casework.conferences.reading import IN_THE_ROOM, SCREEN, Written, written
from casework.conferences.service.deciding import NO_ROUTE, OUTCOME, REASON, TOLD, why_of
from casework.conferences.vocabulary import TOLD_WORDS, MeetingState, Told
from casework.disclosure.current import gate


def known_outcome(
    session: Session, viewer: Viewer, meeting: Meeting, item: AgendaItem, case: Case
) -> dict[str, Any]:
    """The outcome as it stands."""
    one = _written(session, viewer, meeting, item, case)
    told = one.revealed.value(TOLD, about_id=item.id) or ""
    if item.told:
        told = told.removeprefix(f"{TOLD_WORDS[Told(item.told)]}.").strip()
    return {
        "outcome": item.outcome,
        "words": one.revealed.value(OUTCOME, about_id=item.id) or "",
        "told": item.told or Told.NOTHING,
        "told_words": told,
        "no_route": one.revealed.value(NO_ROUTE, about_id=item.id) or "",
        "review_on": item.review_on,
        "version": item.version,
    }


def known_tools(
    session: Session, viewer: Viewer, meeting: Meeting, item: AgendaItem, case: Case
) -> dict[str, tuple[str, str]]:
    """What was made of each tool, and why."""
    one = _written(session, viewer, meeting, item, case)
    return {
        row.tool: (
            row.decision,
            why_of(row.decision, one.revealed.value(REASON, about_id=row.id) or ""),
        )
        for row in one.tools
    }


def _written(
    session: Session, viewer: Viewer, meeting: Meeting, item: AgendaItem, case: Case
) -> Written:
    channel = IN_THE_ROOM if meeting.state == MeetingState.IN_SESSION else SCREEN
    return written(session, viewer, gate(), meeting, [(item, case)], channel)[0]
