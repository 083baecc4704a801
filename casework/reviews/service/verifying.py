"""What somebody who is not the owner does: accept evidence, send it back, check that it lasts."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import now, today
from casework.errors import Conflict, Invalid
from casework.reviews.access import load_action, load_to_change
from casework.reviews.models import Recommendation, RecommendationAction, Verdict
from casework.reviews.proof_files import refuse_unopened
from casework.reviews.separation import reason_against, reason_against_action, refuse_unless_apart
from casework.reviews.service.actions import WORKING
from casework.reviews.service.checks import lay_down_checks
from casework.reviews.service.plan import actions_of, not_satisfied
from casework.reviews.steps import ActionStep, Step, move, move_action
from casework.reviews.vocabulary import Outcome, State


def verify(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, outcome: Outcome,
    reason: str = "", version: int | None = None,
) -> Recommendation:  # fmt: skip
    """Accept evidence and outcome statement together, or send them back with a reason (R02)."""
    found = load_to_change(
        session, viewer, recommendation_id, Action.RECOMMENDATION_VERIFY, version=version
    )
    refuse_unless_apart(reason_against(session, viewer, found))
    _needs_reason(outcome, reason)
    if outcome is Outcome.ACCEPTED:
        _accept(session, viewer, found, reason)
    else:
        move(session, viewer, found, Step.RETURN, reason)
        found.fresh_evidence = 0
    _record(session, viewer, found, outcome, reason)
    return found


def verify_action(
    session: Session, viewer: Viewer, *, action_id: UUID, outcome: Outcome, reason: str = "",
    version: int | None = None,
) -> RecommendationAction:  # fmt: skip
    """Accept one action as done, or send it back with a reason."""
    action = load_action(session, viewer, action_id, version=version)
    found = load_to_change(session, viewer, action.recommendation_id, Action.RECOMMENDATION_VERIFY)
    refuse_unless_apart(reason_against_action(viewer, found, action))
    _needs_reason(outcome, reason)
    if found.state not in WORKING:
        raise Conflict("This recommendation is not being worked on, so its actions stand.")
    step = ActionStep.ACCEPT if outcome is Outcome.ACCEPTED else ActionStep.RETURN
    move_action(session, viewer, found, action, step, reason)
    _record(session, viewer, found, outcome, reason, action.id)
    return action


def _accept(session: Session, viewer: Viewer, found: Recommendation, reason: str) -> None:
    if found.state == State.EVIDENCE_SUBMITTED:
        refuse_unopened(session, viewer, found)
        left = [f"{found.number}.{a.number}" for a in not_satisfied(actions_of(session, found))]
        if left:
            raise Conflict(
                f"This cannot be accepted yet: action {', '.join(left)} has not been accepted."
            )
    move(session, viewer, found, Step.VERIFY, reason)
    found.verified_on, found.fresh_evidence = today(), 0
    lay_down_checks(session, found)


def _needs_reason(outcome: Outcome, reason: str) -> None:
    if outcome is Outcome.RETURNED and not reason:
        raise Invalid({"reason": "Enter what is missing, so that the owner knows what to do"})


def _record(
    session: Session, viewer: Viewer, found: Recommendation, outcome: Outcome, reason: str,
    action_id: UUID | None = None,
) -> None:  # fmt: skip
    session.add(
        Verdict(
            partnership_id=found.partnership_id, recommendation_id=found.id, action_id=action_id,
            outcome=outcome, reason=reason, at=now(),
            verifier_id=viewer.person_id, verifier_agency_id=viewer.agency_id,
        )
    )  # fmt: skip
    session.flush()
