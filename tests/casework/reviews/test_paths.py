"""Each kind of review takes its own way, and no step that its way does not have."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from casework.errors import WrongState
from casework.reviews import steps
from casework.reviews.paths import PATHS
from casework.reviews.vocabulary import ReviewKind, ReviewState
from tests.factories.reviews import Board, make_review

R = ReviewState
# By hand, not asked of the table: what may follow what.
GENERAL = """commissioned>evidence evidence>drafting drafting>evidence drafting>agreed
    agreed>published_pending published_pending>published published>plan_monitoring
    plan_monitoring>closed closed>plan_monitoring commissioned>paused evidence>paused
    drafting>paused agreed>paused published_pending>paused"""
DEATH = """notified>decided notified>not_conducted decided>home_office_told not_conducted>decided
    not_conducted>closed home_office_told>chair_appointed chair_appointed>scoped
    scoped>agency_reports agency_reports>panel panel>agency_reports panel>drafting drafting>panel
    drafting>family_consulted family_consulted>drafting family_consulted>agreed agreed>submitted_qa
    submitted_qa>qa_feedback qa_feedback>revised qa_feedback>cleared revised>submitted_qa
    revised>cleared cleared>published published>plan_monitoring plan_monitoring>closed
    closed>plan_monitoring decided>paused home_office_told>paused chair_appointed>paused
    scoped>paused agency_reports>paused panel>paused drafting>paused family_consulted>paused
    agreed>paused submitted_qa>paused qa_feedback>paused revised>paused cleared>paused"""
ASB = """applied>acknowledged acknowledged>info_requested info_requested>threshold_met
    info_requested>threshold_not_met threshold_met>panel_listed threshold_not_met>outcome_sent
    panel_listed>reviewed reviewed>outcome_sent outcome_sent>appealed outcome_sent>plan_monitoring
    outcome_sent>closed appealed>panel_listed appealed>outcome_sent plan_monitoring>closed
    closed>plan_monitoring"""
WAYS = {ReviewKind.DEATH_REVIEW: DEATH, ReviewKind.ASB_CASE_REVIEW: ASB}


@pytest.mark.parametrize("state", ReviewState)
@pytest.mark.parametrize("kind", ReviewKind)
def test_a_review_takes_only_the_steps_of_its_kind(
    session: Session, board: Board, kind: ReviewKind, state: ReviewState
) -> None:
    pairs = {tuple(pair.split(">")) for pair in WAYS.get(kind, GENERAL).split()}
    review = make_review(session, board, kind=kind)
    for wanted in ReviewState:
        review.state, review.paused_from = state, R.DRAFTING if state is R.PAUSED else None
        if (state, wanted) in pairs | {(R.PAUSED, R.DRAFTING)}:
            steps.move_review(session, board.chair, review, wanted)
            assert review.state == wanted
        else:
            with pytest.raises(WrongState):
                steps.move_review(session, board.chair, review, wanted)
            assert review.state == state


@pytest.mark.parametrize("kind", ReviewKind)
def test_a_review_begins_where_its_way_begins(
    session: Session, board: Board, kind: ReviewKind
) -> None:
    first = {ReviewKind.DEATH_REVIEW: R.NOTIFIED, ReviewKind.ASB_CASE_REVIEW: R.APPLIED}
    assert make_review(session, board, kind=kind).state == first.get(kind, R.COMMISSIONED)


@pytest.mark.parametrize("kind", ReviewKind)
def test_every_state_of_a_way_can_be_reached_and_left(kind: ReviewKind) -> None:
    path = PATHS[kind]
    reached, new = {path.first}, {path.first}
    while new:
        new = {after for state in new for after in path.steps[state]} - reached
        reached |= new
    assert reached | {R.PAUSED} == set(path.steps)
    assert all(path.steps[state] for state in reached - {R.PAUSED})
