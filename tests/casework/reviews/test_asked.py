"""What a review asks of an agency reaches that agency: its list, its page, and the chair's."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.clock import moved_to, today
from casework.db import Database
from casework.directory.models import ConferenceKind
from casework.errors import Conflict, Invalid, NotFound
from casework.insight.work import count_of, groups, work_of
from casework.reviews.asked_work import work_for
from casework.reviews.holdings import held_by_agency
from casework.reviews.models import Review
from casework.reviews.record_models import AgencyReport
from casework.reviews.service import asked, joining, reports
from casework.reviews.vocabulary import ReportKind, ReportState, ReviewKind, ReviewState
from tests.casework.reviews.conftest import Browser
from tests.clocks import in_days
from tests.factories.directory import make_conference, make_viewer
from tests.factories.reviews import Board, make_board, make_review


def ask(session: Session, board: Board, days: int = 20) -> AgencyReport:
    review = make_review(session, board, kind=ReviewKind.DEATH_REVIEW, title="TITLEWORD")
    return reports.ask_agency(
        session, board.chair, review_id=review.id, agency_id=board.health.id,
        kind=ReportKind.MANAGEMENT_REVIEW, due_on=today() + timedelta(days=days),
    )  # fmt: skip


def speaker(session: Session, board: Board, role: Role = Role.REPRESENTATIVE) -> Viewer:
    """Somebody of health who sits at a conference, and not on the board that asks."""
    meeting = make_conference(session, board.partnership, ConferenceKind.DOMESTIC_ABUSE_MARAC)
    return make_viewer(session, board.health, role, meeting)


def words(session: Session, viewer: Viewer) -> list[str]:
    return [item.words for item in work_for(session, viewer)]


def reference_of(session: Session, report: AgencyReport) -> str:
    return session.get_one(Review, report.review_id).reference


def test_a_request_is_on_the_list_of_the_agency_with_its_day_and_names_nobody(
    session: Session, board: Board
) -> None:
    report = ask(session, board)
    title = f"Individual management review for review {reference_of(session, report)}"
    for who in (board.verifier, speaker(session, board), speaker(session, board, Role.DEPUTY)):
        (item,) = work_for(session, who)
        assert (item.words, item.due) == (title, report.due_on)
        assert item.values == {"report_id": report.id}


@pytest.mark.parametrize("role", [Role.REFERRER, Role.OBSERVER])
def test_it_is_nobody_elses(session: Session, board: Board, role: Role) -> None:
    report = ask(session, board)
    other_board = make_board(session, board.partnership)
    strangers = (
        board.owner, board.chair, speaker(session, board, role), other_board.verifier,
        make_viewer(session, board.housing, Role.REPRESENTATIVE, board.conference),
    )  # fmt: skip
    for who in strangers:
        assert words(session, who) == []
        with pytest.raises(NotFound):
            asked.load_asked(session, who, report.id)


def test_a_late_one_stands_under_overdue_and_before_the_chair(
    session: Session, board: Board
) -> None:
    report = ask(session, board)
    assert words(session, board.chair) == []
    with moved_to(in_days(21)):
        late = work_of(session, board.verifier)["reviews"]
        assert [group.name for group in groups(late)] == ["overdue"]
        assert words(session, board.chair) == [
            f"1 report of an agency is late for review {reference_of(session, report)}"
        ]


def test_the_morning_letter_counts_it(session: Session, board: Board) -> None:
    who = speaker(session, board)
    before = count_of(session, who)
    ask(session, board)
    assert count_of(session, who) == before + 1


def move(session: Session, board: Board, report: AgencyReport, wanted: ReportState) -> None:
    reports.move_report(
        session, board.chair, report_id=report.id, wanted=wanted, on=None, why="Too short",
        version=report.version,
    )  # fmt: skip


def test_returned_waits_for_the_chair_and_sent_back_for_the_agency_again(
    session: Session, board: Board
) -> None:
    report = ask(session, board)
    reference = reference_of(session, report)
    move(session, board, report, ReportState.RETURNED)
    assert words(session, board.verifier) == []
    assert words(session, board.chair) == [f"Read the report of an agency for review {reference}"]
    move(session, board, report, ReportState.SENT_BACK)
    assert words(session, board.verifier) == [
        f"Sent back: individual management review for review {reference}"
    ]
    assert words(session, board.chair) == []


def test_an_ended_review_waits_for_nothing(session: Session, board: Board) -> None:
    report = ask(session, board)
    assert held_by_agency(session, board.health.id) == [
        f"report for review {reference_of(session, report)}"
    ]
    session.get_one(Review, report.review_id).state = ReviewState.CLOSED
    assert words(session, board.verifier) == []
    assert held_by_agency(session, board.health.id) == []
    with pytest.raises(Conflict):
        asked.hold_nothing(
            session, board.verifier, report_id=report.id, why="None", version=report.version
        )


def test_an_agency_that_holds_nothing_says_where_it_looked(session: Session, board: Board) -> None:
    report = ask(session, board)
    with pytest.raises(Invalid) as refused:
        asked.hold_nothing(
            session, board.verifier, report_id=report.id, why="", version=report.version
        )
    assert set(refused.value.errors) == {"why"}
    said = asked.hold_nothing(
        session, board.verifier, report_id=report.id, why="Looked in all", version=report.version
    )
    assert (said.state, said.why) == (ReportState.NONE_HELD, "Looked in all")
    with pytest.raises(Conflict, match="answered already"):
        asked.hold_nothing(
            session, board.verifier, report_id=report.id, why="Again", version=report.version
        )


def test_an_agency_that_becomes_part_of_another_takes_its_requests_along(
    session: Session, board: Board
) -> None:
    report = ask(session, board)
    joining.join_agencies(
        session, board.chair, from_id=board.health.id, into_id=board.housing.id,
        role="Head of Housing", why="They became one",
    )  # fmt: skip
    assert words(session, board.verifier) == []
    reference = reference_of(session, report)
    assert words(session, board.owner) == [f"Individual management review for review {reference}"]
    assert held_by_agency(session, board.health.id) == []


@pytest.fixture
def report_id(store: Database, board: Board) -> UUID:
    with store.writing() as session:
        return ask(session, board).id


def test_the_agency_reads_the_request_and_answers_it_in_the_browser(
    report_id: UUID, board: Board, browser: Browser
) -> None:
    client = browser(board.verifier)
    assert "Individual management review" in client.page("/reviews/asked").words
    page = client.page(f"/reviews/asked/{report_id}")
    assert "Death review" in page.words
    assert "The terms of reference are not written yet" in page.words
    url = f"/reviews/asked/{report_id}/nothing"
    filled = client.page(url).form().filled()
    assert client.post(url, data=filled | {"why": ""}).status_code == 422
    assert client.post(url, data=filled | {"why": "All registers"}).status_code == 303
    assert "The agency holds nothing" in client.page(f"/reviews/asked/{report_id}").words
    assert browser(board.owner).get(f"/reviews/asked/{report_id}").status_code == 404
