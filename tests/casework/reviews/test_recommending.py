from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role
from casework.clock import today
from casework.db import Database
from casework.directory.models import Agency, PersonStatus
from casework.errors import Conflict, Invalid, NotFound, StaleEdit
from casework.reviews.models import (
    Finding,
    Recommendation,
    RecommendationEvent,
    RecommendationTheme,
)
from casework.reviews.service import recommending, reviewing
from casework.reviews.vocabulary import Happened, State
from tests.factories.directory import make_person, make_viewer
from tests.factories.reviews import Board, make_board, make_recommendation, make_review


def transfer(
    session: Session, board: Board, found: Recommendation, **more: object
) -> Recommendation:
    given = {"agency_id": board.council.id, "role": "Director", "why": "Moved to the council"}
    return recommending.transfer(session, board.chair, recommendation_id=found.id, **given | more)  # type: ignore[arg-type]  # the test names the keywords


def history(session: Session, found: Recommendation) -> list[RecommendationEvent]:
    asked = select(RecommendationEvent).where(RecommendationEvent.recommendation_id == found.id)
    return list(session.scalars(asked.order_by(RecommendationEvent.position)))


def test_numbers_are_given_in_order_for_each_review(session: Session, board: Board) -> None:
    first, second = make_review(session, board), make_review(session, board)
    numbers = [make_recommendation(session, board, first).number for _ in range(3)]
    assert (numbers, make_recommendation(session, board, second).number) == ([1, 2, 3], 1)


def test_a_number_stays_with_its_recommendation_whatever_happens(
    session: Session, board: Board
) -> None:
    review = make_review(session, board)
    rows = [make_recommendation(session, board, review, State.IN_PROGRESS) for _ in range(3)]
    transfer(session, board, rows[1])
    recommending.change_target(session, board.chair, recommendation_id=rows[0].id, why="Later",
                               target_on=today() + timedelta(days=900))  # fmt: skip
    assert [row.number for row in rows] == [1, 2, 3]
    assert make_recommendation(session, board, review).number == 4


def test_findings_have_numbers_of_their_own(session: Session, board: Board) -> None:
    review = make_review(session, board)
    found = [
        reviewing.add_finding(session, board.chair, review_id=review.id, text=f"It was {n}")
        for n in ("late", "wrong")
    ]
    assert [f.number for f in found] == [1, 2]


@pytest.mark.parametrize("kind", [Recommendation, Finding, RecommendationEvent])
def test_nothing_of_a_review_can_be_deleted(
    session: Session, board: Board, kind: type[Recommendation]
) -> None:
    review = make_review(session, board)
    reviewing.add_finding(session, board.chair, review_id=review.id, text="It was late")
    make_recommendation(session, board, review)
    row = session.scalars(select(kind)).first()
    session.delete(row)
    with pytest.raises(Conflict, match="never deleted"):
        session.flush()
    session.expunge_all()


def test_themes_are_kept_once_and_in_small_letters(session: Session, board: Board) -> None:
    review = make_review(session, board)
    recommending.add_recommendation(
        session, board.chair, review_id=review.id, text="Train", owner_agency_id=board.health.id,
        owner_role="Lead nurse", themes=["Training ", "training", " Repeat  victims", ""],
    )  # fmt: skip
    assert set(session.scalars(select(RecommendationTheme.theme))) == {"training", "repeat victims"}


def test_without_a_target_date_nothing_is_agreed(session: Session, board: Board) -> None:
    review = make_review(session, board)
    found = recommending.add_recommendation(
        session, board.chair, review_id=review.id, text="Train", owner_agency_id=board.health.id,
        owner_role="Lead nurse",
    )  # fmt: skip
    with pytest.raises(Invalid, match="target date"):
        recommending.agree_recommendation(session, board.chair, recommendation_id=found.id)
    assert found.state == State.PROPOSED


@pytest.mark.parametrize(
    "state", [State.REJECTED, State.ACCEPTED_BY_OWNER, State.IN_PROGRESS, State.EVIDENCE_SUBMITTED]
)
def test_another_agency_must_accept_it_anew(session: Session, board: Board, state: State) -> None:
    found = make_recommendation(session, board, make_review(session, board), state)
    transfer(session, board, found)
    assert (found.state, found.owner_agency_id) == (State.AGREED, board.council.id)
    moved = [e for e in history(session, found) if e.kind == Happened.TRANSFERRED]
    assert [(e.from_agency_id, e.to_agency_id, e.why) for e in moved] == [
        (board.housing.id, board.council.id, "Moved to the council")
    ]


def test_within_an_agency_its_word_stands(session: Session, board: Board) -> None:
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    transfer(session, board, found, agency_id=board.housing.id,
             person_id=board.colleague.person_id)  # fmt: skip
    assert (found.state, found.owner_person_id) == (State.IN_PROGRESS, board.colleague.person_id)


def test_who_accepted_the_evidence_cannot_become_its_owner(session: Session, board: Board) -> None:
    found = make_recommendation(
        session, board, make_review(session, board), State.VERIFIED_COMPLETE
    )
    with pytest.raises(Invalid, match="accepted its evidence"):
        transfer(session, board, found, agency_id=board.health.id)
    assert found.owner_agency_id == board.housing.id


def test_it_goes_to_nobody_who_is_gone_or_from_elsewhere(session: Session, board: Board) -> None:
    found = make_recommendation(session, board, make_review(session, board))
    gone = make_person(session, board.council, status=PersonStatus.LEFT)
    with pytest.raises(Invalid, match="has left"):
        transfer(session, board, found, person_id=gone.id)
    with pytest.raises(Invalid, match="does not work for"):
        transfer(session, board, found, person_id=board.verifier.person_id)
    session.get_one(Agency, board.council.id).active = False
    session.flush()
    with pytest.raises(Invalid, match="no longer active"):
        transfer(session, board, found)
    with pytest.raises(NotFound):
        transfer(session, board, found, agency_id=make_board(session).council.id)


def test_the_old_target_date_stays_in_the_history(session: Session, board: Board) -> None:
    found = make_recommendation(session, board, make_review(session, board), State.AGREED)
    recommending.change_target(session, board.chair, recommendation_id=found.id,
                               target_on=today() + timedelta(days=99), why="Away")  # fmt: skip
    told = history(session, found)[-1]
    assert told.kind == Happened.TARGET_CHANGED
    assert told.why.startswith("From ")
    assert told.why.endswith("Away")


def test_of_two_people_the_second_is_told(session: Session, board: Board) -> None:
    found = make_recommendation(session, board, make_review(session, board), State.AGREED)
    seen = found.version
    recommending.change_target(session, board.chair, recommendation_id=found.id, version=seen,
                               target_on=today() + timedelta(days=99), why="Away")  # fmt: skip
    with pytest.raises(StaleEdit):
        transfer(session, board, found, version=seen)
    assert found.owner_agency_id == board.housing.id


def test_two_recommendations_written_one_after_the_other_get_two_numbers(
    store: Database, board: Board
) -> None:
    with store.writing() as session:
        review = make_review(session, board)
    with store.reading() as looking:
        assert looking.get(type(review), review.id) is not None
        for expected in (1, 2):
            with store.writing() as session:
                assert make_recommendation(session, board, review).number == expected


def test_another_board_and_another_partnership_find_nothing(session: Session, board: Board) -> None:
    review, other = make_review(session, board), make_board(session, board.partnership)
    foreign = make_board(session)
    auditor = make_viewer(session, board.council, Role.AUDITOR)
    found = make_recommendation(session, board, review)
    for stranger in (other.chair, foreign.chair, auditor, board.verifier):
        with pytest.raises(NotFound):
            recommending.agree_recommendation(session, stranger, recommendation_id=found.id)
    assert found.state == State.PROPOSED
