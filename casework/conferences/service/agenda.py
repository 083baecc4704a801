"""The agenda: cases are put on it, put in the chair's order, and taken off it."""

from __future__ import annotations

import secrets
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.history import note
from casework.cases.models import Case, CaseState
from casework.cases.opening import LETTERS
from casework.cases.states import leave_session
from casework.cases.states import move as move_case
from casework.cases.visibility import load_case, visible_cases
from casework.clock import now
from casework.conferences.access import load_item, load_meeting
from casework.conferences.logbook import log
from casework.conferences.models import AgendaItem, Meeting
from casework.conferences.steps import AGENDA_MOVES, require
from casework.conferences.timing import stop_clock
from casework.conferences.vocabulary import (
    DEFERRALS,
    WITHDRAWALS,
    ItemKind,
    ItemState,
    MeetingState,
    OffReason,
)
from casework.db import new_id
from casework.directory.models import Conference, ConferenceKind
from casework.disclosure.ledger import Kind
from casework.errors import Conflict, Invalid, StaleEdit, WrongState
from casework.referrals.contacting import ask_victim_services

BEFORE_HEARING = (CaseState.LISTED, CaseState.RESEARCHED)
LISTABLE = (
    CaseState.OPEN,
    *BEFORE_HEARING,
    CaseState.HEARD,
    CaseState.ACTIONS_OPEN,
    CaseState.ACTIONS_COMPLETE,
)
# Urgent cases stand before all others; room between two cases for one that is put in.
STEP, ORDINARY = 1000, 1_000_000


def list_case(
    session: Session,
    viewer: Viewer,
    *,
    meeting_id: UUID,
    case_id: UUID,
    kind: str = ItemKind.FULL_DISCUSSION,
) -> AgendaItem:
    """Put a case on the agenda; urgent ones come first. A case may be listed again later."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_SCHEDULE, lock=True)
    require(meeting, AGENDA_MOVES, "given another case")
    case = load_case(session, viewer, case_id, lock=True)
    _check_listable(session, meeting, case)
    if case.state not in BEFORE_HEARING:
        move_case(session, viewer, case, CaseState.LISTED)
    item = _put_on(session, viewer, meeting, case, ItemKind(kind))
    # Where the protocol let no victim service know of it before.
    ask_victim_services(session, viewer, case)
    log(session, viewer, meeting, Kind.CASE_LISTED, case_id=case.id, detail={"item": item.id})
    return item


def agenda(session: Session, viewer: Viewer, meeting: Meeting) -> list[tuple[AgendaItem, Case]]:
    """The cases this person may know of, in the chair's order; others leave no gap."""
    known = visible_cases(viewer).with_only_columns(Case.id)
    rows = session.execute(
        select(AgendaItem, Case)
        .join(Case, Case.id == AgendaItem.case_id)
        .where(AgendaItem.meeting_id == meeting.id, Case.id.in_(known))
        .order_by(AgendaItem.position, AgendaItem.id)
    )
    return [(item, case) for item, case in rows]


def waiting_cases(session: Session, viewer: Viewer, meeting: Meeting) -> list[Case]:
    """Cases of the conference that could be put on this agenda, urgent and oldest first."""
    on_one = select(AgendaItem.case_id).join(Meeting).where(_still_on())
    query = visible_cases(viewer).where(
        Case.conference_id == meeting.conference_id,
        Case.state.in_(LISTABLE),
        Case.id.not_in(on_one),
    )
    return list(session.scalars(query.order_by(Case.urgent.desc(), Case.opened_at, Case.id)))


def move_item(
    session: Session, viewer: Viewer, *, meeting_id: UUID, item_id: UUID, version: int, up: bool
) -> None:
    """One place up or down among the cases this person sees; the others stay where they are."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_SCHEDULE, lock=True)
    require(meeting, AGENDA_MOVES, "put in another order")
    item, _ = load_item(session, viewer, meeting, item_id)
    if item.version != version:
        raise StaleEdit("agenda")
    shown = [i for i, _ in agenda(session, viewer, meeting)]
    place = shown.index(item) + (-1 if up else 1)
    if not 0 <= place < len(shown):
        return
    other = shown[place]
    item.position, other.position = other.position, item.position
    session.flush()


def set_kind(
    session: Session, viewer: Viewer, *, meeting_id: UUID, item_id: UUID, version: int, kind: str
) -> None:
    """Discuss it in full, or name it for information only."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_SCHEDULE, lock=True)
    require(meeting, AGENDA_MOVES, "changed")
    item, _ = load_item(session, viewer, meeting, item_id)
    if item.version != version:
        raise StaleEdit("agenda")
    if kind not in set(ItemKind):
        raise Invalid({"kind": "Select how much time the case gets."})
    item.kind = ItemKind(kind)
    session.flush()


def defer(
    session: Session, viewer: Viewer, *, meeting_id: UUID, item_id: UUID, reason: str
) -> AgendaItem:
    """Put a case off to a later meeting, saying why."""
    if reason not in DEFERRALS:
        raise Invalid({"reason": "Select why the case is put off."})
    return _take_off(session, viewer, meeting_id, item_id, ItemState.DEFERRED, OffReason(reason))


def withdraw(
    session: Session, viewer: Viewer, *, meeting_id: UUID, item_id: UUID, reason: str
) -> AgendaItem:
    """Take a case off the agenda, saying why."""
    if reason not in WITHDRAWALS:
        raise Invalid({"reason": "Select why the case is taken off."})
    return _take_off(session, viewer, meeting_id, item_id, ItemState.WITHDRAWN, OffReason(reason))


def take_all_off(session: Session, viewer: Viewer, meeting: Meeting, reason: OffReason) -> None:
    """Whatever still waits goes to a later meeting, also what this person may not know of."""
    for item, case in session.execute(
        select(AgendaItem, Case)
        .join(Case, Case.id == AgendaItem.case_id)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.state == ItemState.WAITING)
    ):
        take_off(session, viewer, meeting, item, case, ItemState.DEFERRED, reason)


def take_off(
    session: Session,
    viewer: Viewer,
    meeting: Meeting,
    item: AgendaItem,
    case: Case,
    state: ItemState,
    reason: OffReason,
) -> None:
    """The case waits for another meeting, or goes back to where it came from."""
    if item.state != ItemState.WAITING:
        raise WrongState("case on this agenda", item.state, state)
    stop_clock(item)
    item.state, item.off_reason = state, reason
    leave_session(session, case)
    # A case that was heard before stays known to the agencies that act on it.
    if case.heard_at is None and case.state in BEFORE_HEARING:
        move_case(session, viewer, case, CaseState.OPEN)
    note(session, viewer, case, f"agenda_{state.value}")
    session.flush()
    detail = {"item": item.id, "state": state.value, "reason": reason.value}
    log(session, viewer, meeting, Kind.CASE_CHANGED, case_id=case.id, detail=detail)


def _take_off(
    session: Session,
    viewer: Viewer,
    meeting_id: UUID,
    item_id: UUID,
    state: ItemState,
    reason: OffReason,
) -> AgendaItem:
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_SCHEDULE, lock=True)
    require(meeting, AGENDA_MOVES, "changed")
    item, case = load_item(session, viewer, meeting, item_id)
    take_off(session, viewer, meeting, item, case, state, reason)
    return item


def _check_listable(session: Session, meeting: Meeting, case: Case) -> None:
    body = session.get_one(Conference, meeting.conference_id)
    if body.kind == ConferenceKind.BOARD:
        raise Invalid({"case": "A board never holds cases. Choose a conference."})
    if case.conference_id != meeting.conference_id:
        raise Invalid({"case": "This case belongs to another conference."})
    if case.state not in LISTABLE:
        raise WrongState("case", case.state, CaseState.LISTED)
    on_one = select(AgendaItem.id).join(Meeting).where(_still_on(), AgendaItem.case_id == case.id)
    if session.scalar(on_one) is not None:
        raise Conflict("This case is already on the agenda of a meeting.", "case")


def _still_on() -> ColumnElement[bool]:
    over = (MeetingState.CANCELLED, MeetingState.MINUTES_APPROVED, MeetingState.LOCKED)
    return and_(
        AgendaItem.meeting_id == Meeting.id,
        or_(
            and_(AgendaItem.state == ItemState.WAITING, Meeting.state.not_in(over)),
            # Heard a moment ago in a meeting that is still sitting.
            and_(AgendaItem.state == ItemState.HEARD, Meeting.state == MeetingState.IN_SESSION),
        ),
    )


def _put_on(
    session: Session, viewer: Viewer, meeting: Meeting, case: Case, kind: ItemKind
) -> AgendaItem:
    # Asked before the row is there: a question would write it half filled.
    place = _last_place(session, meeting, urgent=case.urgent)
    item = session.scalar(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.case_id == case.id)
    )
    if item is None:
        item = AgendaItem(
            id=new_id(), partnership_id=meeting.partnership_id, meeting_id=meeting.id,
            case_id=case.id, code=_code(session, meeting), seconds=0,
        )  # fmt: skip
        session.add(item)
    # Put off and then taken up again after all: the same item, with its history.
    item.kind, item.state, item.off_reason = kind, ItemState.WAITING, None
    item.listed_by, item.listed_at = viewer.person_id, now()
    item.position = place
    session.flush()
    return item


def _last_place(session: Session, meeting: Meeting, *, urgent: bool) -> int:
    band = AgendaItem.position < ORDINARY if urgent else AgendaItem.position >= ORDINARY
    query = select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id, band)
    return (session.scalar(query) or (0 if urgent else ORDINARY)) + STEP


def _code(session: Session, meeting: Meeting) -> str:
    taken = set(session.scalars(select(AgendaItem.code).where(AgendaItem.meeting_id == meeting.id)))
    while (code := "".join(secrets.choice(LETTERS) for _ in range(4))) in taken:
        pass
    return code
