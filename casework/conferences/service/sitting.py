"""The meeting itself: it starts, one case after another is heard, it ends."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.models import Case, CaseState
from casework.cases.states import enter_session, leave_session
from casework.cases.states import move as move_case
from casework.catalogue.field import COMMUNITY
from casework.catalogue.legal_tools import tools_for
from casework.clock import now
from casework.conferences.access import load_item, load_meeting
from casework.conferences.logbook import log
from casework.conferences.models import AgendaItem, LegalToolConsidered, Meeting
from casework.conferences.service.agenda import agenda, take_all_off
from casework.conferences.service.attending import close_attendance
from casework.conferences.service.calendar import check_version
from casework.conferences.service.hearing import current_item, hears
from casework.conferences.service.settling import check_actions, settle_heard
from casework.conferences.service.signing import carry_signatures
from casework.conferences.steps import move, require
from casework.conferences.timing import is_running, start_clock, stop_clock
from casework.conferences.vocabulary import ItemKind, ItemState, MeetingState, OffReason
from casework.directory.models import Conference
from casework.disclosure.ledger import Kind
from casework.errors import Conflict, Invalid, WrongState

IN_SESSION = frozenset({MeetingState.IN_SESSION})


def start_session(
    session: Session, viewer: Viewer, *, meeting_id: UUID, version: int | None = None
) -> Meeting:
    """The meeting begins."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN, lock=True)
    check_version(meeting, version)
    move(session, meeting, MeetingState.IN_SESSION)
    meeting.started_at = now()
    session.flush()
    log(session, viewer, meeting, Kind.MEETING_STARTED)
    return meeting


def begin_case(session: Session, viewer: Viewer, *, meeting_id: UUID, item_id: UUID) -> AgendaItem:
    """Hear a case now. Only one is heard at a time: the one before it leaves the table."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN, lock=True)
    require(meeting, IN_SESSION, "asked to hear a case")
    item, case = load_item(session, viewer, meeting, item_id)
    if item.state != ItemState.WAITING:
        raise WrongState("case on this agenda", item.state, "heard now")
    if is_running(item):
        return item
    _clear_table(session, meeting)
    enter_session(session, case)
    start_clock(item)
    carry_signatures(session, viewer, meeting, case)
    hears(session, viewer, meeting, item, case)
    session.flush()
    log(session, viewer, meeting, Kind.CASE_CHANGED, case_id=case.id, detail=_step(item, "begun"))
    return item


def pause_case(session: Session, viewer: Viewer, *, meeting_id: UUID, item_id: UUID) -> AgendaItem:
    """Leave a case for now; it can be taken up again."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN, lock=True)
    item, case = load_item(session, viewer, meeting, item_id)
    if not is_running(item):
        raise WrongState("case on this agenda", item.state, "left")
    _leave_table(session, item, case)
    return item


def end_case(session: Session, viewer: Viewer, *, meeting_id: UUID, item_id: UUID) -> AgendaItem:
    """The case is heard: it has an outcome, and every tool that could apply was looked at (R64)."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN, lock=True)
    require(meeting, IN_SESSION, "asked to end a case")
    item, case = load_item(session, viewer, meeting, item_id)
    if item.state != ItemState.WAITING or not item.started_at:
        raise WrongState("case on this agenda", item.state, ItemState.HEARD)
    _check_complete(session, meeting, item)
    _leave_table(session, item, case)
    item.state = ItemState.HEARD
    move_case(session, viewer, case, CaseState.HEARD)
    settle_heard(session, viewer, item, case)
    log(session, viewer, meeting, Kind.CASE_CHANGED, case_id=case.id, detail=_step(item, "heard"))
    return item


def end_session(
    session: Session, viewer: Viewer, *, meeting_id: UUID, version: int | None = None
) -> Meeting:
    """The meeting is over: what was not heard waits for the next one; the minutes are a draft."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN, lock=True)
    check_version(meeting, version)
    _require_nothing_heard(session, viewer, meeting)
    move(session, meeting, MeetingState.MINUTES_DRAFT)
    meeting.ended_at = now()
    take_all_off(session, viewer, meeting, OffReason.NO_TIME)
    close_attendance(session, meeting)
    log(session, viewer, meeting, Kind.MEETING_ENDED)
    return meeting


def missing_tools(session: Session, meeting: Meeting, item: AgendaItem) -> int:
    """How many tools a community case still has to go through (R64)."""
    body = session.get_one(Conference, meeting.conference_id)
    if body.kind != COMMUNITY or item.kind != ItemKind.FULL_DISCUSSION:
        return 0
    marked = set(
        session.scalars(
            select(LegalToolConsidered.tool).where(LegalToolConsidered.agenda_item_id == item.id)
        )
    )
    return len({t.code for t in tools_for(body.kind)} - marked)


def _check_complete(session: Session, meeting: Meeting, item: AgendaItem) -> None:
    errors = {}
    if item.outcome is None:
        errors["outcome"] = "Record the outcome of this case first."
    if missing := missing_tools(session, meeting, item):
        tools = "1 legal tool" if missing == 1 else f"{missing} legal tools"
        errors["tools"] = f"Go through the legal tools first: {tools} left."
    errors = check_actions(session, item) | errors
    if errors:
        raise Invalid(errors)


def _require_nothing_heard(session: Session, viewer: Viewer, meeting: Meeting) -> None:
    # A case this person may not know of leaves the table without a word.
    current = current_item(session, meeting)
    if current is not None and any(i.id == current.id for i, _ in agenda(session, viewer, meeting)):
        raise Conflict("A case is still being heard. End it, or put it off, before you close.")
    _clear_table(session, meeting)


def _clear_table(session: Session, meeting: Meeting) -> None:
    before = current_item(session, meeting)
    if before is not None:
        _leave_table(session, before, session.get_one(Case, before.case_id))


def _leave_table(session: Session, item: AgendaItem, case: Case) -> None:
    stop_clock(item)
    leave_session(session, case)
    session.flush()


def _step(item: AgendaItem, step: str) -> dict[str, object]:
    return {"item": item.id, "step": step}
