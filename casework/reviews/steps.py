"""The only tables of what may follow what in recommendations and actions; `paths` has reviews."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import now, today
from casework.errors import WrongState
from casework.reviews.history import note
from casework.reviews.models import Recommendation, RecommendationAction, Review, ReviewEvent
from casework.reviews.paths import PATHS
from casework.reviews.vocabulary import ActionState, Happened, ReviewKind, ReviewState, State
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
    # Lies with a national body; and back to its owner here.
    RAISE = "raise"
    TAKE_BACK = "take_back"
    # The same commitment as another one; and a commitment of its own again.
    MERGE = "merge"
    SEPARATE = "separate"
    # As a file of the partnership's own plan says, which was agreed before it came here. What the
    # file calls complete is the owner's word and no more.
    BRING_IN_BEGUN = "bring_in_begun"
    BRING_IN_SAID_DONE = "bring_in_said_done"


class ActionStep(StrEnum):
    """What can happen to an action."""

    START = "start"
    REPORT = "report"
    CANNOT = "cannot"
    DROP = "drop"
    ACCEPT = "accept"
    RETURN = "return"
    MOVE = "move"


S, A = State, ActionState
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
    Step.RAISE: (
        frozenset({S.AGREED, S.ACCEPTED_BY_OWNER, S.REJECTED, S.IN_PROGRESS}),
        S.RAISED,
    ),
    Step.TAKE_BACK: (frozenset({S.RAISED}), S.AGREED),
    Step.MERGE: (
        frozenset(S) - {S.EVIDENCE_SUBMITTED, S.VERIFIED_COMPLETE, S.MERGED},
        S.MERGED,
    ),
    Step.SEPARATE: (frozenset({S.MERGED}), S.PROPOSED),
    Step.BRING_IN_BEGUN: (frozenset({S.PROPOSED}), S.IN_PROGRESS),
    Step.BRING_IN_SAID_DONE: (frozenset({S.PROPOSED}), S.EVIDENCE_SUBMITTED),
}
_UNDONE = frozenset({A.AGREED, A.IN_PROGRESS, A.RETURNED})
ACTION_STEPS: Mapping[ActionStep, tuple[frozenset[ActionState], ActionState]] = {
    ActionStep.START: (frozenset({A.AGREED, A.RETURNED}), A.IN_PROGRESS),
    ActionStep.REPORT: (_UNDONE, A.REPORTED),
    ActionStep.CANNOT: (_UNDONE, A.NOT_POSSIBLE),
    ActionStep.DROP: (_UNDONE, A.NOT_UNDERTAKEN),
    ActionStep.ACCEPT: (frozenset({A.REPORTED}), A.ACCEPTED),
    ActionStep.MOVE: (_UNDONE | {A.REPORTED}, A.MOVED),
    ActionStep.RETURN: (frozenset({A.REPORTED, A.NOT_POSSIBLE, A.NOT_UNDERTAKEN}), A.RETURNED),
}


def move(
    session: Session, viewer: Viewer, recommendation: Recommendation, step: Step, why: str = ""
) -> None:
    """Take one step; what the table does not have is refused and nothing changes."""
    before, wanted = take(recommendation, step)
    kind = Happened.REOPENED if step is Step.REOPEN else Happened.MOVED
    note(session, viewer, recommendation, kind, from_state=before, to_state=wanted, why=why)


def take(recommendation: Recommendation, step: Step) -> tuple[State, State]:
    """The step itself, without its history: from where, to where."""
    allowed, wanted = STEPS[step]
    before = State(recommendation.state)
    if before not in allowed:
        raise WrongState("recommendation", STATES[before], STATES[wanted])
    recommendation.state, recommendation.state_since = wanted, now()
    return before, wanted


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
        # Back to where it was paused, and nowhere else.
        return frozenset({ReviewState(review.paused_from)})
    return PATHS[ReviewKind(review.kind)].steps.get(ReviewState(review.state), frozenset())


def check_review_step(review: Review, wanted: ReviewState) -> None:
    """Refuse a step that the table does not have from here."""
    if wanted not in review_steps(review):
        raise WrongState("review", REVIEW_STATES[review.state], REVIEW_STATES[wanted])


def move_review(
    session: Session,
    viewer: Viewer,
    review: Review,
    wanted: ReviewState,
    why: str = "",
    on: date | None = None,
) -> None:
    """Take one step of a review, which happened `on` that day (clocks run from it) or today."""
    check_review_step(review, wanted)
    before = review.state
    review.paused_from = before if wanted is ReviewState.PAUSED else None
    review.state = wanted
    note_review(session, viewer, review, before, why, on)


def note_review(
    session: Session,
    viewer: Viewer,
    review: Review,
    before: str | None = None,
    why: str = "",
    on: date | None = None,
) -> None:
    """Write down that a review reached the state it is in."""
    session.add(
        ReviewEvent(
            partnership_id=review.partnership_id, review_id=review.id, at=now(),
            person_id=viewer.person_id, from_state=before, to_state=review.state, why=why,
            happened_on=on or today(),
        )
    )  # fmt: skip
    session.flush()
