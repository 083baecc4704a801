"""Actions under a recommendation: what is to be done, by whom, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import now
from casework.errors import Conflict, Invalid, NotFound
from casework.reviews.access import load_action, load_owned, load_to_change, owns
from casework.reviews.history import note
from casework.reviews.models import Recommendation, RecommendationAction
from casework.reviews.service.circulation import refuse_without_proof
from casework.reviews.service.numbers import next_action
from casework.reviews.service.owners import check_owner
from casework.reviews.service.owning import begin
from casework.reviews.service.plan import GIVEN_UP
from casework.reviews.steps import ActionStep, move_action
from casework.reviews.vocabulary import ActionKind, ActionState, Happened, State

Adding = Callable[..., object]
PLANNING = frozenset({State.PROPOSED, State.AGREED, State.ACCEPTED_BY_OWNER, State.IN_PROGRESS})
WORKING = frozenset({State.ACCEPTED_BY_OWNER, State.IN_PROGRESS, State.EVIDENCE_SUBMITTED})
REPORTS = {
    ActionState.IN_PROGRESS: ActionStep.START,
    ActionState.REPORTED: ActionStep.REPORT,
    ActionState.NOT_POSSIBLE: ActionStep.CANNOT,
    ActionState.NOT_UNDERTAKEN: ActionStep.DROP,
}


def plan_action(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, text: str,
    owner_agency_id: UUID, due_on: date, owner_person_id: UUID | None = None,
    replaces_id: UUID | None = None, kind: ActionKind = ActionKind.TASK,
    version: int | None = None,
) -> RecommendationAction:  # fmt: skip
    """Whoever runs the review writes an action, for any agency."""
    found = load_to_change(session, viewer, recommendation_id, version=version)
    return _add(session, viewer, found, text=text, owner_agency_id=owner_agency_id, due_on=due_on,
                owner_person_id=owner_person_id, replaces_id=replaces_id, kind=kind)  # fmt: skip


def add_action(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, text: str,
    owner_agency_id: UUID, due_on: date, owner_person_id: UUID | None = None,
    replaces_id: UUID | None = None, kind: ActionKind = ActionKind.TASK,
    version: int | None = None,
) -> RecommendationAction:  # fmt: skip
    """The owner writes an action into their own plan."""
    found = load_owned(session, viewer, recommendation_id, version=version)
    return _add(session, viewer, found, text=text, owner_agency_id=owner_agency_id, due_on=due_on,
                owner_person_id=owner_person_id, replaces_id=replaces_id, kind=kind)  # fmt: skip


def report_action(
    session: Session, viewer: Viewer, *, action_id: UUID, outcome: ActionState, report: str = "",
    version: int | None = None,
) -> RecommendationAction:  # fmt: skip
    """Its owner says: begun, done, not possible or not done. Only the first needs no words."""
    action = load_action(session, viewer, action_id, version=version)
    found = load_to_change(session, viewer, action.recommendation_id, Action.RECOMMENDATION_OWN)
    if not owns(viewer, action):
        raise NotFound("action")
    if found.state not in WORKING:
        raise Conflict(_not_now(found))
    if not report and outcome is not ActionState.IN_PROGRESS:
        raise Invalid({"report": "Enter what was done, or why it was not"})
    if outcome not in REPORTS:
        raise Invalid({"outcome": "Select how far this action is"})
    if outcome is ActionState.REPORTED:
        refuse_without_proof(session, action)
    move_action(session, viewer, found, action, REPORTS[outcome], report)
    begin(session, viewer, found)
    action.report = report or action.report
    session.flush()
    return action


def _add(
    session: Session, viewer: Viewer, found: Recommendation, *, text: str, owner_agency_id: UUID,
    due_on: date, owner_person_id: UUID | None, replaces_id: UUID | None, kind: ActionKind,
) -> RecommendationAction:  # fmt: skip
    if found.state not in PLANNING:
        raise Conflict(f"No action can be added now. {_not_now(found)}")
    check_owner(session, viewer, owner_agency_id, owner_person_id)
    _check_replaced(session, found, replaces_id)
    action = RecommendationAction(
        partnership_id=found.partnership_id, recommendation_id=found.id, text=text, kind=kind,
        number=next_action(found), owner_agency_id=owner_agency_id, due_on=due_on,
        owner_person_id=owner_person_id, replaces_id=replaces_id, state_since=now(),
    )  # fmt: skip
    session.add(action)
    session.flush()
    note(session, viewer, found, Happened.ACTION_ADDED, to_state=ActionState.AGREED, why=text,
         action_id=action.id)  # fmt: skip
    return action


def _check_replaced(session: Session, found: Recommendation, replaces_id: UUID | None) -> None:
    if replaces_id is None:
        return
    replaced = session.get(RecommendationAction, replaces_id)
    if replaced is None or replaced.recommendation_id != found.id:
        raise NotFound("action")
    if replaced.state not in GIVEN_UP:
        raise Invalid({"replaces": "Only an action that was not done can be replaced"})


def _not_now(found: Recommendation) -> str:
    if found.state == State.VERIFIED_COMPLETE:
        return "The evidence for this recommendation was accepted already."
    if found.state == State.EVIDENCE_SUBMITTED:
        return "Its evidence is being checked."
    return "Its owner has not accepted this recommendation yet."
