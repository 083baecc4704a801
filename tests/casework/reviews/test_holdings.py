from __future__ import annotations

from threading import Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.db import Database
from casework.errors import Invalid, NotFound
from casework.reviews.holdings import held_by_agency, held_by_board, held_by_person, pass_on
from casework.reviews.models import Recommendation
from casework.reviews.vocabulary import ReviewState, State
from tests.factories import reviews as made
from tests.factories.reviews import Board, make_board, make_recommendation, make_review


@pytest.mark.parametrize("state", [s for s in State if s is not State.MERGED])
def test_nobody_goes_while_they_answer_for_something(
    session: Session, board: Board, state: State
) -> None:
    review = make_review(session, board)
    make_recommendation(session, board, review, state)
    held = f"recommendation 1 of review {review.reference}"
    # Accepted evidence too: a later check may reopen it.
    assert held in held_by_person(session, board.owner.person_id)
    assert held in held_by_agency(session, board.housing.id)
    assert held_by_board(session, board.conference.id) == [f"review {review.reference}"]
    assert held_by_person(session, board.colleague.person_id) == []


def test_everything_goes_to_a_named_successor_with_its_history(
    session: Session, board: Board
) -> None:
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    action = made.add_action(session, board, found)
    action.owner_person_id = board.owner.person_id
    session.flush()
    passed = pass_on(session, board.chair, person_id=board.owner.person_id, why="Retired",
                     successor_id=board.colleague.person_id)  # fmt: skip
    assert passed == 2
    assert held_by_person(session, board.owner.person_id) == []
    assert found.owner_person_id == action.owner_person_id == board.colleague.person_id
    assert found.state == State.IN_PROGRESS


def test_a_successor_is_somebody_else_of_this_partnership(session: Session, board: Board) -> None:
    foreign, me = make_board(session), board.owner.person_id
    with pytest.raises(NotFound):
        pass_on(session, board.chair, person_id=me, successor_id=foreign.owner.person_id, why="x")
    with pytest.raises(Invalid):
        pass_on(session, board.chair, person_id=me, successor_id=me, why="x")


def test_people_who_write_at_once_get_different_numbers(store: Database, board: Board) -> None:
    with store.writing() as session:
        review = make_review(session, board)

    def write() -> None:
        with store.writing() as own:
            make_recommendation(own, board, review)

    people = [Thread(target=write) for _ in range(6)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    with store.reading() as session:
        numbers = session.scalars(select(Recommendation.number).order_by(Recommendation.number))
        assert list(numbers) == [1, 2, 3, 4, 5, 6]


def test_what_is_counted_with_another_one_holds_nobody_twice(
    session: Session, board: Board
) -> None:
    review = make_review(session, board)
    make_recommendation(session, board, review, State.MERGED)
    assert held_by_person(session, board.owner.person_id) == [
        f"recommendation 2 of review {review.reference}"
    ]


def test_a_board_does_not_go_while_a_check_of_a_closed_review_is_to_come(
    session: Session, board: Board
) -> None:
    review = make_review(session, board)
    make_recommendation(session, board, review, State.VERIFIED_COMPLETE)
    review.state = ReviewState.CLOSED
    assert held_by_board(session, board.conference.id) == [
        f"recommendation 1 of review {review.reference}"
    ]
