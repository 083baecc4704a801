"""Actions of a case, through the services."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from casework.actions import checking, doing, setting
from casework.actions.models import ActionState, CaseAction
from casework.cases.models import Case
from casework.clock import today
from tests.factories.world import World

MARKER = "Lindquist-marker"
S = ActionState


def make_action(
    session: Session, world: World, owner: str | None = "housing", *, days: int = 14, **more: object
) -> CaseAction:
    """The coordinator sets an action; the owner has not agreed yet."""
    given: dict[str, object] = {
        "text": f"Fit a new lock. {MARKER}",
        "due_on": today() + timedelta(days=days),
        "owner_agency_id": world.agencies[owner].id if owner else None,
        "outside_owner": "" if owner else "The landlord of the corner shop",
    }
    return setting.propose(
        session, world.viewers["coordinator"], case=session.get_one(Case, world.case.id),
        **(given | more),  # type: ignore[arg-type]  # the test names the keywords
    )  # fmt: skip


def bring_to(
    session: Session, world: World, action: CaseAction, state: ActionState, owner: str = "housing"
) -> CaseAction:
    """Walk an action to a state."""
    who, office = world.viewers[owner], world.viewers["coordinator"]
    key = action.id
    if state == S.SUPERSEDED:
        other = make_action(session, world, owner)
        return setting.supersede(session, office, action_id=key, by_action_id=other.id)
    if state != S.PROPOSED:
        setting.agree(session, who, action_id=key)
    if state == S.IN_PROGRESS:
        doing.start(session, who, action_id=key)
    if state in (S.REPORTED, S.ACCEPTED, S.RETURNED):
        doing.report(session, who, action_id=key, outcome="Lock fitted", evidence="Order 1234")
    if state == S.ACCEPTED:
        checking.accept(session, office, action_id=key)
    if state == S.RETURNED:
        checking.return_(session, office, action_id=key, reason="Which door?")
    if state == S.NOT_POSSIBLE:
        doing.not_possible(session, who, action_id=key, reason="Moved away")
    if state == S.NOT_UNDERTAKEN:
        doing.not_undertaken(session, who, action_id=key, reason="Forgotten")
    return action
