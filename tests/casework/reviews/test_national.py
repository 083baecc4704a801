from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from casework.clock import moved_to, today
from casework.errors import Conflict, Invalid, NotFound, WrongState
from casework.reviews.board import board as board_of
from casework.reviews.lines import line_of
from casework.reviews.models import Recommendation
from casework.reviews.service import national, owning
from casework.reviews.standing import days_overdue, rag
from casework.reviews.vocabulary import Scope, State
from casework.web.dates import day
from tests.clocks import in_days
from tests.factories.reviews import Board, make_recommendation, make_review, raise_it


def raised(session: Session, board: Board) -> Recommendation:
    return make_recommendation(session, board, make_review(session, board), State.RAISED)


def answered(session: Session, board: Board, found: Recommendation, **more: object) -> None:
    given = {"on": today(), "answer": "It is under review"} | more
    national.record_answer(session, board.chair, recommendation_id=found.id, **given)  # type: ignore[arg-type]  # the test names the keywords


def test_it_says_with_whom_since_when_and_that_nothing_came(session: Session, board: Board) -> None:
    found = raised(session, board)
    with moved_to(in_days(200)):
        words = rag(found, today()).text
        assert (
            words
            == f"Amber: raised with Home Office on {day(found.raised_on)}, no answer for 200 days"
        )
        assert days_overdue(found, today()) == 0
        line = line_of(session, board.chair, found)
        assert (line.look.muted, line.look.mark, line.missing) == (
            False, "WAITING", "An answer from Home Office",
        )  # fmt: skip
        assert [x.id for x in board_of(session, board.chair).waiting] == [found.id]


def test_an_answer_is_shown_and_settles_nothing(session: Session, board: Board) -> None:
    found = raised(session, board)
    answered(session, board, found)
    assert (found.state, found.answer) == (State.RAISED, "It is under review")
    assert f"answered on {day(today())}" in rag(found, today()).reason
    assert rag(found, today()).colour == "Amber"


def test_raised_again_the_newest_day_counts_and_the_answer_is_open(
    session: Session, board: Board
) -> None:
    found = raised(session, board)
    answered(session, board, found)
    raise_it(session, board, found)
    assert (found.answered_on, found.answer) == (None, "")


def test_its_owner_here_goes_on_with_it_and_proves_it_like_any_other(
    session: Session, board: Board
) -> None:
    found = raised(session, board)
    national.take_back(session, board.chair, recommendation_id=found.id, why="Guidance changed")
    assert found.state == State.AGREED
    owning.accept_recommendation(session, board.owner, recommendation_id=found.id)


def test_a_local_one_is_not_pushed_away(session: Session, board: Board) -> None:
    found = make_recommendation(session, board, make_review(session, board), State.AGREED)
    with pytest.raises(Conflict, match="Only a national"):
        national.raise_nationally(session, board.chair, recommendation_id=found.id, body="X",
                                  on=today(), asked="Y")  # fmt: skip


@pytest.mark.parametrize("state", [State.EVIDENCE_SUBMITTED, State.VERIFIED_COMPLETE])
def test_what_is_sent_or_accepted_is_not_raised(
    session: Session, board: Board, state: State
) -> None:
    found = make_recommendation(session, board, make_review(session, board), state)
    found.scope = Scope.NATIONAL
    with pytest.raises(WrongState):
        raise_it(session, board, found)


def test_contradictory_days_and_links_to_nowhere_are_refused(
    session: Session, board: Board
) -> None:
    found = raised(session, board)
    with pytest.raises(Invalid) as wrong:
        answered(session, board, found, on=today() - timedelta(days=1), link="file:///etc/passwd")
    assert set(wrong.value.errors) == {"on", "link"}
    with pytest.raises(Invalid) as wrong:
        national.raise_nationally(session, board.chair, recommendation_id=found.id, body="",
                                  on=today() + timedelta(days=1), asked="")  # fmt: skip
    assert set(wrong.value.errors) == {"body", "on", "asked"}
    assert found.answered_on is None


def test_only_whoever_runs_the_review_raises_it(session: Session, board: Board) -> None:
    found = raised(session, board)
    for stranger in (board.owner, board.verifier):
        with pytest.raises(NotFound):
            national.take_back(session, stranger, recommendation_id=found.id, why="Mine")
