"""When each thing of a review is due, and whether it was in time."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from casework.clock import moved_to
from casework.errors import Invalid, NotFound
from casework.reviews.service import clocks, reviewing
from casework.reviews.service.clocks import Running, clocks_of
from casework.reviews.steps import move_review
from casework.reviews.vocabulary import ReviewKind, ReviewState
from tests.factories.reviews import Board

R = ReviewState
LONDON = ZoneInfo("Europe/London")


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


def running(
    session: Session, board: Board, kind: ReviewKind, *steps: tuple[date, R]
) -> dict[str, Running]:
    """The clocks of a review that took these steps; the first day is that of its beginning."""
    first, *rest = steps
    with moved_to(at(steps[-1][0])):
        review = reviewing.start_review(
            session, board.chair, title="One", kind=kind, conference_id=board.conference.id,
            commissioned_on=first[0],
        )  # fmt: skip
        for day, wanted in rest:
            move_review(session, board.chair, review, wanted, on=day)
        return {clock.code: clock for clock in clocks_of(session, review)}


def test_an_acknowledgement_is_due_in_three_working_days(session: Session, board: Board) -> None:
    friday = date(2026, 3, 6)
    steps = [(friday, R.APPLIED), (date(2026, 3, 11), R.ACKNOWLEDGED)]
    found = running(session, board, ReviewKind.ASB_CASE_REVIEW, *steps)
    assert found["acknowledge"].due_on == date(2026, 3, 11)
    assert found["acknowledge"].done_on == date(2026, 3, 11)
    assert found["acknowledge"].days_late == 0
    assert found["threshold"].done_on is None
    assert "outcome" not in found


def test_what_came_a_day_late_stays_a_day_late(session: Session, board: Board) -> None:
    steps = [(date(2026, 3, 6), R.APPLIED), (date(2026, 3, 12), R.ACKNOWLEDGED)]
    found = running(session, board, ReviewKind.ASB_CASE_REVIEW, *steps)
    assert found["acknowledge"].days_late == 1
    with moved_to(at(date(2027, 1, 1))):
        assert found["acknowledge"].days_late == 1


def test_a_day_ends_at_midnight_in_london_on_both_sides_of_the_clock_change(
    session: Session, board: Board
) -> None:
    # Summer time begins on 29 March 2026: an hour before midnight in London is another day in UTC.
    found = running(session, board, ReviewKind.ASB_CASE_REVIEW, (date(2026, 3, 25), R.APPLIED))
    due = found["acknowledge"].due_on
    assert due == date(2026, 3, 30)
    with moved_to(datetime(2026, 3, 30, 23, 59, tzinfo=LONDON)):
        assert found["acknowledge"].days_late == 0
    with moved_to(datetime(2026, 3, 31, 0, 1, tzinfo=LONDON)):
        assert found["acknowledge"].days_late == 1


def test_a_pause_for_a_trial_stops_the_clock(session: Session, board: Board) -> None:
    begun = [(date(2026, 1, 5), R.NOTIFIED), (date(2026, 1, 20), R.DECIDED)]
    steady = running(session, board, ReviewKind.DEATH_REVIEW, *begun)
    assert steady["finish"].due_on == date(2026, 7, 20)
    paused = running(
        session, board, ReviewKind.DEATH_REVIEW, *begun, (date(2026, 2, 1), R.PAUSED),
        (date(2026, 3, 3), R.DECIDED),
    )  # fmt: skip
    assert paused["finish"].since == date(2026, 1, 20)
    assert paused["finish"].due_on == date(2026, 8, 19)
    assert not paused["finish"].paused


def test_while_it_is_paused_nothing_is_late(session: Session, board: Board) -> None:
    steps = [
        (date(2026, 1, 5), R.NOTIFIED), (date(2026, 1, 20), R.DECIDED),
        (date(2026, 2, 1), R.PAUSED),
    ]  # fmt: skip
    found = running(session, board, ReviewKind.DEATH_REVIEW, *steps)
    with moved_to(at(date(2029, 1, 1))):
        assert found["finish"].paused
        assert found["finish"].days_late == 0


def test_a_board_sets_its_own_times(session: Session, board: Board) -> None:
    kind = ReviewKind.ASB_CASE_REVIEW
    clocks.set_lengths(
        session, board.chair, conference_id=board.conference.id, kind=kind,
        lengths={"acknowledge": 10, "nonsense": 4},
    )  # fmt: skip
    found = running(session, board, kind, (date(2026, 3, 2), R.APPLIED))
    assert found["acknowledge"].due_on == date(2026, 3, 16)
    assert found["threshold"].due_on == date(2026, 3, 31)


@pytest.mark.parametrize("length", [0, 401])
def test_an_impossible_time_is_refused_at_its_field(
    session: Session, board: Board, length: int
) -> None:
    with pytest.raises(Invalid) as refused:
        clocks.set_lengths(
            session, board.chair, conference_id=board.conference.id,
            kind=ReviewKind.ASB_CASE_REVIEW, lengths={"panel": length, "outcome": 7},
        )  # fmt: skip
    assert set(refused.value.errors) == {"panel"}
    lengths = clocks.lengths_of(session, board.conference.id, ReviewKind.ASB_CASE_REVIEW)
    assert lengths["panel"] == 28


def test_only_who_runs_reviews_of_a_board_sets_its_times(session: Session, board: Board) -> None:
    with pytest.raises(NotFound):
        clocks.set_lengths(
            session, board.owner, conference_id=board.conference.id,
            kind=ReviewKind.ASB_CASE_REVIEW, lengths={"panel": 5},
        )  # fmt: skip
