"""Bringing in a plan on the screen: upload, columns, every row looked at, taken in, mended."""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from casework.db import Database
from casework.reviews.models import Review
from tests.casework.reviews.conftest import Browser
from tests.casework.reviews.intake.conftest import name_agencies
from tests.casework.reviews.intake.files import text, xlsx
from tests.casework.reviews.intake.samples import HOUSING, TEMPLATE_AS_IT_IS
from tests.client import PageClient
from tests.factories.reviews import Board, make_board, make_review

HEAD = ["Recommendation", "Lead agency", "Target date", "Status"]


@pytest.fixture
def review(store: Database, board: Board) -> Review:
    with store.writing() as session:
        name_agencies(session, board.housing, board.health, board.council)
        return make_review(session, board)


def sent(client: PageClient, review: Review, content: bytes, name: str = "plan.xlsx") -> str:
    """The address of the columns of the file, after it was read."""
    answer = client.submit(f"/reviews/{review.id}/import", {"file": (BytesIO(content), name)})
    assert answer.status_code == 303, answer.text[-3000:]
    return str(answer.location)


def test_many_rows_kept_apart_for_one_reason_are_told_as_one(
    board: Board, review: Review, browser: Browser
) -> None:
    client = browser(board.chair)
    rows = [[f"Do thing {n}", "Somebody", "31/03/2040", ""] for n in range(230)]
    rows += [["Take this", HOUSING, "31/03/2040", ""], ["Not this", "", "31/03/2040", ""]]
    answer = client.submit(sent(client, review, xlsx([HEAD, *rows])), {})
    seen = client.page(str(answer.location))
    told = "231 rows for 2 reasons: 230 rows: ‘Somebody’ is no agency that is known here"
    assert told in " ".join(seen.words.split())
    assert "can be chosen on the page of the columns" in " ".join(seen.words.split())
    form = next(f for f in seen.forms if f.action.endswith("/take-in"))
    done = client.post(form.action, data=form.filled() | dict(form.buttons))
    end = " ".join(client.page(str(done.location)).words.split())
    assert told in end
    assert "And 31 more: all of them are in the files above" in end


def test_a_plan_is_brought_in_step_by_step(board: Board, review: Review, browser: Browser) -> None:
    client = browser(board.chair)
    rows = [HEAD, ["Share the log", "The landlord", "Q3 2040", "Complete"],
            ["Train staff", HOUSING, "ongoing", "Green"],
            ["Pay for it", "Nobody", "31/03/2040", ""]]  # fmt: skip
    columns = sent(client, review, xlsx(rows))
    page = client.page(columns)
    assert "Which agency is ‘the landlord’?" in page.words
    ours = re.search(
        r'<label[^>]*for="(agency_\d)">Which agency is ‘the landlord’', client.get(columns).text
    )
    assert ours is not None
    answer = client.submit(columns, {ours[1]: str(board.housing.id)})
    assert answer.status_code == 303
    seen = client.page(str(answer.location))
    for words in ("‘ongoing’ is no date that can be read", "Owner says done, not yet checked",
                  "The file says: Complete", "is no agency that is known here", "Called complete",
                  "Read as a quarter of the calendar year"):  # fmt: skip
        assert words in seen.words, words
    form = next(f for f in seen.forms if f.action.endswith("/take-in"))
    done = client.post(form.action, data=form.filled() | dict(form.buttons))
    assert done.status_code == 303
    end = client.page(str(done.location))
    assert "2 taken in" in end.words
    assert "1 rows kept apart" in end.words
    made = client.get(f"{done.location}/kept-apart.csv")
    assert "Pay for it" in made.text
    assert client.get(f"{done.location}/kept-apart.xlsx").data.startswith(b"PK")
    listed = client.page(f"/reviews/{review.id}").words
    assert "NOT YET CHECKED" in listed
    html = client.get(f"/reviews/{review.id}").text
    link = re.search(r"/reviews/recommendations/[0-9a-f-]+", html)
    assert link is not None
    assert "What the file said" in client.page(link[0]).words


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("a.exe", b"MZ", "Choose a file that is XLSX"), ("a.xlsx", b"no", "damaged"),
     ("a.csv", b"", "empty"), ("../../a.csv", b"\n\n", "No table")],
)  # fmt: skip
def test_a_file_that_is_none_is_said_beside_the_field(
    board: Board, review: Review, browser: Browser, name: str, content: bytes, words: str
) -> None:
    answer = browser(board.chair).submit(
        f"/reviews/{review.id}/import", {"file": (BytesIO(content), name)}
    )
    assert answer.status_code == 422
    assert words in answer.text


def test_without_a_file_the_form_says_so(board: Board, review: Review, browser: Browser) -> None:
    answer = browser(board.chair).submit(f"/reviews/{review.id}/import", {})
    assert answer.status_code == 422
    assert "Choose a file" in answer.text


def test_markup_in_a_cell_is_shown_as_it_was_typed(
    board: Board, review: Review, browser: Browser
) -> None:
    client = browser(board.chair)
    rows = [HEAD, ["<script>alert(1)</script>", "<b>X</b>", "", ""],
            ["<img src=x>", HOUSING, "", ""]]  # fmt: skip
    columns = sent(client, review, text(rows), "plan.csv")
    for address in (columns, columns.replace("columns", "preview")):
        html = client.get(address).text
        assert "<script>alert(1)" not in html
        assert "<img src=x>" not in html
        assert "<b>X" not in html


def test_only_whoever_runs_the_review_brings_anything_in(
    store: Database, board: Board, review: Review, browser: Browser
) -> None:
    columns = sent(browser(board.chair), review, TEMPLATE_AS_IT_IS.content)
    with store.writing() as session:
        other = make_board(session, board.partnership)
    for viewer in (board.owner, board.verifier, other.chair):
        assert browser(viewer).get(columns).status_code in {403, 404}
        assert browser(viewer).get(f"/reviews/{review.id}/import").status_code in {403, 404}


def test_what_was_taken_in_is_not_mapped_or_taken_again(
    board: Board, review: Review, browser: Browser
) -> None:
    client = browser(board.chair)
    columns = sent(client, review, TEMPLATE_AS_IT_IS.content)
    seen = client.page(columns.replace("columns", "preview"))
    form = next(f for f in seen.forms if f.action.endswith("/take-in"))
    data = form.filled() | dict(form.buttons)
    assert client.post(form.action, data=data).status_code == 303
    assert client.post(form.action, data=data).status_code == 409
    assert client.get(columns).status_code == 404
