from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy.orm import Session

from casework.reviews.export import HEADINGS, to_csv
from casework.reviews.lines import lines_of_review
from casework.reviews.vocabulary import State
from casework.web.csv_text import guarded
from tests.factories.reviews import Board, make_recommendation, make_review


@pytest.mark.parametrize(
    "cell", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "  @x", "＝1", "\n=1"]
)
def test_a_spreadsheet_is_given_no_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Share the log", "1.2", "", "a=b"])
def test_other_words_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell


def test_every_state_says_in_csv_what_the_screen_says(session: Session, board: Board) -> None:
    review = make_review(session, board)
    for state in State:
        make_recommendation(session, board, review, state, text="=cmd|'/c calc'!A1")
    rows = list(csv.DictReader(io.StringIO(to_csv(lines_of_review(session, board.chair, review)))))
    assert tuple(rows[0]) == HEADINGS
    settled = {row["State"]: row["Evidence accepted"] for row in rows}
    assert [state for state, yes in settled.items() if yes == "yes"] == ["evidence accepted"]
    assert {row["Standing"] for row in rows if row["Evidence accepted"] == "no"} <= {
        "Red", "Amber", "Not rated",
    }  # fmt: skip
    assert {row["Text"][:2] for row in rows if row["Text"] != "Twin"} == {"'="}
