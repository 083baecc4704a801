from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.boards.agenda import agenda
from casework.boards.cutoff import closes_at
from casework.boards.models import PaperEvent
from casework.boards.service import papers
from casework.boards.vocabulary import Asks, Resolved, Timeliness
from casework.clock import LONDON, moved_to, now
from casework.conferences.models import AgencyAttendance, Meeting
from casework.conferences.service import sitting
from casework.db import Database
from casework.errors import Conflict, Invalid, NotFound, Refused, StaleEdit
from tests.casework.boards.conftest import Browser
from tests.client import Page
from tests.factories.boards import lay_member, make_paper, make_sitting
from tests.factories.conferences import make_table
from tests.factories.reviews import Board, make_board


@pytest.fixture
def meeting(session: Session, board: Board) -> Meeting:
    return make_sitting(session, board)


def test_a_paper_before_the_cut_off_is_in_time_and_its_agency_has_sent_one(
    session: Session, board: Board, meeting: Meeting
) -> None:
    sent = make_paper(session, board.owner, meeting)
    row = session.scalars(select(AgencyAttendance)).one()
    assert (sent.timeliness, row.agency_id, row.paper) == ("on_time", board.housing.id, True)


def test_a_minute_after_the_cut_off_it_is_kept_and_not_taken(
    session: Session, board: Board, meeting: Meeting
) -> None:
    closes = closes_at(meeting, 48)
    with moved_to(closes):
        assert make_paper(session, board.owner, meeting).timeliness == Timeliness.ON_TIME
    with moved_to(closes + timedelta(minutes=1)):
        late = make_paper(session, board.verifier, meeting)
    assert late.timeliness == Timeliness.REFUSED
    assert not session.scalars(
        select(AgencyAttendance).where(AgencyAttendance.agency_id == board.health.id)
    ).all()


@pytest.mark.parametrize(
    ("starts", "closes"),
    [
        # The clocks go forward on 29 March 2026 and back on 25 October 2026.
        (datetime(2026, 3, 30, 10, tzinfo=LONDON), datetime(2026, 3, 28, 10, tzinfo=UTC)),
        (datetime(2026, 10, 26, 10, tzinfo=LONDON), datetime(2026, 10, 24, 9, tzinfo=UTC)),
    ],
)
def test_the_cut_off_is_counted_on_the_clock_on_the_wall(
    session: Session, board: Board, starts: datetime, closes: datetime
) -> None:
    assert closes_at(make_sitting(session, board, starts), 48) == closes


def test_only_the_chair_takes_a_late_paper_and_everybody_reads_why(
    session: Session, board: Board, meeting: Meeting
) -> None:
    with moved_to(meeting.starts_at - timedelta(hours=2)):
        late = make_paper(session, board.owner, meeting)
        with pytest.raises(Refused):
            papers.take_late(session, board.verifier, paper_id=late.id, why="Please")
        with pytest.raises(Invalid):
            papers.take_late(session, board.chair, paper_id=late.id, why=" ")
        papers.take_late(session, board.chair, paper_id=late.id, why="Members asked for it.")
        shown = agenda(session, lay_member(session, board), meeting.id)
    assert [p.paper.late_reason for p in shown.papers] == ["Members asked for it."]
    assert late.timeliness == Timeliness.LATE_ACCEPTED


def test_what_comes_at_the_meeting_is_handed_out_there_or_not_at_all(
    session: Session, board: Board, meeting: Meeting
) -> None:
    with moved_to(meeting.starts_at):
        sitting.start_session(session, board.chair, meeting_id=meeting.id)
        late = make_paper(session, board.owner, meeting)
        assert late.timeliness == Timeliness.REFUSED
        papers.take_late(session, board.chair, paper_id=late.id, why="One page.")
    assert late.timeliness == Timeliness.TABLED


def test_late_long_and_for_approval_is_better_put_off(
    session: Session, board: Board, meeting: Meeting
) -> None:
    with moved_to(meeting.starts_at - timedelta(hours=2)):
        long = make_paper(session, board.owner, meeting, pages=46, asks=Asks.APPROVE)
        short = make_paper(session, board.owner, meeting, pages=3, asks=Asks.APPROVE)
    assert [papers.should_wait(p) for p in (long, short)] == [True, False]


def test_put_off_it_is_the_same_paper_with_its_history(
    session: Session, board: Board, meeting: Meeting
) -> None:
    with moved_to(meeting.starts_at - timedelta(hours=2)):
        late = make_paper(session, board.owner, meeting)
        with pytest.raises(Conflict):
            papers.put_off(session, board.owner, paper_id=late.id, why="Too late")
        later = make_sitting(session, board, now() + timedelta(days=80))
        with pytest.raises(Refused):
            papers.put_off(session, board.verifier, paper_id=late.id, why="Too late")
        papers.put_off(session, board.owner, paper_id=late.id, why="Too late")
    steps = session.execute(select(PaperEvent.step, PaperEvent.meeting_id)).all()
    assert (late.meeting_id, late.timeliness) == (later.id, Timeliness.ON_TIME)
    assert set(steps) == {("refused", meeting.id), ("put_off", meeting.id)}


def test_what_was_refused_cannot_be_approved(
    session: Session, board: Board, meeting: Meeting
) -> None:
    good = make_paper(session, board.owner, meeting)
    with moved_to(meeting.starts_at):
        late = make_paper(session, board.owner, meeting)
        with pytest.raises(Conflict):
            papers.resolve(session, board.chair, paper_id=good.id, resolved=Resolved.NOTED)
        sitting.start_session(session, board.chair, meeting_id=meeting.id)
        with pytest.raises(Conflict):
            papers.resolve(session, board.chair, paper_id=late.id, resolved=Resolved.APPROVED)
        papers.resolve(session, board.chair, paper_id=good.id, resolved=Resolved.NOTED)
        with pytest.raises(Conflict):
            papers.resolve(session, board.chair, paper_id=good.id, resolved=Resolved.AGREED)
    assert good.resolved == "noted"


def test_nobody_sends_a_paper_for_another_agency_but_whoever_runs_the_meeting(
    session: Session, board: Board, meeting: Meeting
) -> None:
    with pytest.raises(NotFound):
        make_paper(session, board.owner, meeting, agency_id=board.health.id)
    sent = make_paper(session, board.chair, meeting, agency_id=board.health.id)
    assert sent.agency_id == board.health.id


def test_two_people_at_one_paper_the_second_is_told(
    session: Session, board: Board, meeting: Meeting
) -> None:
    with moved_to(meeting.starts_at - timedelta(hours=1)):
        late = make_paper(session, board.owner, meeting)
        seen = late.version
        papers.take_late(session, board.chair, paper_id=late.id, why="Short.", version=seen)
        with pytest.raises(StaleEdit):
            papers.take_late(session, board.chair, paper_id=late.id, why="Short.", version=seen)


def test_another_boards_paper_is_not_there(
    session: Session, board: Board, meeting: Meeting
) -> None:
    other = make_board(session, board.partnership)
    sent = make_paper(session, board.owner, meeting)
    with pytest.raises(NotFound):
        papers.put_off(session, other.chair, paper_id=sent.id, why="Mine")
    with pytest.raises(NotFound):
        agenda(session, other.chair, meeting.id)


def test_a_conference_with_cases_takes_no_papers_here(session: Session) -> None:
    table = make_table(session, cases=0)
    with pytest.raises(NotFound):
        make_paper(session, table.viewer("police"), table.meeting)


def test_the_form_keeps_what_was_typed_and_names_the_line(
    store: Database, board: Board, browser: Browser
) -> None:
    with store.writing() as session:
        meeting = make_sitting(session, board)
    client = browser(board.owner)
    url = f"/boards/meetings/{meeting.id}/papers/send"
    form = client.page(url).forms[-1]
    answer = client.post(
        url, data=form.filled({"title": "Lighting", "pages": "many", "link": "nowhere"})
    )
    page = Page(answer.text)
    assert answer.status_code == 422
    assert "Enter a whole number, for example 3" in answer.text
    assert ("title", "Lighting") in page.forms[-1].fields
    good = {"title": "Lighting", "pages": "3", "asks": "note", "summary": "Lamps", "link": ""}
    assert client.post(url, data=form.filled(good)).status_code == 303
    assert "Lighting" in client.get(f"/boards/meetings/{meeting.id}").text
