"""What the roll says of each agency and a case that is heard: it attends, or it is absent.

Agreements open what is told in the room to who attends, and the minutes to who was absent. A word
stands from when the case comes before the meeting, and stays when it has been heard, until
another meeting hears it.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.exclusions import kept_out
from casework.cases.models import Case
from casework.cases.taking_part import stand_as, standing_as
from casework.conferences.models import AgendaItem, Meeting
from casework.conferences.service.roll import in_the_room, seats
from casework.conferences.vocabulary import ItemState
from casework.disclosure.matter import ABSENT, ATTENDANCE, ATTENDS


def hears(session: Session, viewer: Viewer, meeting: Meeting, item: AgendaItem, case: Case) -> None:
    """A case comes before the meeting: every agency of the body attends it or is absent."""
    wanted = _by_the_roll(session, meeting, item, case)
    stand_as(session, viewer, case=case, wanted=wanted, among=ATTENDANCE)


def roll_changed(
    session: Session, viewer: Viewer, meeting: Meeting, agency_id: UUID | None,
    item: AgendaItem | None = None,
) -> None:  # fmt: skip
    """The roll says something else of one agency, for one case or for each it still speaks of.

    While the meeting sits that is the case before it: one that was heard keeps who was there then.
    When the meeting is over the roll is only put right, which is so for every case that it heard.
    """
    if agency_id is None:
        return
    for one, case in _spoken_of(session, meeting, item):
        before = {r.agency_id: r.relationship for r in standing_as(session, case, ATTENDANCE)}
        others = {key: word for key, word in before.items() if key != agency_id}
        by_the_roll = _by_the_roll(session, meeting, one, case)
        own = {key: word for key, word in by_the_roll.items() if key == agency_id}
        stand_as(session, viewer, case=case, wanted=others | own, among=ATTENDANCE)


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
        and line.person_id not in people
        and line.agency_id not in agencies
    }
    return dict.fromkeys(seats(session, meeting), ABSENT) | dict.fromkeys(there, ATTENDS)


def _spoken_of(
    session: Session, meeting: Meeting, item: AgendaItem | None
) -> list[tuple[AgendaItem, Case]]:
    """Of the cases that the change can be about, those that have come before the meeting."""
    if item is not None:
        found = [item]
    elif meeting.ended_at is not None:
        found = _heard(session, meeting)
    else:
        current = current_item(session, meeting)
        found = [current] if current is not None else []
    begun = [one for one in found if one.started_at is not None]
    return [(one, session.get_one(Case, one.case_id)) for one in begun]


def _heard(session: Session, meeting: Meeting) -> list[AgendaItem]:
    return list(
        session.scalars(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == meeting.id, AgendaItem.state == ItemState.HEARD)
            .order_by(AgendaItem.position)
        )
    )
