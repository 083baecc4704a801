"""Set an action: proposed, agreed by its owner, changed, given to another owner, replaced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.actions.access import load_action, owns
from casework.actions.models import ActionState, CaseAction, Priority
from casework.actions.owners import person_of, wrong_owner
from casework.actions.saying import let_owner_read, say
from casework.actions.steps import TO_DO, check_step, check_version, move, record, settle_case
from casework.cases.models import Case, CaseState
from casework.cases.visibility import in_office, require_office
from casework.clock import now, today
from casework.db import new_id
from casework.errors import Conflict, Invalid, Refused

TEXT, SAFE = "action.text", "action.safe_conditions"
OUTSIDE = "action.outside_owner"
LONGEST = 10_000


def propose(
    session: Session,
    viewer: Viewer,
    *,
    case: Case,
    text: str,
    due_on: date,
    owner_agency_id: UUID | None = None,
    owner_person_id: UUID | None = None,
    outside_owner: str = "",
    priority: str = Priority.NORMAL,
    safe_conditions: str = "",
    agreed: bool = False,
    meeting_id: UUID | None = None,
) -> CaseAction:
    """Set an action for an agency of the partnership, or (in words) for somebody outside it.

    `agreed`: the owner agreed in the room; otherwise it waits for the owner's acceptance.
    """
    require_office(viewer, case)
    _require_open(case)
    _check(session, case, text=text, due_on=due_on, priority=priority,
           owner_agency_id=owner_agency_id, owner_person_id=owner_person_id,
           outside_owner=outside_owner)  # fmt: skip
    action = CaseAction(
        id=new_id(), partnership_id=case.partnership_id, case_id=case.id,
        number=_next_number(session, case), meeting_id=meeting_id, owner_agency_id=owner_agency_id,
        owner_person_id=owner_person_id, due_on=due_on, priority=priority, state_since=now(),
        proposed_by=viewer.person_id, proposed_at=now(),
    )  # fmt: skip
    session.add(action)
    session.flush()
    _write(session, viewer, case, action,
           {TEXT: text, SAFE: safe_conditions, OUTSIDE: outside_owner})  # fmt: skip
    record(session, viewer, case, action, "proposed")
    if agreed:
        move(session, viewer, case, action, ActionState.AGREED)
    else:
        settle_case(session, viewer, case)
    return action


def agree(
    session: Session,
    viewer: Viewer,
    *,
    action_id: UUID,
    person_id: UUID | None = None,
    version: int | None = None,
) -> CaseAction:
    """The owner takes the action on, and may name who will do it; it need not have been there."""
    action, case = load_action(session, viewer, action_id)
    check_version(action, version)
    if not owns(viewer, action, case):
        raise Refused("Only the agency that owns this action can agree to it.")
    if person_id is not None:
        action.owner_person_id = person_of(session, case, action.owner_agency_id, person_id)
    move(session, viewer, case, action, ActionState.AGREED)
    return action


def agree_in_room(
    session: Session, viewer: Viewer, *, action_id: UUID, version: int | None = None
) -> CaseAction:
    """The chair or coordinator records that the owner agreed in the meeting."""
    action, case = load_action(session, viewer, action_id)
    check_version(action, version)
    require_office(viewer, case)
    move(session, viewer, case, action, ActionState.AGREED)
    return action


def change(
    session: Session,
    viewer: Viewer,
    *,
    action_id: UUID,
    text: str,
    due_on: date,
    priority: str,
    safe_conditions: str = "",
    version: int | None = None,
) -> CaseAction:
    """Change wording, date or priority while the action is not finished; its number stays."""
    action, case = load_action(session, viewer, action_id)
    check_version(action, version)
    require_office(viewer, case)
    _require_unfinished(action)
    _check(session, case, text=text, due_on=max(due_on, today()), priority=priority,
           owner_agency_id=action.owner_agency_id, owner_person_id=None,
           outside_owner="kept")  # fmt: skip
    action.due_on, action.priority, action.state_since = due_on, priority, now()
    _write(session, viewer, case, action, {TEXT: text, SAFE: safe_conditions})
    record(session, viewer, case, action, "changed", ActionState(action.state))
    return action


def reassign(
    session: Session,
    viewer: Viewer,
    *,
    action_id: UUID,
    agency_id: UUID | None = None,
    person_id: UUID | None = None,
    version: int | None = None,
) -> CaseAction:
    """Within its agency the owner names another person; another agency has to agree anew."""
    action, case = load_action(session, viewer, action_id)
    check_version(action, version)
    _require_unfinished(action)
    before = ActionState(action.state)
    other = agency_id is not None and agency_id != action.owner_agency_id
    if other:
        require_office(viewer, case)
        _give_away(session, viewer, case, action, agency_id)
    elif not (owns(viewer, action, case) or in_office(viewer, case)):
        raise Refused("Only the agency that owns this action can do this.")
    action.owner_person_id = person_of(session, case, action.owner_agency_id, person_id)
    record(session, viewer, case, action, "reassigned", before)
    return action


def supersede(
    session: Session,
    viewer: Viewer,
    *,
    action_id: UUID,
    by_action_id: UUID,
    version: int | None = None,
) -> CaseAction:
    """The same promise twice, or a better one: the later action stands for both (R27)."""
    action, case = load_action(session, viewer, action_id)
    check_version(action, version)
    require_office(viewer, case)
    other = session.get(CaseAction, by_action_id)
    if other is None or other.case_id != case.id or other.id == action.id:
        raise Invalid({"by_action": "Select the action of this case that takes its place."})
    action.superseded_by_id = other.id
    move(session, viewer, case, action, ActionState.SUPERSEDED)
    return action


def _write(
    session: Session, viewer: Viewer, case: Case, action: CaseAction, texts: Mapping[str, str]
) -> None:
    said = {name: text for name, text in texts.items() if text.strip() or name == SAFE}
    say(session, viewer, case, action, said)
    let_owner_read(session, viewer, case, action)


def _next_number(session: Session, case: Case) -> int:
    # One at a time: the row of the case is held until this act ends.
    session.execute(select(Case.id).where(Case.id == case.id).with_for_update())
    last = session.scalar(select(func.max(CaseAction.number)).where(CaseAction.case_id == case.id))
    return (last or 0) + 1


def _give_away(
    session: Session, viewer: Viewer, case: Case, action: CaseAction, agency_id: UUID | None
) -> None:
    if action.state != ActionState.PROPOSED:
        check_step(action, ActionState.PROPOSED)
        action.state, action.state_since = ActionState.PROPOSED, now()
    wrong = wrong_owner(session, case, agency_id, "")
    if wrong:
        raise Invalid({"owner": wrong})
    action.owner_agency_id, action.owner_person_id = agency_id, None
    session.flush()
    let_owner_read(session, viewer, case, action)


def _check(
    session: Session,
    case: Case,
    *,
    text: str,
    due_on: date,
    priority: str,
    owner_agency_id: UUID | None,
    owner_person_id: UUID | None,
    outside_owner: str,
) -> None:
    errors = {}
    if not text.strip():
        errors["text"] = "Enter what will be done."
    elif len(text) > LONGEST:
        errors["text"] = f"Enter {LONGEST:,} characters or fewer."
    if due_on < today():
        errors["due_on"] = "The date by which it is done must be today or later."
    if priority not in set(Priority):
        errors["priority"] = "Select how soon it matters."
    wrong = wrong_owner(session, case, owner_agency_id, outside_owner)
    if wrong:
        errors["owner"] = wrong
    if errors:
        raise Invalid(errors)
    person_of(session, case, owner_agency_id, owner_person_id)


def _require_open(case: Case) -> None:
    if case.state in (CaseState.INTAKE, CaseState.SUBMITTED, CaseState.NOT_TAKEN, CaseState.CLOSED):
        raise Conflict("Actions can be set while a case is open.")


def _require_unfinished(action: CaseAction) -> None:
    if action.state not in (ActionState.PROPOSED, *TO_DO):
        raise Conflict("This action was reported or has ended, so it cannot be changed.")
