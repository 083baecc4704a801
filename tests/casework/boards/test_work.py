from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from casework.boards.dashboard.page import dashboard
from casework.boards.dashboard.scope import scope_of
from casework.boards.service import structure
from casework.boards.vocabulary import Form
from casework.boards.work import work_for
from casework.clock import moved_to, today
from casework.db import Database
from tests.casework.boards.conftest import TUESDAY, Browser
from tests.factories.boards import escalate, lay_member, require_report
from tests.factories.reviews import Board, make_board


def fill(session: Session, board: Board, other: Board) -> None:
    """A group near its end with old terms, a late report, and a question from another board."""
    structure.place_board(
        session, board.chair, conference_id=board.conference.id, form=Form.TASK_AND_FINISH,
        parent_id=other.conference.id, ends_on=today() + timedelta(days=20),
    )  # fmt: skip
    with moved_to(TUESDAY - timedelta(days=400)):
        structure.agree_terms(
            session, board.chair, conference_id=board.conference.id, text="To be useful.",
            agreed_on=today(), review_on=today() + timedelta(days=365),
        )  # fmt: skip
    require_report(session, board, next_due_on=today() - timedelta(days=3))
    escalate(session, other, board.conference)


def test_whoever_runs_a_board_has_its_decisions_reports_terms_and_end_on_their_list(
    session: Session, board: Board
) -> None:
    fill(session, board, make_board(session, board.partnership))
    kinds = [item.kind for item in work_for(session, board.chair)]
    assert kinds == ["terms_review", "owed_report", "board_ends", "decide_escalation"]


def test_members_have_none_of_it(session: Session, board: Board) -> None:
    other = make_board(session, board.partnership)
    fill(session, board, other)
    assert work_for(session, board.owner) == []
    assert work_for(session, lay_member(session, board)) == []
    assert work_for(session, other.chair) == []


def test_the_work_list_leads_to_pages_that_open(
    store: Database, board: Board, browser: Browser
) -> None:
    with store.writing() as session:
        fill(session, board, make_board(session, board.partnership))
    client = browser(board.chair)
    page = client.get("/?kind=boards").text
    links = {part.split('"')[0] for part in page.split('href="')[1:] if part.startswith("/boards/")}
    links.discard("/boards/dashboard")
    assert len(links) == 3
    assert {client.get(link).status_code for link in links} == {200}


def test_a_report_that_is_owed_stands_on_the_dashboard(session: Session, board: Board) -> None:
    require_report(session, board, next_due_on=today() - timedelta(days=3))
    require_report(session, board, title="Not yet", next_due_on=today())
    found = dashboard(session, board.chair, scope_of(session, board.chair))
    assert [(one.title, one.days) for one in found.owed] == [("Waiting times", 3)]
    other = make_board(session, board.partnership).chair
    assert dashboard(session, other, scope_of(session, other)).owed == ()
