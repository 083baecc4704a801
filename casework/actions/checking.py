"""The check: evidence accepted, or sent back, by somebody who is not the owner."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.actions.access import load_action, require_checker
from casework.actions.models import ActionState, CaseAction
from casework.actions.saying import let_owner_read, say
from casework.actions.steps import check_step, check_version, move
from casework.cases.models import Case
from casework.clock import now
from casework.errors import Invalid

NOTE = "action.check_note"


def accept(
    session: Session, viewer: Viewer, *, action_id: UUID, note: str = "", version: int | None = None
) -> CaseAction:
    """The evidence shows that it was done."""
    action, case = _to_check(session, viewer, action_id, version, ActionState.ACCEPTED)
    _close(session, viewer, case, action, note, ActionState.ACCEPTED)
    return action


def return_(
    session: Session, viewer: Viewer, *, action_id: UUID, reason: str, version: int | None = None
) -> CaseAction:
    """More is needed: the owner reads why."""
    if not reason.strip():
        raise Invalid({"note": "Enter what is missing."})
    action, case = _to_check(session, viewer, action_id, version, ActionState.RETURNED)
    _close(session, viewer, case, action, reason, ActionState.RETURNED)
    return action


def _to_check(
    session: Session, viewer: Viewer, action_id: UUID, version: int | None, wanted: ActionState
) -> tuple[CaseAction, Case]:
    action, case = load_action(session, viewer, action_id)
    check_version(action, version)
    require_checker(viewer, action, case)
    check_step(action, wanted)
    return action, case


def _close(
    session: Session,
    viewer: Viewer,
    case: Case,
    action: CaseAction,
    note: str,
    wanted: ActionState,
) -> None:
    if note.strip():
        say(session, viewer, case, action, {NOTE: note})
        let_owner_read(session, viewer, case, action)
    action.checked_by, action.checked_at = viewer.person_id, now()
    move(session, viewer, case, action, wanted)
