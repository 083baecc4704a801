"""Which actions stand on which list: mine, to check, of a case, outstanding in a conference."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.actions.access import reason_against_checking
from casework.actions.models import ActionState, CaseAction
from casework.actions.steps import TO_DO, UNFINISHED
from casework.cases.models import Case
from casework.cases.visibility import visible_cases

Found = tuple[CaseAction, Case]
OWN_OPEN = (ActionState.PROPOSED, *TO_DO)
GIVEN_UP = (ActionState.NOT_POSSIBLE, ActionState.NOT_UNDERTAKEN)


def own_actions(
    session: Session, viewer: Viewer, *, finished: bool = False, offset: int = 0, limit: int = 25
) -> list[Found]:
    """Actions of the viewer's agency in every conference; the earliest due first."""
    order = CaseAction.due_on.desc() if finished else CaseAction.due_on.asc()
    query = _own(viewer, finished=finished).order_by(order, CaseAction.id)
    return _pairs(session, query.offset(offset).limit(limit))


def count_own(session: Session, viewer: Viewer, *, finished: bool = False) -> int:
    """How many there are."""
    return _count(session, _own(viewer, finished=finished))


def to_check(session: Session, viewer: Viewer) -> list[Found]:
    """What owners reported and this person may check, the longest waiting first."""
    query = _known(viewer).where(
        CaseAction.state == ActionState.REPORTED,
        Case.conference_id.in_(viewer.conferences(Action.ACTION_VERIFY)),
    )
    found = _pairs(session, query.order_by(CaseAction.state_since, CaseAction.id))
    return [(a, c) for a, c in found if reason_against_checking(viewer, a, c) is None]


def of_case(session: Session, viewer: Viewer, case: Case) -> list[Found]:
    """All actions of one case, by number."""
    query = _known(viewer).where(CaseAction.case_id == case.id).order_by(CaseAction.number)
    return _pairs(session, query)


def outstanding(
    session: Session, viewer: Viewer, conference_id: UUID, *, offset: int = 0, limit: int = 200
) -> list[Found]:
    """What a conference still waits for, by due date (R21): nothing falls off by itself."""
    query = _outstanding(viewer, conference_id).order_by(CaseAction.due_on, CaseAction.id)
    return _pairs(session, query.offset(offset).limit(limit))


def count_outstanding(session: Session, viewer: Viewer, conference_id: UUID) -> int:
    """How many there are."""
    return _count(session, _outstanding(viewer, conference_id))


def _outstanding(viewer: Viewer, conference_id: UUID) -> Select[CaseAction, Case]:
    return _known(viewer).where(
        Case.conference_id == conference_id, CaseAction.state.in_(UNFINISHED)
    )


def _own(viewer: Viewer, *, finished: bool) -> Select[CaseAction, Case]:
    state = CaseAction.state.in_(OWN_OPEN)
    return _known(viewer).where(_mine(viewer), ~state if finished else state)


def _mine(viewer: Viewer) -> ColumnElement[bool]:
    reporting = viewer.conferences(Action.ACTION_REPORT)
    office = viewer.conferences(Action.ACTION_AGREE)
    ways = [and_(CaseAction.owner_agency_id == viewer.agency_id, Case.conference_id.in_(reporting))]
    if office:
        # Nobody outside the conference signs in: its office follows their actions up.
        ways.append(and_(CaseAction.owner_agency_id.is_(None), Case.conference_id.in_(office)))
    return or_(*ways) if reporting or office else false()


def _known(viewer: Viewer) -> Select[CaseAction, Case]:
    # Joined, not `IN` all that is visible: few actions wait, and there are many cases.
    return (
        visible_cases(viewer)
        .with_only_columns(CaseAction, Case)
        .join(CaseAction, CaseAction.case_id == Case.id)
        .where(CaseAction.partnership_id == viewer.partnership_id)
    )


def _pairs(session: Session, query: Select[CaseAction, Case]) -> list[Found]:
    return [(action, case) for action, case in session.execute(query)]


def _count(session: Session, query: Select[CaseAction, Case]) -> int:
    asked = query.with_only_columns(CaseAction.id).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(asked)) or 0
