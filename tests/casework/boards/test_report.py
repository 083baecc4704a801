from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from docx.table import _Row
from sqlalchemy.orm import Session

from casework.boards.dashboard.scope import scope_of
from casework.boards.figures import writing
from casework.boards.figures.periods import period_of
from casework.boards.report import report
from casework.boards.report_word import MUTED
from casework.clock import moved_to, today
from casework.db import Database
from casework.directory.models import Agency, Person
from casework.reviews.vocabulary import State
from tests.casework.boards.conftest import TUESDAY, Browser
from tests.documents import words_of
from tests.factories.reviews import Board, make_recommendation, make_review

YEAR = "twelve-2026-2"


@pytest.fixture
def every(store: Database, board: Board) -> Board:
    """A recommendation in every state, one that is late, and one figure that was explained."""
    with store.writing() as session, moved_to(TUESDAY - timedelta(days=90)):
        plan = make_review(session, board)
        for state in State:
            if state not in (State.RAISED, State.MERGED):
                make_recommendation(session, board, plan, state, text=f"Do {state.value}.")
        make_recommendation(
            session, board, plan, State.IN_PROGRESS, text="Do it soon.",
            target_on=today() + timedelta(days=9),
        )  # fmt: skip
    with store.writing() as session:
        writing.comment(
            session, board.chair, measure="meetings", period=YEAR,
            words="One meeting fewer: the chamber was flooded.",
        )  # fmt: skip
    return board


def rows_of(data: bytes) -> dict[str, _Row]:
    """The rows of the table of recommendations, by what must change."""
    found = Document(BytesIO(data)).tables[0]
    return {row.cells[2].text: row for row in found.rows[1:]}


def colours(row: _Row) -> set[object]:
    return {run.font.color.rgb for c in row.cells for p in c.paragraphs for run in p.runs}


def test_word_and_pdf_say_the_same(every: Board, browser: Browser) -> None:
    client = browser(every.chair)
    told = [client.get(f"/boards/report.{e}?period={YEAR}") for e in ("docx", "pdf")]
    page = client.get(f"/boards/figures?period={YEAR}").text
    assert f"/boards/report.docx?period={YEAR}" in page
    paper = " ".join(words_of(told[1].data).split())
    word = Document(BytesIO(told[0].data))
    cells = [c.text for table in word.tables for row in table.rows for c in row.cells]
    for words in (*cells, *(p.text for p in word.paragraphs)):
        assert " ".join(words.split()) in paper
    assert "One meeting fewer: the chamber was flooded." in paper
    assert "Referrals received;" in paper


def test_only_accepted_evidence_is_muted_in_the_word_file(every: Board, browser: Browser) -> None:
    rows = rows_of(browser(every.chair).get(f"/boards/report.docx?period={YEAR}").data)
    muted = {words for words, row in rows.items() if MUTED in colours(row)}
    assert muted == {f"Do {State.VERIFIED_COMPLETE.value}."}
    assert colours(rows[f"Do {State.VERIFIED_COMPLETE.value}."]) == {MUTED}
    assert rows["Do it soon."].cells[1].text == "OVERDUE"
    assert next(iter(rows)) == "Do it soon."


def test_evidence_that_was_accepted_before_the_period_is_no_longer_told(
    every: Board, session: Session
) -> None:
    def told(period: str) -> list[str]:
        found = report(session, every.chair, scope_of(session, every.chair), period_of(period))
        return [line.cells[2] for line in found.lines]

    done = f"Do {State.VERIFIED_COMPLETE.value}."
    assert done in told(YEAR)
    assert done not in told("quarter-2025-4")
    assert "Do it soon." in told("quarter-2025-4")


@pytest.mark.parametrize("address", ["report.pdf", "dashboard.pdf", "{board}/closing.pdf"])
def test_who_printed_it_stands_on_paper_as_it_is_spelt(
    store: Database, board: Board, browser: Browser, address: str
) -> None:
    with store.writing() as session:
        session.get_one(Person, board.chair.person_id).name = 'Ann "Nan" O\'Hara'
        session.get_one(Agency, board.chair.agency_id).name = "Homes & Care"
    found = browser(board.chair).get(f"/boards/{address.format(board=board.conference.id)}")
    paper = " ".join(words_of(found.data).split())
    assert 'Printed by Ann "Nan" O\'Hara, Homes & Care, 10 March 2026' in paper
    assert "OFFICIAL-SENSITIVE" in paper
