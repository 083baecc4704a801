"""`recommendations import` and `export`: what was understood, row by row, and the way back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from casework.db import Database
from casework.directory.models import Person
from casework.reviews.models import Recommendation, Review
from tests.casework.cli.conftest import Installation
from tests.casework.reviews.intake.conftest import name_agencies
from tests.casework.reviews.intake.files import text
from tests.casework.reviews.intake.samples import HOUSING
from tests.factories.reviews import Board, make_board, make_review

ROWS = [["Recommendation", "Lead agency", "Target date", "Status"],
        ["Share the log", HOUSING, "Q3 2040", "Complete"],
        ["Train staff", "The landlord", "ongoing", ""]]  # fmt: skip


@pytest.fixture
def place(store: Database) -> tuple[Board, Review, str, str]:
    with store.writing() as session:
        board = make_board(session)
        name_agencies(session, board.housing, board.health, board.council)
        review = make_review(session, board)
        people = {v: session.get_one(Person, v.person_id).email for v in (board.chair, board.owner)}
    return board, review, people[board.chair], people[board.owner]


def test_a_plan_comes_in_row_by_row_and_goes_out_again(
    installation: Installation, store: Database, place: tuple[Board, Review, str, str],
    tmp_path: Path,
) -> None:  # fmt: skip
    board, review, chair, owner = place
    file = tmp_path / "plan.csv"
    file.write_bytes(text(ROWS))
    given = ("recommendations", "import", file, "--review", review.reference, "--as")
    dry = installation.run(*given, chair, "--dry-run", "--json")
    told = json.loads(dry.output)
    assert (dry.exit_code, told["dry_run"], told["taken"], len(told["apart"])) == (1, True, 1, 1)
    assert told["rows"][0]["state"] == "evidence_submitted"
    assert any("calendar year" in odd for odd in told["rows"][0]["odd"])
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Recommendation)) == 0

    refused = installation.run(*given, owner)
    assert refused.exit_code == 1
    assert "does not run that review" in refused.output

    taken = installation.run(*given, chair, "--agency", f"the landlord={board.housing.code}")
    assert taken.exit_code == 0, taken.output
    assert "Taken: 2. Already here: 0. Rows kept apart: 0." in taken.output
    assert "odd: ‘ongoing’ is no date that can be read" in taken.output
    again = installation.run(*given, chair, "--agency", f"the landlord={board.housing.code}")
    assert "Taken: 0. Already here: 2." in again.output

    for end in ("xlsx", "csv", "docx"):
        out = tmp_path / f"out.{end}"
        exported = installation.run(
            "recommendations", "export", "--review", review.reference, "--as", chair, out
        )
        assert exported.exit_code == 0, exported.output
        back = installation.run(
            "recommendations", "import", out, "--review", review.reference, "--as", chair
        )
        assert "Taken: 0. Already here: 2." in back.output, back.output


@pytest.mark.parametrize(
    ("more", "words"),
    [(("--review", "R-NONE", "--as", "x@example.org"), "Nobody with that e-mail"),
     (("--review", "R-NONE"), "Missing option")],
)  # fmt: skip
def test_what_is_missing_is_said(
    installation: Installation, tmp_path: Path, more: tuple[str, ...], words: str
) -> None:
    file = tmp_path / "plan.csv"
    file.write_bytes(text(ROWS))
    told = installation.run("recommendations", "import", file, *more)
    assert told.exit_code != 0
    assert words in told.output


def test_out_must_be_a_kind_that_is_known(
    installation: Installation, place: tuple[Board, Review, str, str], tmp_path: Path
) -> None:
    _, review, chair, _ = place
    told = installation.run("recommendations", "export", "--review", review.reference, "--as",
                            chair, tmp_path / "plan.txt")  # fmt: skip
    assert told.exit_code == 1
    assert "must end in one of" in told.output
