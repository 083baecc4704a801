from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role
from casework.clock import moved_to, today
from casework.directory.models import AgencyType
from casework.errors import Conflict, Invalid, Refused, WrongState
from casework.reviews.board import board as board_of
from casework.reviews.listing import pages_of
from casework.reviews.models import Recommendation, RecommendationTheme
from casework.reviews.service import checks, joining, merging, recommending, verifying
from casework.reviews.service.checks import pending_checks
from casework.reviews.service.plan import actions_of
from casework.reviews.sheet import sheet
from casework.reviews.vocabulary import ActionState, Outcome, State
from tests.clocks import in_days
from tests.factories.directory import make_agency, make_viewer
from tests.factories.reviews import (
    Board,
    add_action,
    make_board,
    make_recommendation,
    make_review,
    report,
)


def merged(session: Session, board: Board, found: Recommendation, into: Recommendation) -> None:
    merging.merge(session, board.chair, recommendation_id=found.id, into_id=into.id, why="The same")


def two(session: Session, board: Board, state: State = State.IN_PROGRESS) -> list[Recommendation]:
    review = make_review(session, board)
    return [make_recommendation(session, board, review, state) for _ in range(2)]


def test_one_commitment_is_counted_once_and_stays_readable(session: Session, board: Board) -> None:
    found, into = two(session, board)
    merged(session, board, found, into)
    assert [row.recommendations for row in pages_of(session, board.chair)] == [1]
    shown = board_of(session, board.chair)
    assert [x.id for x in shown.on_time] == [into.id]
    assert [x.id for x in shown.merged] == [found.id]
    assert not shown.merged[0].look.muted
    there, here = sheet(session, board.chair, found.id), sheet(session, board.chair, into.id)
    assert there.into is not None
    assert (there.into.id, [x.id for x in here.taken_in]) == (into.id, [found.id])


def test_open_actions_and_themes_go_with_it_and_the_done_ones_stay(
    session: Session, board: Board
) -> None:
    found, into = two(session, board)
    open_one, told, done = (add_action(session, board, found) for _ in range(3))
    report(session, board, told.id)
    report(session, board, done.id)
    verifying.verify_action(session, board.verifier, action_id=done.id, outcome=Outcome.ACCEPTED)
    session.add(
        RecommendationTheme(partnership_id=found.partnership_id, recommendation_id=found.id,
                            theme="training")
    )  # fmt: skip
    merged(session, board, found, into)
    assert [a.state for a in (open_one, told, done)] == [
        ActionState.MOVED, ActionState.MOVED, ActionState.ACCEPTED,
    ]  # fmt: skip
    there = actions_of(session, into)
    # What its owner had called done comes open again: nothing unfinished turns done on the way.
    assert [(a.text, a.state) for a in there] == [("Write the procedure", ActionState.AGREED)] * 2
    asked = select(RecommendationTheme.theme)
    themes = session.scalars(asked.where(RecommendationTheme.recommendation_id == into.id))
    assert set(themes) == {"repeat victims", "training"}


def test_it_can_be_counted_on_its_own_again(session: Session, board: Board) -> None:
    found, into = two(session, board)
    merged(session, board, found, into)
    merging.separate(session, board.chair, recommendation_id=found.id, why="Another thing")
    assert (found.state, found.merged_into_id) == (State.PROPOSED, None)


def test_nothing_is_merged_in_a_ring_or_into_itself(session: Session, board: Board) -> None:
    found, into = two(session, board)
    merged(session, board, found, into)
    with pytest.raises(Conflict):
        merged(session, board, into, found)
    with pytest.raises(Invalid, match="another"):
        merged(session, board, into, into)


@pytest.mark.parametrize("state", [State.EVIDENCE_SUBMITTED, State.VERIFIED_COMPLETE])
def test_what_was_sent_or_accepted_is_not_merged_away(
    session: Session, board: Board, state: State
) -> None:
    review = make_review(session, board)
    found = make_recommendation(session, board, review, state)
    into = make_recommendation(session, board, review, State.IN_PROGRESS)
    with pytest.raises(WrongState):
        merged(session, board, found, into)
    with pytest.raises(Conflict):
        merged(session, board, into, found)


def test_another_boards_commitment_is_not_the_same(session: Session, board: Board) -> None:
    found, _ = two(session, board)
    other = make_board(session, board.partnership)
    foreign = make_recommendation(session, other, make_review(session, other), State.IN_PROGRESS)
    wide = make_viewer(session, board.council, Role.REVIEW_CHAIR, other.conference)
    with pytest.raises(Invalid, match="same board"):
        merging.merge(
            session,
            type(wide)(**{
                f: getattr(wide, f) for f in wide.__slots__ if f != "appointments"
            }, appointments=wide.appointments | board.chair.appointments),
            recommendation_id=found.id, into_id=foreign.id, why="The same",
        )  # fmt: skip


def join(session: Session, board: Board, **more: object) -> joining.Joined:
    given = {"from_id": board.housing.id, "into_id": board.health.id, "role": "Director",
             "why": "One trust since April"}  # fmt: skip
    return joining.join_agencies(session, board.chair, **given | more)  # type: ignore[arg-type]  # the test names the keywords


def test_when_an_agency_becomes_part_of_another_all_of_it_goes_over(
    session: Session, board: Board
) -> None:
    review = make_review(session, board)
    rows = {s: make_recommendation(session, board, review, s) for s in State if s != State.MERGED}
    add_action(session, board, rows[State.IN_PROGRESS])
    told = join(session, board)
    assert (told.recommendations, told.actions) == (len(rows), 1)
    assert {r.owner_agency_id for r in rows.values()} == {board.health.id}
    # Nobody's word is lost: what was being done goes on being done.
    assert {s: r.state for s, r in rows.items()} == {s: s for s in rows}


def test_what_the_new_owner_had_accepted_is_checked_again_by_a_third_agency(
    session: Session, board: Board
) -> None:
    review = make_review(session, board)
    found = make_recommendation(session, board, review, State.VERIFIED_COMPLETE)
    told = join(session, board)
    assert told.looked_at_again == (f"recommendation 1 of review {review.reference}",)
    assert (found.state, found.next_check_on) == (State.VERIFIED_COMPLETE, today())
    check = pending_checks(session, found)[0]
    with pytest.raises(Refused):
        checks.record_check(session, board.verifier, check_id=check.id, works=True, words="Seen")
    third = make_viewer(session, board.council, Role.VERIFIER, board.conference)
    with moved_to(in_days(3)):
        assert [x.id for x in board_of(session, board.chair).checks_late] == [found.id]
        checks.record_check(session, third, check_id=check.id, works=False, words="Not in use")
    assert found.state == State.IN_PROGRESS


def test_a_supplier_does_not_take_over_what_an_agency_answers_for(
    session: Session, board: Board
) -> None:
    firm = make_agency(session, board.partnership, AgencyType.PRIVATE)
    review = make_review(session, board)
    found = make_recommendation(session, board, review)
    with pytest.raises(Invalid, match="supplier"):
        join(session, board, into_id=firm.id)
    with pytest.raises(Invalid, match="supplier"):
        recommending.transfer(session, board.chair, recommendation_id=found.id, role="Consultant",
                              agency_id=firm.id, why="They know it")  # fmt: skip
    with pytest.raises(Invalid, match="supplier"):
        recommending.add_recommendation(session, board.chair, review_id=review.id, text="Train",
                                        owner_agency_id=firm.id, owner_role="Adviser")  # fmt: skip
    assert found.owner_agency_id == board.housing.id


def test_an_agency_does_not_check_what_it_proved_before_a_transfer(
    session: Session, board: Board
) -> None:
    found = make_recommendation(
        session, board, make_review(session, board), State.EVIDENCE_SUBMITTED
    )
    found.owner_agency_id, found.owner_person_id = board.council.id, None
    before = make_viewer(session, board.housing, Role.VERIFIER, board.conference)
    with pytest.raises(Refused, match="Your agency gave evidence"):
        verifying.verify(session, before, recommendation_id=found.id, outcome=Outcome.ACCEPTED)
