"""Where a case goes when it has been heard: on with its actions, to its end, or it stays heard."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.actions.models import CaseAction
from casework.actions.steps import UNFINISHED, settle_case
from casework.cases.models import Case, CaseState
from casework.cases.states import move
from casework.conferences.models import AgendaItem
from casework.conferences.vocabulary import Outcome


def check_actions(session: Session, item: AgendaItem) -> dict[str, str]:
    """What the outcome says and the actions do not."""
    waiting = open_actions(session, item)
    if item.outcome == Outcome.ACTIONS_AGREED and not waiting:
        return {"outcome": "The outcome is 'actions agreed': agree at least one action first."}
    if item.outcome == Outcome.NO_FURTHER_ACTION and waiting:
        return {"outcome": "The case still has open actions, so it cannot be closed yet."}
    return {}


def settle_heard(session: Session, viewer: Viewer, item: AgendaItem, case: Case) -> None:
    """A case with open actions goes on with them; one that needs no more is closed."""
    settle_case(session, viewer, case)
    if case.state == CaseState.HEARD and item.outcome == Outcome.NO_FURTHER_ACTION:
        move(session, viewer, case, CaseState.CLOSED)


def open_actions(session: Session, item: AgendaItem) -> int:
    """How many actions of the case are not finished, whichever meeting agreed them."""
    query = (
        select(func.count())
        .select_from(CaseAction)
        .where(CaseAction.case_id == item.case_id, CaseAction.state.in_(UNFINISHED))
    )
    return session.scalar(query) or 0
