"""One rule of looks in every medium: muted is accepted evidence, and nothing else."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from casework.clock import moved_to, now, today
from casework.db import Database
from casework.reviews.board import board as board_of
from casework.reviews.plans.as_csv import plan_csv
from casework.reviews.plans.as_docx import plan_docx
from casework.reviews.plans.as_pdf import plan_pdf
from casework.reviews.plans.as_xlsx import plan_xlsx
from casework.reviews.plans.rows import Plan, plan_of
from casework.reviews.vocabulary import State
from tests.casework.reviews.conftest import Browser
from tests.casework.reviews.plans.reading_back import (
    Seen,
    in_csv,
    in_docx,
    in_html,
    in_pdf,
    in_xlsx,
)
from tests.factories.reviews import Board, make_recommendation, make_review

FILES: list[tuple[Callable[[Plan], bytes], Callable[[bytes], dict[str, Seen]]]] = [
    (plan_csv, in_csv), (plan_xlsx, in_xlsx), (plan_docx, in_docx), (plan_pdf, in_pdf),
]  # fmt: skip
MARKS = {
    State.PROPOSED: "NOT YET AGREED", State.AGREED: "NOT DONE", State.ACCEPTED_BY_OWNER: "NOT DONE",
    State.IN_PROGRESS: "NOT DONE", State.REJECTED: "REFUSED",
    State.EVIDENCE_SUBMITTED: "NOT YET CHECKED", State.VERIFIED_COMPLETE: "Evidence accepted",
    State.RAISED: "WAITING", State.MERGED: "COUNTED ELSEWHERE",
}  # fmt: skip


@pytest.fixture
def plan(session: Session, board: Board) -> tuple[Plan, dict[str, State]]:
    """A recommendation in each state, in time; by its number, which state it is in."""
    review = make_review(session, board)
    made = {
        make_recommendation(session, board, review, state, text="=cmd|'/c calc'!A1"): state
        for state in State
    }
    return plan_of(session, board.chair, review), {str(r.number): s for r, s in made.items()}


def whole(seen: dict[str, Seen]) -> dict[str, Seen]:
    """One row for each recommendation: its actions look as it does."""
    return {number.split(".")[0]: one for number, one in seen.items()}


@pytest.mark.parametrize(("made", "read"), FILES, ids=["csv", "xlsx", "docx", "pdf"])
def test_in_a_file_only_accepted_evidence_is_muted(
    plan: tuple[Plan, dict[str, State]],
    made: Callable[[Plan], bytes],
    read: Callable[[bytes], dict[str, Seen]],
) -> None:
    told, states = plan
    seen = whole(read(made(told)))
    assert {n for n, one in seen.items() if one.muted} == {
        n for n, state in states.items() if state is State.VERIFIED_COMPLETE
    }
    for number, state in states.items():
        assert MARKS[state] in seen[number].mark, state
        assert seen[number].alarm is (state is State.EVIDENCE_SUBMITTED), state


@pytest.mark.parametrize(("made", "read"), FILES, ids=["csv", "xlsx", "docx", "pdf"])
def test_in_a_file_what_is_overdue_stands_out_without_colour(
    session: Session, board: Board, made: Callable[[Plan], bytes],
    read: Callable[[bytes], dict[str, Seen]],
) -> None:  # fmt: skip
    review = make_review(session, board)
    with moved_to(now() - timedelta(days=200)):
        for state in (State.IN_PROGRESS, State.EVIDENCE_SUBMITTED):
            make_recommendation(
                session, board, review, state, target_on=today() + timedelta(days=30)
            )
    seen = whole(read(made(plan_of(session, board.chair, review))))
    assert seen["1"].mark.count("OVERDUE") == 1
    assert "NOT YET CHECKED" in seen["2"].mark
    assert all(one.alarm and not one.muted for one in seen.values())


def test_on_the_screen_and_in_print_it_is_the_same_rule(
    store: Database, board: Board, browser: Browser
) -> None:
    with store.writing() as session:
        review = make_review(session, board)
        states = {
            str(make_recommendation(session, board, review, state).number): state for state in State
        }
    seen = whole(in_html(browser(board.chair).get(f"/reviews/{review.id}/plan").text))
    assert {n for n, one in seen.items() if one.muted} == {
        n for n, state in states.items() if state is State.VERIFIED_COMPLETE
    }
    assert all(MARKS[state] in seen[number].mark for number, state in states.items())


def test_the_style_sheet_keeps_the_mark_black_on_paper() -> None:
    css = Path("casework/web/static/main.css").read_text()
    alarm = re.search(r"\.confer-mark--alarm\{([^}]*)\}", css)
    assert alarm is not None
    assert "print-color-adjust:exact" in alarm[1]
    assert "background:#0b0c0c" in alarm[1]


@pytest.mark.parametrize("end", ["csv", "xlsx", "docx", "pdf"])
def test_every_file_can_be_downloaded_by_whoever_may_read_it(
    store: Database, board: Board, browser: Browser, end: str
) -> None:
    with store.writing() as session:
        review = make_review(session, board)
        make_recommendation(session, board, review)
    answer = browser(board.verifier).get(f"/reviews/{review.id}/plan.{end}")
    assert answer.status_code == 200
    assert f"{review.reference}.{end}" in answer.headers["Content-Disposition"]


def test_no_cell_of_a_spreadsheet_is_run(plan: tuple[Plan, dict[str, State]]) -> None:
    with zipfile.ZipFile(BytesIO(plan_xlsx(plan[0]))) as book:
        for name in book.namelist():
            assert b"<f>" not in book.read(name)
            assert "external" not in name.lower()


def test_who_took_it_out_and_when_stands_in_every_file(
    plan: tuple[Plan, dict[str, State]], board: Board
) -> None:
    assert plan[0].foot.startswith("OFFICIAL-SENSITIVE · R-")
    assert board.chair.name in plan[0].foot


def test_the_plan_of_a_big_review_takes_no_more_questions(session: Session, board: Board) -> None:
    review = make_review(session, board)
    counted: list[str] = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *a: counted.append(a[2]))
    make_recommendation(session, board, review, State.IN_PROGRESS)
    session.flush()
    counted.clear()
    plan_of(session, board.chair, review)
    few = len(counted)
    for _ in range(10):
        make_recommendation(session, board, review, State.IN_PROGRESS)
    session.flush()
    counted.clear()
    plan_of(session, board.chair, review)
    assert len(counted) == few


def test_the_boards_page_of_many_asks_no_more_questions_than_of_one(
    session: Session, board: Board
) -> None:
    review = make_review(session, board)
    counted: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *a: counted.append(a[2]))
    asked = []
    for more in (1, 10):
        for _ in range(more):
            make_recommendation(session, board, review, State.EVIDENCE_SUBMITTED)
        session.flush()
        counted.clear()
        board_of(session, board.chair)
        asked.append(len(counted))
    assert asked[0] == asked[1]
