"""Whose action it is, who may look, and who may check it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.access import Action, Role, Viewer
from casework.actions.models import CaseAction
from casework.cases.models import Case
from casework.cases.visibility import in_office, load_case, visible_cases
from casework.errors import NotFound, Refused


def visible_actions(viewer: Viewer) -> Select[CaseAction]:
    """Actions of cases that this person may know of; the words are the gate's."""
    known = visible_cases(viewer).with_only_columns(Case.id)
    return select(CaseAction).where(
        CaseAction.partnership_id == viewer.partnership_id, CaseAction.case_id.in_(known)
    )


def load_action(session: Session, viewer: Viewer, action_id: UUID) -> tuple[CaseAction, Case]:
    """An action and its case, or the same NotFound for missing, foreign and concealed."""
    action = session.get(CaseAction, action_id)
    if action is None or action.partnership_id != viewer.partnership_id:
        raise NotFound("action")
    case = load_case(session, viewer, action.case_id)
    if not viewer.may(Action.ACTION_READ, case.conference_id):
        raise NotFound("action")
    return action, case


def owns(viewer: Viewer, action: CaseAction, case: Case) -> bool:
    """Whether the viewer may act for the owner; the office acts for an owner outside."""
    if action.owner_agency_id is None:
        return in_office(viewer, case)
    return action.owner_agency_id == viewer.agency_id and viewer.may(
        Action.ACTION_REPORT, case.conference_id
    )


def require_owner(viewer: Viewer, action: CaseAction, case: Case) -> None:
    """Only the agency that owns an action reports on it."""
    if not owns(viewer, action, case):
        raise Refused("Only the agency that owns this action can do this.")


def reason_against_checking(viewer: Viewer, action: CaseAction, case: Case) -> str | None:
    """Why this person may not accept the evidence; None where they may.

    Nobody accepts their own work, and no agency its own, unless its chair does so for the
    conference (SafeLives: responsibility stays with the agency, the check does not).
    """
    if not viewer.may(Action.ACTION_VERIFY, case.conference_id):
        return "Only the coordinator or the chair of this conference can check an action."
    if viewer.person_id in (action.owner_person_id, action.reported_by):
        return "You did this action or reported it, so somebody else has to check it."
    same = action.owner_agency_id == viewer.agency_id
    if same and Role.CHAIR not in viewer.roles_in(case.conference_id):
        return "Your agency owns this action, so somebody from another agency has to check it."
    return None


def require_checker(viewer: Viewer, action: CaseAction, case: Case) -> None:
    """Refuse whoever may not check this action."""
    reason = reason_against_checking(viewer, action, case)
    if reason:
        raise Refused(reason)
