"""Which meetings a person may know of, and who runs them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from casework.access import TABLE, Action, Role, Viewer
from casework.cases.models import Case
from casework.cases.visibility import visible_cases
from casework.conferences.models import AgendaItem, Meeting
from casework.directory.models import Conference, ConferenceKind
from casework.errors import NotFound, Refused

# Who sits at a meeting that hears cases; lay members never do (R51).
AT_CASES = frozenset(
    {Role.COORDINATOR, Role.CHAIR, Role.REPRESENTATIVE, Role.DEPUTY, Role.OBSERVER}
)


def visible_meetings(viewer: Viewer, action: Action = Action.MEETING_READ) -> Select[Meeting]:
    """Meetings of the bodies in which this person holds a role that allows the action."""
    return (
        select(Meeting)
        .join(Conference, Conference.id == Meeting.conference_id)
        .where(
            Meeting.partnership_id == viewer.partnership_id,
            or_(
                Meeting.conference_id.in_(_held(viewer, action, AT_CASES)),
                and_(
                    Conference.kind == ConferenceKind.BOARD,
                    Meeting.conference_id.in_(_held(viewer, action, frozenset(Role))),
                ),
            ),
        )
    )


def may(viewer: Viewer, action: Action, conference: Conference) -> bool:
    """Whether a role of this person in this body allows the action."""
    board = conference.kind == ConferenceKind.BOARD
    roles = frozenset(Role) if board else AT_CASES
    return conference.id in _held(viewer, action, roles)


def load_conference(
    session: Session, viewer: Viewer, conference_id: UUID, action: Action = Action.MEETING_READ
) -> Conference:
    """A body this person may know of and act in; NotFound or Refused."""
    found = session.get(Conference, conference_id)
    if found is None or found.partnership_id != viewer.partnership_id:
        raise NotFound("conference")
    if not may(viewer, Action.MEETING_READ, found):
        raise NotFound("conference")
    _require(viewer, action, found)
    return found


def load_meeting(
    session: Session,
    viewer: Viewer,
    meeting_id: UUID,
    action: Action = Action.MEETING_READ,
    *,
    lock: bool = False,
) -> Meeting:
    """One meeting; NotFound for missing and foreign alike, Refused where the role falls short."""
    query = visible_meetings(viewer).where(Meeting.id == meeting_id)
    found = session.scalar(query.with_for_update(of=Meeting) if lock else query)
    if found is None:
        raise NotFound("meeting")
    _require(viewer, action, session.get_one(Conference, found.conference_id))
    return found


def load_item(
    session: Session, viewer: Viewer, meeting: Meeting, item_id: UUID
) -> tuple[AgendaItem, Case]:
    """A case on the agenda, as far as this person may know of the case."""
    item = session.get(AgendaItem, item_id)
    if item is None or item.meeting_id != meeting.id:
        raise NotFound("case")
    case = session.scalar(visible_cases(viewer).where(Case.id == item.case_id))
    if case is None:
        raise NotFound("case")
    return item, case


def _held(viewer: Viewer, action: Action, roles: frozenset[Role]) -> frozenset[UUID]:
    return frozenset(
        a.conference_id
        for a in viewer.appointments
        if a.conference_id is not None and a.role in roles and action in TABLE[a.role]
    )


def _require(viewer: Viewer, action: Action, conference: Conference) -> None:
    if not may(viewer, action, conference):
        raise Refused("Your role at this meeting does not include this. Ask your coordinator.")
