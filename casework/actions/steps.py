"""The one table of steps an action may take (domain 2.9), and what it does to the case."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.actions.models import ActionEvent, ActionState, CaseAction
from casework.actions.words import STATES
from casework.cases.models import Case, CaseState
from casework.cases.states import IN_SESSION
from casework.cases.states import move as move_case
from casework.clock import now, today
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import StaleEdit, WrongState

S = ActionState
_EXITS = frozenset({S.NOT_POSSIBLE, S.NOT_UNDERTAKEN, S.SUPERSEDED})
STEPS: Mapping[ActionState, frozenset[ActionState]] = {
    S.PROPOSED: frozenset({S.AGREED}) | _EXITS,
    # Back to proposed: another agency owns it now and has not agreed yet.
    S.AGREED: frozenset({S.IN_PROGRESS, S.REPORTED, S.PROPOSED}) | _EXITS,
    S.IN_PROGRESS: frozenset({S.REPORTED, S.PROPOSED}) | _EXITS,
    S.REPORTED: frozenset({S.ACCEPTED, S.RETURNED}),
    S.RETURNED: frozenset({S.IN_PROGRESS, S.REPORTED, S.PROPOSED}) | _EXITS,
    # 'Not possible' and 'not done' are the owner's word; the office may not be content with it.
    S.NOT_POSSIBLE: frozenset({S.RETURNED}),
    S.NOT_UNDERTAKEN: frozenset({S.RETURNED}),
    S.ACCEPTED: frozenset(),
    S.SUPERSEDED: frozenset(),
}
TO_DO = (S.AGREED, S.IN_PROGRESS, S.RETURNED)
UNFINISHED = (S.PROPOSED, *TO_DO, S.REPORTED)
AFTER_HEARING = (CaseState.HEARD, CaseState.ACTIONS_OPEN, CaseState.ACTIONS_COMPLETE)


def is_settled(action: CaseAction) -> bool:
    """Evidence accepted by somebody else: the only thing that may ever look finished."""
    return action.state == S.ACCEPTED


def is_overdue(action: CaseAction) -> bool:
    """Not done, and the day has passed; what its owner reported in time is not late."""
    return action.state in (S.PROPOSED, *TO_DO) and action.due_on < today()


def check_version(action: CaseAction, version: int | None) -> None:
    """Refuse an act on an action that somebody else moved on; None trusts the caller."""
    if version is not None and action.version != version:
        raise StaleEdit("action")


def move(
    session: Session, viewer: Viewer, case: Case, action: CaseAction, wanted: ActionState
) -> None:
    """Take one step; a step that the table does not have is refused and nothing changes."""
    before = ActionState(action.state)
    check_step(action, wanted)
    action.state, action.state_since = wanted, now()
    record(session, viewer, case, action, "moved", before)
    settle_case(session, viewer, case)


def check_step(action: CaseAction, wanted: ActionState) -> None:
    """Refuse a step before anything is written for it."""
    before = ActionState(action.state)
    if wanted not in STEPS[before]:
        raise WrongState("action", STATES[before], STATES[wanted])


def record(
    session: Session,
    viewer: Viewer,
    case: Case,
    action: CaseAction,
    kind: str,
    before: ActionState | None = None,
) -> None:
    """One line of the action's history, and the entry of the ledger."""
    session.add(
        ActionEvent(
            partnership_id=case.partnership_id, action_id=action.id, at=now(),
            person_id=viewer.person_id, agency_id=viewer.agency_id, kind=kind, from_state=before,
            to_state=action.state,
        )
    )  # fmt: skip
    session.flush()
    append(
        session,
        Entry(
            kind=_kind(action, before), partnership_id=case.partnership_id, at=now(),
            actor_id=viewer.person_id, agency_id=viewer.agency_id, case_id=case.id,
            object_id=action.id,
            detail={"number": action.number, "state": action.state, "did": kind},
        ),
    )  # fmt: skip


def settle_case(session: Session, viewer: Viewer, case: Case) -> None:
    """A heard case has open actions until each is settled or has left by an exit."""
    if case.state not in AFTER_HEARING or case.stage == IN_SESSION:
        return
    states = set(session.scalars(select(CaseAction.state).where(CaseAction.case_id == case.id)))
    for wanted in _way(CaseState(case.state), states):
        move_case(session, viewer, case, wanted)


def _way(now_at: CaseState, states: set[str]) -> list[CaseState]:
    begun = states - {S.PROPOSED, S.SUPERSEDED}
    if states & set(UNFINISHED):
        # A proposal alone opens nothing: the first agreed action does.
        reopened = now_at == CaseState.ACTIONS_COMPLETE
        opened = now_at == CaseState.HEARD and bool(begun)
        return [CaseState.ACTIONS_OPEN] if opened or reopened else []
    if not begun:
        return []
    way = [CaseState.ACTIONS_OPEN, CaseState.ACTIONS_COMPLETE]
    return {CaseState.HEARD: way, CaseState.ACTIONS_OPEN: way[1:]}.get(now_at, [])


def _kind(action: CaseAction, before: ActionState | None) -> Kind:
    if action.state == S.ACCEPTED:
        return Kind.ACTION_VERIFIED
    return Kind.ACTION_SET if before is None and action.version == 1 else Kind.ACTION_CHANGED
