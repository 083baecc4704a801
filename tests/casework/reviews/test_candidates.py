from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from casework.clock import today
from casework.errors import Conflict, Invalid, NotFound, StaleEdit
from casework.reviews.lines import line_of
from casework.reviews.plan_models import Candidate
from casework.reviews.service import candidates
from casework.reviews.sheet import sheet
from casework.reviews.vocabulary import CandidateState, Source, State
from tests.factories.reviews import Board, make_recommendation, make_review


def said(session: Session, board: Board, *, final: bool = True) -> Candidate:
    return candidates.raise_candidate(
        session, board.chair, review_id=make_review(session, board).id, text="Call back in a day",
        source=Source.WORKSHOP, source_words="Officers’ workshop, 3 May 2026", final=final,
    )  # fmt: skip


def accept(session: Session, board: Board, found: Candidate) -> object:
    return candidates.accept_candidate(
        session, board.chair, candidate_id=found.id, text="Call back within a day",
        owner_agency_id=board.housing.id, owner_role="Head of Housing", target_on=today(),
    )  # fmt: skip


def test_an_accepted_one_is_a_proposal_that_says_where_it_came_from(
    session: Session, board: Board
) -> None:
    found = said(session, board)
    candidates.accept_candidate(
        session, board.chair, candidate_id=found.id, text="Call back within a day",
        owner_agency_id=board.housing.id, owner_role="Head of Housing",
    )  # fmt: skip
    assert found.state == CandidateState.ACCEPTED
    assert found.recommendation_id is not None
    page = sheet(session, board.chair, found.recommendation_id)
    assert (page.row.state, page.line.source) == (
        State.PROPOSED, "Workshop: Officers’ workshop, 3 May 2026",
    )  # fmt: skip
    assert [c.id for c in page.candidates] == [found.id]


def test_a_merged_one_is_tracked_from_both_sides(session: Session, board: Board) -> None:
    found = said(session, board)
    review = make_review(session, board)
    other = make_recommendation(session, board, review)
    with pytest.raises(NotFound):
        candidates.merge_candidate(session, board.chair, candidate_id=found.id, into_id=other.id,
                                   reason="The same")  # fmt: skip
    found.review_id = review.id
    candidates.merge_candidate(session, board.chair, candidate_id=found.id, into_id=other.id,
                               reason="The same")  # fmt: skip
    assert (found.state, found.recommendation_id) == (CandidateState.MERGED, other.id)
    told = sheet(session, board.chair, other.id).events[0]
    assert "Call back in a day" in told.text


def test_without_a_reason_nothing_is_turned_down(session: Session, board: Board) -> None:
    found = said(session, board)
    with pytest.raises(Invalid):
        candidates.reject_candidate(session, board.chair, candidate_id=found.id, reason="")
    candidates.reject_candidate(session, board.chair, candidate_id=found.id, reason="Done already")
    assert (found.state, found.reason) == (CandidateState.REJECTED, "Done already")


def test_interim_feedback_becomes_nothing_before_the_final_word(
    session: Session, board: Board
) -> None:
    found = said(session, board, final=False)
    with pytest.raises(Conflict, match="interim"):
        accept(session, board, found)
    candidates.make_final(session, board.chair, candidate_id=found.id, text="Call back at once")
    assert (found.final, found.text) == (True, "Call back at once")
    assert "Call back in a day" in found.reason
    accept(session, board, found)


def test_each_is_decided_once_and_over_what_was_seen(session: Session, board: Board) -> None:
    found = said(session, board)
    seen = found.version
    candidates.reject_candidate(session, board.chair, candidate_id=found.id, reason="Done already")
    with pytest.raises(StaleEdit):
        candidates.reject_candidate(session, board.chair, candidate_id=found.id, reason="No",
                                    version=seen)  # fmt: skip
    with pytest.raises(Conflict, match="decided already"):
        accept(session, board, found)


def test_none_is_ever_deleted(session: Session, board: Board) -> None:
    session.delete(said(session, board))
    with pytest.raises(Conflict, match="never deleted"):
        session.flush()
    session.expunge_all()


def test_numbers_are_given_in_order_and_what_is_missing_is_named(
    session: Session, board: Board
) -> None:
    review = make_review(session, board)
    for number in (1, 2):
        made = candidates.raise_candidate(
            session, board.chair, review_id=review.id, text="Ask", source=Source.AUDIT,
            source_words="Audit", final=True,
        )  # fmt: skip
        assert made.number == number
    with pytest.raises(Invalid) as wrong:
        candidates.raise_candidate(session, board.chair, review_id=review.id, text="",
                                   source=Source.AUDIT, source_words="", final=True)  # fmt: skip
    assert set(wrong.value.errors) == {"text", "source_words"}
    assert line_of(session, board.chair, make_recommendation(session, board, review)).number == 1
