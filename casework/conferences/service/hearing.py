"""What the roll says of each agency and a case that is heard: it attends, or it is absent.

Agreements open what is told in the room to who attends, and the minutes to who was absent. A word
stands from when the case comes before the meeting, and stays when it has been heard, until
another meeting hears it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.exclusions import kept_out
from casework.cases.models import Case, CaseRole
from casework.cases.taking_part import stand_as
from casework.conferences.models import AgendaItem, Meeting
from casework.conferences.service.roll import in_the_room, seats
from casework.conferences.vocabulary import Capacity, ItemState
from casework.disclosure.matter import ABSENT, ATTENDANCE, ATTENDS

# The case that a meeting hears just now.
BEFORE_THE_MEETING = (
    AgendaItem.state == ItemState.WAITING,
    AgendaItem.started_at.is_not(None),
    AgendaItem.ended_at.is_(None),
)


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
    wanted = _by_the_roll(session, meeting, current, case)
    stand_as(session, viewer, case=case, wanted=wanted, among=ATTENDANCE, only=agency_id)


def hidden_or_open_again(session: Session, viewer: Viewer, case: Case, agency_id: UUID) -> None:
    """Outside the room somebody of an agency was kept from a case, or is so no longer.

    If a meeting hears the case just now, the agency attends it by whoever else of it is there.
    """
    for meeting in hold_hearing(session, case):
        roll_changed(session, viewer, meeting, agency_id)


def hold_hearing(session: Session, case: Case) -> Sequence[Meeting]:
    """The meeting that hears a case just now, held: to be called before anything is written.

    Whoever acts in the meeting holds it first as well, so nobody waits in a ring.
    """
    hearing = (
        select(Meeting)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(AgendaItem.case_id == case.id, *BEFORE_THE_MEETING)
        .with_for_update(of=Meeting)
    )
    return session.scalars(hearing).all()


def as_they_were(
    session: Session, items: Sequence[AgendaItem]
) -> dict[UUID, dict[UUID, str]]:  # fmt: skip
    """By item, who attended and who was absent, where another meeting has heard the case since.

    What the office put right until then counts.
    """
    later = _heard_again(session, items)
    roles = session.scalars(
        select(CaseRole).where(
            CaseRole.case_id.in_({item.case_id for item in items if item.id in later}),
            CaseRole.relationship.in_(ATTENDANCE),
        )
    ).all()
    return {
        item.id: {
            role.agency_id: role.relationship
            for role in roles
            if role.case_id == item.case_id and _was_so(role, later[item.id])
        }
        for item in items
        if item.id in later
    }


def _heard_again(session: Session, items: Sequence[AgendaItem]) -> dict[UUID, datetime]:
    """When the next meeting heard the case of an item, for those of which one did."""
    query = select(AgendaItem.case_id, AgendaItem.started_at).where(
        AgendaItem.case_id.in_({item.case_id for item in items})
    )
    begun = [(case_id, at) for case_id, at in session.execute(query) if at is not None]
    found: dict[UUID, datetime] = {}
    for item in items:
        since = item.started_at
        after = [at for case_id, at in begun if case_id == item.case_id and since and at > since]
        found |= {item.id: min(after)} if after else {}
    return found


def _was_so(role: CaseRole, moment: datetime) -> bool:
    """Whether it was so just before a moment."""
    return role.recorded_at < moment and (role.ended_at is None or role.ended_at >= moment)


def current_item(session: Session, meeting: Meeting) -> AgendaItem | None:
    """The case that is before the meeting now, whoever may know of it."""
    return session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, *BEFORE_THE_MEETING)
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
