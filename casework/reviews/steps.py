"""The only tables of what may follow what, for reviews, recommendations and their actions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import now
from casework.errors import WrongState
from casework.reviews.history import note
from casework.reviews.models import Recommendation, RecommendationAction, Review, ReviewEvent
from casework.reviews.vocabulary import ActionState, Happened, ReviewState, State
from casework.reviews.words import ACTION_STATES, REVIEW_STATES, STATES


class Step(StrEnum):
    """What can happen to a recommendation; each is one act of one kind of person."""

    AGREE = "agree"
    ACCEPT = "accept"
    REFUSE = "refuse"
    RECONSIDER = "reconsider"
    START = "start"
    SEND = "send"
    RETURN = "return"
    VERIFY = "verify"
    REOPEN = "reopen"
    # To another agency, which has not accepted it yet.
    HAND_OVER = "hand_over"


class ActionStep(StrEnum):
    """What can happen to an action."""

    START = "start"
    REPORT = "report"
    CANNOT = "cannot"
    DROP = "drop"
    ACCEPT = "accept"
    RETURN = "return"


S, A, R = State, ActionState, ReviewState
STEPS: Mapping[Step, tuple[frozenset[State], State]] = {
    Step.AGREE: (frozenset({S.PROPOSED}), S.AGREED),
    Step.ACCEPT: (frozenset({S.AGREED}), S.ACCEPTED_BY_OWNER),
    Step.REFUSE: (frozenset({S.AGREED}), S.REJECTED),
    Step.RECONSIDER: (frozenset({S.REJECTED}), S.AGREED),
    Step.START: (frozenset({S.ACCEPTED_BY_OWNER}), S.IN_PROGRESS),
    Step.SEND: (frozenset({S.IN_PROGRESS}), S.EVIDENCE_SUBMITTED),
    Step.RETURN: (frozenset({S.EVIDENCE_SUBMITTED}), S.IN_PROGRESS),
    Step.VERIFY: (frozenset({S.EVIDENCE_SUBMITTED}), S.VERIFIED_COMPLETE),
    Step.REOPEN: (frozenset({S.VERIFIED_COMPLETE}), S.IN_PROGRESS),
    Step.HAND_OVER: (
        frozenset({S.REJECTED, S.ACCEPTED_BY_OWNER, S.IN_PROGRESS, S.EVIDENCE_SUBMITTED}),
        S.AGREED,
    ),
}
_UNDONE = frozenset({A.AGREED, A.IN_PROGRESS, A.RETURNED})
ACTION_STEPS: Mapping[ActionStep, tuple[frozenset[ActionState], ActionState]] = {
    ActionStep.START: (frozenset({A.AGREED, A.RETURNED}), A.IN_PROGRESS),
    ActionStep.REPORT: (_UNDONE, A.REPORTED),
    ActionStep.CANNOT: (_UNDONE, A.NOT_POSSIBLE),
    ActionStep.DROP: (_UNDONE, A.NOT_UNDERTAKEN),
    ActionStep.ACCEPT: (frozenset({A.REPORTED}), A.ACCEPTED),
    ActionStep.RETURN: (frozenset({A.REPORTED, A.NOT_POSSIBLE, A.NOT_UNDERTAKEN}), A.RETURNED),
}
REVIEW_STEPS: Mapping[ReviewState, frozenset[ReviewState]] = {
    R.COMMISSIONED: frozenset({R.EVIDENCE, R.PAUSED}),
    R.EVIDENCE: frozenset({R.DRAFTING, R.PAUSED}),
    R.DRAFTING: frozenset({R.EVIDENCE, R.AGREED, R.PAUSED}),
    R.AGREED: frozenset({R.PUBLISHED_PENDING, R.PAUSED}),
    R.PUBLISHED_PENDING: frozenset({R.PUBLISHED, R.PAUSED}),
    R.PUBLISHED: frozenset({R.PLAN_MONITORING}),
    R.PLAN_MONITORING: frozenset({R.CLOSED}),
    # A check that fails brings a closed review back (R14).
    R.CLOSED: frozenset({R.PLAN_MONITORING}),
    # Back to where it was paused, and nowhere else: `review_steps`.
    R.PAUSED: frozenset(),
}


def move(
    session: Session, viewer: Viewer, recommendation: Recommendation, step: Step, why: str = ""
) -> None:
    """Take one step; what the table does not have is refused and nothing changes."""
    allowed, wanted = STEPS[step]
    before = State(recommendation.state)
    if before not in allowed:
        raise WrongState("recommendation", STATES[before], STATES[wanted])
    recommendation.state, recommendation.state_since = wanted, now()
    kind = Happened.REOPENED if step is Step.REOPEN else Happened.MOVED
    note(session, viewer, recommendation, kind, from_state=before, to_state=wanted, why=why)


def move_action(
    session: Session,
    viewer: Viewer,
    recommendation: Recommendation,
    action: RecommendationAction,
    step: ActionStep,
    why: str = "",
) -> None:
    """Take one step of an action; its recommendation's history tells it."""
    allowed, wanted = ACTION_STEPS[step]
    before = ActionState(action.state)
    if before not in allowed:
        raise WrongState("action", ACTION_STATES[before], ACTION_STATES[wanted])
    action.state, action.state_since = wanted, now()
    kind = Happened.ACTION_MOVED
    note(session, viewer, recommendation, kind, from_state=before, to_state=wanted, why=why,
         action_id=action.id)  # fmt: skip


def review_steps(review: Review) -> frozenset[ReviewState]:
    """Where a review may go from here."""
    if review.paused_from is not None:
        return frozenset({ReviewState(review.paused_from)})
    return REVIEW_STEPS[ReviewState(review.state)]


def check_review_step(review: Review, wanted: ReviewState) -> None:
    """Refuse a step that the table does not have from here."""
    if wanted not in review_steps(review):
        raise WrongState("review", REVIEW_STATES[review.state], REVIEW_STATES[wanted])


def move_review(
    session: Session, viewer: Viewer, review: Review, wanted: ReviewState, why: str = ""
) -> None:
    """Take one step of a review."""
    check_review_step(review, wanted)
    before = review.state
    review.paused_from = before if wanted is R.PAUSED else None
    review.state = wanted
    session.add(
        ReviewEvent(
            partnership_id=review.partnership_id, review_id=review.id, at=now(),
            person_id=viewer.person_id, from_state=before, to_state=wanted, why=why,
        )
    )  # fmt: skip
    session.flush()
