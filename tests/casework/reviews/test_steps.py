from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from casework.clock import today
from casework.errors import Conflict, WrongState
from casework.reviews import steps
from casework.reviews.models import RecommendationAction
from casework.reviews.service import reviewing
from casework.reviews.steps import ACTION_STEPS, STEPS, ActionStep, Step
from casework.reviews.vocabulary import ActionState, ReviewState, State
from tests.factories import reviews as made
from tests.factories.reviews import Board, make_recommendation, make_review

R = ReviewState
# By hand, not asked of the table: every pair that is allowed.
ALLOWED = {
    (State.PROPOSED, Step.AGREE, State.AGREED),
    (State.AGREED, Step.ACCEPT, State.ACCEPTED_BY_OWNER),
    (State.AGREED, Step.REFUSE, State.REJECTED),
    (State.REJECTED, Step.RECONSIDER, State.AGREED),
    (State.REJECTED, Step.HAND_OVER, State.AGREED),
    (State.ACCEPTED_BY_OWNER, Step.START, State.IN_PROGRESS),
    (State.ACCEPTED_BY_OWNER, Step.HAND_OVER, State.AGREED),
    (State.IN_PROGRESS, Step.SEND, State.EVIDENCE_SUBMITTED),
    (State.IN_PROGRESS, Step.HAND_OVER, State.AGREED),
    (State.EVIDENCE_SUBMITTED, Step.RETURN, State.IN_PROGRESS),
    (State.EVIDENCE_SUBMITTED, Step.VERIFY, State.VERIFIED_COMPLETE),
    (State.EVIDENCE_SUBMITTED, Step.HAND_OVER, State.AGREED),
    (State.VERIFIED_COMPLETE, Step.REOPEN, State.IN_PROGRESS),
    *(
        (s, Step.RAISE, State.RAISED)
        for s in (State.AGREED, State.ACCEPTED_BY_OWNER, State.REJECTED, State.IN_PROGRESS)
    ),
    (State.RAISED, Step.TAKE_BACK, State.AGREED),
    *(
        (s, Step.MERGE, State.MERGED)
        for s in (
            State.PROPOSED,
            State.AGREED,
            State.REJECTED,
            State.ACCEPTED_BY_OWNER,
            State.IN_PROGRESS,
            State.RAISED,
        )
    ),
    (State.MERGED, Step.SEPARATE, State.PROPOSED),
    (State.PROPOSED, Step.BRING_IN_BEGUN, State.IN_PROGRESS),
    (State.PROPOSED, Step.BRING_IN_SAID_DONE, State.EVIDENCE_SUBMITTED),
}
ACTIONS_ALLOWED = {
    *((s, step, end) for s in (ActionState.AGREED, ActionState.IN_PROGRESS, ActionState.RETURNED)
      for step, end in ((ActionStep.REPORT, ActionState.REPORTED),
                        (ActionStep.CANNOT, ActionState.NOT_POSSIBLE),
                        (ActionStep.DROP, ActionState.NOT_UNDERTAKEN))),
    (ActionState.AGREED, ActionStep.START, ActionState.IN_PROGRESS),
    (ActionState.RETURNED, ActionStep.START, ActionState.IN_PROGRESS),
    (ActionState.REPORTED, ActionStep.ACCEPT, ActionState.ACCEPTED),
    (ActionState.REPORTED, ActionStep.RETURN, ActionState.RETURNED),
    (ActionState.NOT_POSSIBLE, ActionStep.RETURN, ActionState.RETURNED),
    (ActionState.NOT_UNDERTAKEN, ActionStep.RETURN, ActionState.RETURNED),
    *((s, ActionStep.MOVE, ActionState.MOVED) for s in (
        ActionState.AGREED, ActionState.IN_PROGRESS, ActionState.RETURNED, ActionState.REPORTED)),
}  # fmt: skip


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", State)
def test_a_recommendation_takes_only_the_steps_it_has(
    session: Session, board: Board, state: State, step: Step
) -> None:
    found = make_recommendation(session, board, make_review(session, board))
    found.state = state
    events = found.last_event
    wanted = {end for begin, taken, end in ALLOWED if (begin, taken) == (state, step)}
    if wanted:
        steps.move(session, board.chair, found, step)
        assert {found.state} == wanted
        assert found.last_event == events + 1
    else:
        with pytest.raises(WrongState):
            steps.move(session, board.chair, found, step)
        assert (found.state, found.last_event) == (state, events)


@pytest.mark.parametrize("step", ActionStep)
@pytest.mark.parametrize("state", ActionState)
def test_an_action_takes_only_the_steps_it_has(
    session: Session, board: Board, state: ActionState, step: ActionStep
) -> None:
    review = make_review(session, board)
    found = make_recommendation(session, board, review, State.IN_PROGRESS)
    action: RecommendationAction = made.add_action(session, board, found)
    action.state = state
    wanted = {end for begin, taken, end in ACTIONS_ALLOWED if (begin, taken) == (state, step)}
    if wanted:
        steps.move_action(session, board.chair, found, action, step)
        assert {action.state} == wanted
    else:
        with pytest.raises(WrongState):
            steps.move_action(session, board.chair, found, action, step)
        assert action.state == state


def test_the_tables_name_every_step_and_state() -> None:
    assert set(STEPS) == set(Step)
    assert set(ACTION_STEPS) == set(ActionStep)


def test_a_refused_step_names_no_code_word(session: Session, board: Board) -> None:
    found = make_recommendation(
        session, board, make_review(session, board), State.EVIDENCE_SUBMITTED
    )
    with pytest.raises(WrongState) as refused:
        steps.move(session, board.chair, found, Step.AGREE)
    assert "owner says done, not yet checked" in refused.value.message


def test_a_review_is_published_only_with_where_and_when(session: Session, board: Board) -> None:
    review = make_review(session, board)
    _advance(session, board, review.id, R.EVIDENCE, R.DRAFTING, R.AGREED, R.PUBLISHED_PENDING)
    with pytest.raises(Exception, match="where it was published"):
        _advance(session, board, review.id, R.PUBLISHED)
    assert review.state == R.PUBLISHED_PENDING
    reviewing.advance_review(session, board.chair, review_id=review.id, wanted=R.PUBLISHED,
                             where="https://example.org/r")  # fmt: skip
    assert review.published_on == today()


def test_a_review_with_unfinished_recommendations_stays_open(
    session: Session, board: Board
) -> None:
    review = make_review(session, board)
    make_recommendation(session, board, review, State.VERIFIED_COMPLETE)
    make_recommendation(session, board, review, State.EVIDENCE_SUBMITTED)
    review.state = R.PLAN_MONITORING
    with pytest.raises(Conflict, match="recommendation 2"):
        _advance(session, board, review.id, R.CLOSED)
    assert review.state == R.PLAN_MONITORING


def test_days_that_contradict_each_other_are_refused(session: Session, board: Board) -> None:
    review = make_review(session, board)
    review.state = R.DRAFTING
    with pytest.raises(Exception, match="on or after"):
        reviewing.advance_review(session, board.chair, review_id=review.id, wanted=R.AGREED,
                                 on=review.commissioned_on - timedelta(days=1))  # fmt: skip
    assert review.state == R.DRAFTING


def _advance(session: Session, board: Board, review_id: UUID, *wanted: ReviewState) -> None:
    for state in wanted:
        reviewing.advance_review(session, board.chair, review_id=review_id, wanted=state)
