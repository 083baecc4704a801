from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from casework.boards.figures import writing
from casework.boards.figures.elsewhere import elsewhere
from casework.boards.figures.periods import Span, period_of
from casework.boards.figures.table import breaks_of, table
from casework.boards.figures.value import FEWER, Value
from casework.boards.figures.writing_elsewhere import Theirs, set_comparator
from casework.boards.models import FigureComparator
from casework.boards.vocabulary import Population
from casework.clock import moved_to, now
from casework.db import Database
from casework.errors import Invalid, NotFound, Refused
from tests.casework.boards.conftest import TUESDAY, Browser
from tests.documents import words_of
from tests.factories.boards import lay_member
from tests.factories.reviews import Board

YEAR = "twelve-2026-2"
SPAN = Span(date(2025, 3, 1), date(2026, 3, 1))
PEOPLE = Theirs(23_000, None, Population.DAYTIME, 9_000_000, 500_000)


def write(session: Session, board: Board, **more: Any) -> FigureComparator:
    given = {
        "measure": "meetings", "area": "London", "first": SPAN.start, "last": date(2026, 2, 28),
        "theirs": PEOPLE, "definition": "Meetings of all boroughs.", "same": True,
        "source": "ONS, table C4",
    } | more  # fmt: skip
    return set_comparator(session, board.chair, **given)


def told(session: Session, board: Board, ours: Value, span: Span = SPAN, **more: Any) -> str:
    row = write(session, board, **more)
    breaks = table_breaks(session, board)
    (words,) = elsewhere("count", ours, span, [row], breaks)
    return words


def table_breaks(session: Session, board: Board) -> Any:
    return breaks_of(session, board.partnership.id)


def test_both_stand_with_the_same_denominator_source_and_definition(
    session: Session, board: Board
) -> None:
    assert told(session, board, Value(140)) == (
        "London, March 2025 to February 2026: 23,000 (2.56 per 1,000 people who are there by day). "
        "Ours: 140 (0.28 per 1,000 people who are there by day). "
        "Counted there: Meetings of all boroughs. Source: ONS, table C4"
    )


@pytest.mark.parametrize(
    ("ours", "more", "words"),
    [
        (Value(140), {"same": False}, "it is counted differently there"),
        (Value(140), {"last": date(2026, 1, 31)}, "it is about other months"),
        (Value(19), {}, "our number is too small for a rate"),
        (Value(3, kept=FEWER), {}, "we have no number of our own to show"),
        (Value(reason="nobody counted"), {}, "we have no number of our own to show"),
    ],
)
def test_what_cannot_be_compared_says_why(
    session: Session, board: Board, ours: Value, more: dict[str, Any], words: str
) -> None:
    found = told(session, board, ours, **more)
    assert f"Not compared: {words}" in found
    assert found.count("per 1,000") == 1


def test_numbers_without_a_population_are_shown_with_a_warning(
    session: Session, board: Board
) -> None:
    found = told(session, board, Value(140), theirs=Theirs(23_000))
    assert "Ours: 140. Numbers of areas of different sizes say little" in found


def test_a_change_of_our_own_definition_ends_the_comparison(session: Session, board: Board) -> None:
    writing.add_break(
        session, board.chair, measure="meetings", on=date(2025, 9, 1), reason="Online ones too"
    )
    assert "ours was counted differently from 1 September 2025 on" in told(
        session, board, Value(140)
    )


def test_a_change_that_is_known_only_later_ends_it_too(session: Session, board: Board) -> None:
    row = write(session, board)
    with moved_to(TUESDAY + timedelta(days=1)):
        writing.add_break(
            session, board.chair, measure="meetings", on=date(2024, 9, 1), reason="Online ones too"
        )
        (found,) = elsewhere("count", Value(140), SPAN, [row], table_breaks(session, board))
        assert "we learnt later" in found
        # Looked at again: the words are newer than what was learnt.
        with moved_to(now() + timedelta(hours=1)):
            again = write(session, board)
    (found,) = elsewhere("count", Value(140), SPAN, [again], table_breaks(session, board))
    assert "Ours: 140 (0.28" in found


def test_other_months_altogether_are_not_shown(session: Session, board: Board) -> None:
    row = write(session, board, first=date(2023, 2, 1), last=date(2024, 1, 31))
    assert elsewhere("count", Value(140), SPAN, [row], ()) == ()


def test_the_last_word_about_an_area_stands(session: Session, board: Board) -> None:
    first = write(session, board)
    second = write(session, board, theirs=Theirs(24_000), source="ONS, corrected")
    assert first.id == second.id
    (row,) = [r for r in table(session, board.partnership.id, period_of(YEAR)).rows if r.elsewhere]
    assert row.measure.key == "meetings"
    assert "24,000" in row.elsewhere[0]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"first": date(2025, 3, 2)}, "starts_on"),
        ({"last": date(2026, 2, 27)}, "ends_on"),
        ({"last": date(2026, 3, 31)}, "ends_on"),
        ({"theirs": Theirs(5, 10)}, "base"),
        ({"measure": "attendance", "theirs": Theirs(5)}, "base"),
        ({"theirs": Theirs(5, None, Population.RESIDENT, 100)}, "own_population"),
        ({"measure": "attendance", "theirs": Theirs(5, 9, Population.RESIDENT, 9, 9)},
         "denominator"),
    ],
)  # fmt: skip
def test_what_says_too_little_is_refused_at_its_field(
    session: Session, board: Board, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as wrong:
        write(session, board, **more)
    assert list(wrong.value.errors) == [field]


def test_only_whoever_runs_a_board_writes_it(session: Session, board: Board) -> None:
    with pytest.raises(NotFound):
        write(session, board, measure="nothing")
    with pytest.raises(Refused):
        set_comparator(
            session, lay_member(session, board), measure="meetings", area="London",
            first=SPAN.start, last=date(2026, 2, 28), theirs=PEOPLE, definition="x", same=True,
            source="y",
        )  # fmt: skip


def test_it_travels_from_the_form_into_every_file(
    store: Database, board: Board, browser: Browser
) -> None:
    with store.writing() as session:
        writing.comment(session, board.chair, measure="meetings", period=YEAR, words="As ever.")
    client = browser(board.chair)
    url = f"/boards/figures/another-area?period={YEAR}"
    form = client.page(url).forms[-1]
    given = {
        "measure": "meetings", "area": "London", "number": "23000", "denominator": "none",
        "definition": "All boroughs", "same": "no", "source": "ONS, table C4",
        "starts_on-day": "1", "starts_on-month": "3", "starts_on-year": "2025",
        "ends_on-day": "28", "ends_on-month": "2", "ends_on-year": "2026",
    }  # fmt: skip
    wrong = client.post(url, data=form.filled(given | {"starts_on-day": "2"}))
    assert wrong.status_code == 422
    assert "Enter the first day of a month" in wrong.text
    assert "ONS, table C4" in wrong.text
    assert client.post(url, data=form.filled(given)).status_code == 303
    for file in ("figures", "figures.csv", "figures.xlsx", "report.pdf", "report.docx"):
        text = " ".join(words_of(client.get(f"/boards/{file}?period={YEAR}").data).split())
        assert "London, March 2025 to February 2026: 23,000." in text
        assert "it is counted differently there" in text
