"""The owner's side: start, report, or say that it cannot be done or was not done, and why."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.actions.access import load_action, require_owner
from casework.actions.models import ActionState, CaseAction
from casework.actions.saying import let_owner_read, say
from casework.actions.steps import check_step, check_version, move
from casework.cases.models import Case
from casework.clock import now
from casework.errors import Invalid

OUTCOME, EVIDENCE, FAILURE = "action.outcome", "action.evidence", "action.failure_reason"


def start(
    session: Session, viewer: Viewer, *, action_id: UUID, version: int | None = None
) -> CaseAction:
    """The owner has begun."""
    action, case = _own(session, viewer, action_id, version)
    move(session, viewer, case, action, ActionState.IN_PROGRESS)
    return action


def report(
    session: Session,
    viewer: Viewer,
    *,
    action_id: UUID,
    outcome: str,
    evidence: str,
    version: int | None = None,
) -> CaseAction:
    """The owner says that it is done, what came of it and what shows it; not yet checked."""
    errors = {}
    if not outcome.strip():
        errors["outcome"] = "Enter what came of it."
    if not evidence.strip():
        errors["evidence"] = "Enter what shows that it was done."
    if errors:
        raise Invalid(errors)
    action, case = _own(session, viewer, action_id, version)
    _finish(session, viewer, case, action, ActionState.REPORTED,
            {OUTCOME: outcome, EVIDENCE: evidence})  # fmt: skip
    return action


def not_possible(
    session: Session, viewer: Viewer, *, action_id: UUID, reason: str, version: int | None = None
) -> CaseAction:
    """Circumstances changed, so that it can no longer be done (told apart from the next one)."""
    return _give_up(session, viewer, action_id, reason, version, ActionState.NOT_POSSIBLE)


def not_undertaken(
    session: Session, viewer: Viewer, *, action_id: UUID, reason: str, version: int | None = None
) -> CaseAction:
    """It could have been done and was not."""
    return _give_up(session, viewer, action_id, reason, version, ActionState.NOT_UNDERTAKEN)


def _give_up(
    session: Session,
    viewer: Viewer,
    action_id: UUID,
    reason: str,
    version: int | None,
    wanted: ActionState,
) -> CaseAction:
    if not reason.strip():
        raise Invalid({"reason": "Enter why it was not done."})
    action, case = _own(session, viewer, action_id, version)
    _finish(session, viewer, case, action, wanted, {FAILURE: reason})
    return action


def _own(
    session: Session, viewer: Viewer, action_id: UUID, version: int | None
) -> tuple[CaseAction, Case]:
    action, case = load_action(session, viewer, action_id)
    check_version(action, version)
    require_owner(viewer, action, case)
    return action, case


def _finish(
    session: Session,
    viewer: Viewer,
    case: Case,
    action: CaseAction,
    wanted: ActionState,
    texts: Mapping[str, str],
) -> None:
    check_step(action, wanted)
    say(session, viewer, case, action, texts)
    let_owner_read(session, viewer, case, action)
    action.reported_by, action.reported_at = viewer.person_id, now()
    move(session, viewer, case, action, wanted)
