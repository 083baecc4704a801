from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.clock import moved_to
from casework.reviews.vocabulary import State
from casework.reviews.work import work_for
from tests.clocks import in_days
from tests.factories import reviews as made
from tests.factories.directory import make_viewer
from tests.factories.reviews import Board, make_board, make_recommendation, make_review


def kinds(session: Session, viewer: Viewer) -> list[str]:
    return [item.kind for item in work_for(session, viewer)]


@pytest.mark.parametrize(
    ("state", "owner", "verifier", "chair"),
    [
        (State.PROPOSED, [], [], []),
        (State.AGREED, ["accept_recommendation"], [], []),
        (State.REJECTED, [], [], ["decide_refusal"]),
        (State.ACCEPTED_BY_OWNER, ["give_evidence"], [], []),
        (State.IN_PROGRESS, ["give_evidence"], [], []),
        (State.EVIDENCE_SUBMITTED, [], ["check_evidence"], ["check_evidence"]),
        (State.VERIFIED_COMPLETE, [], [], []),
    ],
)
def test_each_state_waits_for_the_people_it_waits_for(
    session: Session, board: Board, state: State,
    owner: list[str], verifier: list[str], chair: list[str],
) -> None:  # fmt: skip
    make_recommendation(session, board, make_review(session, board), state)
    found = [kinds(session, who) for who in (board.owner, board.verifier, board.chair)]
    assert found == [owner, verifier, chair]


def test_what_a_colleague_was_named_for_is_not_on_everybodys_list(
    session: Session, board: Board
) -> None:
    review = make_review(session, board)
    make_recommendation(session, board, review, State.AGREED)
    assert kinds(session, board.colleague) == []
    make_recommendation(session, board, review, State.AGREED, person=False)
    assert kinds(session, board.colleague) == ["accept_recommendation"]


def test_an_action_goes_from_its_owner_to_somebody_else(session: Session, board: Board) -> None:
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    action = made.add_action(session, board, found)
    assert "do_action" in kinds(session, board.owner)
    made.report(session, board, action.id)
    assert "do_action" not in kinds(session, board.owner)
    assert kinds(session, board.verifier) == ["check_action"]


def test_nobody_is_asked_to_check_their_own_agencys_work(session: Session, board: Board) -> None:
    make_recommendation(session, board, make_review(session, board), State.EVIDENCE_SUBMITTED)
    near = make_viewer(session, board.housing, Role.VERIFIER, board.conference)
    assert kinds(session, near) == []


def test_a_later_check_appears_on_its_day(session: Session, board: Board) -> None:
    make_recommendation(session, board, make_review(session, board), State.VERIFIED_COMPLETE)
    with moved_to(in_days(190)):
        assert kinds(session, board.verifier) == ["check_lasting"]


def test_another_boards_work_is_nobodys_here(session: Session, board: Board) -> None:
    other = make_board(session, board.partnership)
    make_recommendation(session, other, make_review(session, other), State.EVIDENCE_SUBMITTED)
    assert kinds(session, board.verifier) == []


def test_a_title_carries_numbers_and_no_words_of_the_review(session: Session, board: Board) -> None:
    review = make_review(session, board, title="TITLEWORD")
    make_recommendation(session, board, review, State.AGREED, text="TEXTWORD")
    (item,) = work_for(session, board.owner)
    assert item.title == f"Accept or refuse recommendation 1 of review {review.reference}"
    assert item.since is not None
