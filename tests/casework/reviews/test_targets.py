from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from casework.clock import LONDON, now, today
from casework.conferences.models import Meeting
from casework.conferences.vocabulary import MeetingState
from casework.errors import Invalid, NotFound
from casework.reviews.lines import line_of
from casework.reviews.models import Recommendation
from casework.reviews.service import recommending, targets
from casework.reviews.vocabulary import State
from tests.factories.reviews import Board, make_board, make_recommendation, make_review


def meeting(session: Session, board: Board, state: MeetingState) -> Meeting:
    made = Meeting(
        partnership_id=board.partnership.id, conference_id=board.conference.id, state=state,
        starts_at=now() + timedelta(days=40), state_since=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def dated(session: Session, board: Board, **target: object) -> Recommendation:
    found = make_recommendation(session, board, make_review(session, board), State.AGREED)
    return recommending.change_target(session, board.chair, recommendation_id=found.id,
                                      why="As the board agreed", **target)  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "last"),
    [("September 2040", date(2040, 9, 30)), ("Q3 2040/41", date(2040, 12, 31)),
     ("31/3/2040", date(2040, 3, 31))],
)  # fmt: skip
def test_words_are_kept_and_their_last_day_counts(
    session: Session, board: Board, words: str, last: date
) -> None:
    found = dated(session, board, target_words=words)
    assert (found.target_on, found.target_words) == (last, words)
    assert line_of(session, board.chair, found).target_words == words


def test_by_a_meeting_is_the_day_of_that_meeting(session: Session, board: Board) -> None:
    sitting = meeting(session, board, MeetingState.SCHEDULED)
    found = dated(session, board, target_meeting_id=sitting.id)
    assert found.target_on == sitting.starts_at.astimezone(LONDON).date()
    assert found.target_words.startswith("by the meeting on ")
    # The day that was agreed stays, whatever becomes of the meeting.
    sitting.starts_at += timedelta(days=90)
    session.flush()
    assert found.target_on < sitting.starts_at.astimezone(LONDON).date()


def test_the_form_shows_a_target_once_as_it_was_given(session: Session, board: Board) -> None:
    sitting = meeting(session, board, MeetingState.SCHEDULED)
    found = dated(session, board, target_meeting_id=sitting.id)
    assert targets.saved_target(session, found) == {"meeting": str(sitting.id)}
    sitting.starts_at += timedelta(days=90)
    session.flush()
    assert targets.saved_target(session, found) == {"target_on": found.target_on}
    # Words that begin like those of a meeting are words all the same.
    found.target_words = "by the meeting in May 2040"
    assert targets.saved_target(session, found) == {"target_words": found.target_words}


def test_no_meeting_of_another_board_and_none_that_was_cancelled(
    session: Session, board: Board
) -> None:
    with pytest.raises(Invalid, match="cancelled"):
        dated(session, board,
              target_meeting_id=meeting(session, board, MeetingState.CANCELLED).id)  # fmt: skip
    other = meeting(session, make_board(session, board.partnership), MeetingState.SCHEDULED)
    with pytest.raises(NotFound):
        dated(session, board, target_meeting_id=other.id)


def test_two_target_dates_none_and_one_before_the_review_are_refused(
    session: Session, board: Board
) -> None:
    with pytest.raises(Invalid, match="once"):
        dated(session, board, target_on=today(), target_words="May 2040")
    with pytest.raises(Invalid, match="new target date"):
        dated(session, board)
    with pytest.raises(Invalid, match="on or after"):
        dated(session, board, target_words="May 1999")
    with pytest.raises(Invalid, match="is no date"):
        dated(session, board, target_words="as soon as possible")
