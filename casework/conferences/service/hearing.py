"""What the roll says of each agency and a case that is heard: it attends, or it is absent.

Agreements open what is told in the room to who attends, and the minutes to who was absent. A word
stands from when the case comes before the meeting, and stays when it has been heard, until
another meeting hears it.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.exclusions import kept_out
from casework.cases.models import Case, CaseRole
from casework.cases.taking_part import stand, stand_as
from casework.conferences.models import AgendaItem, Meeting
from casework.conferences.service.roll import in_the_room, seats
from casework.conferences.vocabulary import Capacity, ItemState
from casework.disclosure.matter import ABSENT, ATTENDANCE, ATTENDS


def hears(session: Session, viewer: Viewer, meeting: Meeting, item: AgendaItem, case: Case) -> None:
    """A case comes before the meeting: every agency of the body attends it or is absent."""
    wanted = _by_the_roll(session, meeting, item, case)
    stand_as(session, viewer, case=case, wanted=wanted, among=ATTENDANCE)


def roll_changed(
    session: Session, viewer: Viewer, meeting: Meeting, agency_id: UUID | None,
    item: AgendaItem | None = None,
) -> None:  # fmt: skip
    """The roll says something else of one agency, for the case before the meeting.

    A case that was heard keeps who was there then, whatever is pressed later: the roll has no more
    than who is there now. What was wrong then the office says on the case.
    """
    current = current_item(session, meeting)
    if agency_id is None or current is None or item not in (None, current):
        return
    case = session.get_one(Case, current.case_id)
    word = _by_the_roll(session, meeting, current, case).get(agency_id)
    stand(session, viewer, case=case, agency_id=agency_id, word=word, among=ATTENDANCE)


def as_it_was(session: Session, item: AgendaItem) -> dict[UUID, str] | None:
    """Who attended and who was absent, where another meeting has heard the case since; else None.

    What the office put right until then counts.
    """
    if item.started_at is None:
        return None
    since = session.scalar(
        select(func.min(AgendaItem.started_at)).where(
            AgendaItem.case_id == item.case_id, AgendaItem.id != item.id,
            AgendaItem.started_at > item.started_at,
        )
    )  # fmt: skip
    if since is None:
        return None
    rows = session.scalars(
        select(CaseRole).where(
            CaseRole.case_id == item.case_id, CaseRole.relationship.in_(ATTENDANCE),
            CaseRole.recorded_at < since,
            or_(CaseRole.ended_at.is_(None), CaseRole.ended_at >= since),
        )
    )  # fmt: skip
    return {row.agency_id: row.relationship for row in rows}


def current_item(session: Session, meeting: Meeting) -> AgendaItem | None:
    """The case that is before the meeting now, whoever may know of it."""
    return session.scalars(
        select(AgendaItem).where(
            AgendaItem.meeting_id == meeting.id,
            AgendaItem.state == ItemState.WAITING,
            AgendaItem.started_at.is_not(None),
            AgendaItem.ended_at.is_(None),
        )
    ).first()


def _by_the_roll(
    session: Session, meeting: Meeting, item: AgendaItem, case: Case
) -> dict[UUID, str]:
    people, agencies = kept_out(session, case)
    there = {
        line.agency_id
        for line in in_the_room(session, meeting, item)
        if line.agency_id is not None
        # Who only watches does not speak for the agency.
        and line.capacity != Capacity.OBSERVER
        and line.person_id not in people
        and line.agency_id not in agencies
    }
    return dict.fromkeys(seats(session, meeting), ABSENT) | dict.fromkeys(there, ATTENDS)
