"""The pages of a review's record, as its chair and its board use them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from uuid import UUID

import pytest
from werkzeug.test import TestResponse as Response

from casework.access import Appointment, Role, Viewer
from casework.cases.models import CaseState
from casework.clock import today
from casework.db import Database
from casework.reviews.models import Review
from casework.reviews.vocabulary import ReviewKind
from tests.casework.reviews.conftest import Browser
from tests.client import PageClient
from tests.factories.directory import make_viewer
from tests.factories.reviews import Board, make_board, make_record, make_review
from tests.factories.world import make_world


@pytest.fixture
def ids(store: Database, board: Board) -> dict[str, list[UUID]]:
    with store.writing() as session:
        return make_record(session, board)


def day_of(name: str) -> dict[str, str]:
    day = today()
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month),
            f"{name}-year": str(day.year)}  # fmt: skip


def send(client: PageClient, url: str, **typed: str) -> int:
    """Fill in the page's own form, which carries its token and version, and send it."""
    form = client.page(url).form()
    return client.post(url, data=form.filled() | typed).status_code


def test_a_death_review_shows_its_clocks_and_what_its_record_still_needs(
    board: Board, ids: dict[str, list[UUID]], browser: Browser
) -> None:
    words = browser(board.chair).page(f"/reviews/{ids['review_id'][0]}").words
    assert "Decide whether to hold a review" in words
    assert "days late" in words
    for line in ("1 on the panel", "0 of 1 in", "Response agreed for 0 of 1", "1 copy still to"):
        assert line in words
    assert "Notified" in words


def test_every_page_of_the_record_opens_for_the_board_and_offers_nothing_to_press(
    board: Board, ids: dict[str, list[UUID]], browser: Browser
) -> None:
    for end, words in (
        ("panel", "Still on it"), ("reports", "Asked for"), ("comments", "Say more"),
        ("publication", "Family, before publication"),
    ):  # fmt: skip
        page = browser(board.verifier).page(f"/reviews/{ids['review_id'][0]}/{end}")
        assert words in page.words
        assert "What you can do" not in page.words


def test_the_chair_writes_the_record_through_its_pages(
    store: Database, board: Board, ids: dict[str, list[UUID]], browser: Browser
) -> None:
    client, base = browser(board.chair), f"/reviews/{ids['review_id'][0]}"
    assert send(client, f"{base}/law", statute="vpa_2024_s19") == 303
    assert send(client, f"{base}/chair", person=str(board.chair.person_id),
                independence="Works for none of them") == 303  # fmt: skip
    assert send(client, f"{base}/terms", text="How agencies worked together") == 303
    assert (
        send(client, f"{base}/panel/add", person=str(board.owner.person_id), seat="member") == 303
    )
    assert send(client, f"{base}/reports/ask", agency=str(board.council.id),
                kind="chronology", **day_of("due_on")) == 303  # fmt: skip
    assert send(client, f"/reviews/reports/{ids['review_report_id'][0]}", wanted="returned") == 303
    assert send(client, f"{base}/comments/add", text="Explain chapter 2") == 303
    assert send(client, f"/reviews/comments/{ids['review_comment_id'][0]}", response="accept",
                change="Chapter 2") == 303  # fmt: skip
    assert send(client, f"/reviews/comments/{ids['review_comment_id'][0]}/agree",
                resolution="Minute 4") == 303  # fmt: skip
    assert send(client, f"/reviews/copies/{ids['copy_id'][0]}", proof="Receipt 12") == 303
    assert send(client, f"{base}/copies/add", to="Coroner", because="Asked for it") == 303
    words = client.page(base).words
    for line in ("section 8A", "2 on the panel", "1 of 2 in", "Response agreed for 1 of 2"):
        assert line in words
    with store.reading() as session:
        assert session.get_one(Review, ids["review_id"][0]).independence == "Works for none of them"


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    board: Board, ids: dict[str, list[UUID]], browser: Browser
) -> None:
    client = browser(board.chair)
    url = f"/reviews/comments/{ids['review_comment_id'][0]}"
    form = client.page(url).form()
    answer = client.post(url, data=form.filled() | {"response": "part", "change": "Chapter 9"})
    assert answer.status_code == 422
    assert "Enter why it is not accepted" in answer.text
    assert "Chapter 9" in answer.text


def test_complaints_are_counted_and_times_are_set(
    store: Database, board: Board, browser: Browser
) -> None:
    with store.writing() as session:
        review = make_review(session, board, kind=ReviewKind.ASB_CASE_REVIEW)
        url, board_id = f"/reviews/{review.id}", board.conference.id
    client = browser(board.chair)
    assert send(client, f"{url}/complaints", complaints="4") == 303
    times = f"/reviews/boards/{board_id}/times/asb_case_review"
    assert send(client, times, acknowledge="5") == 303
    assert client.page(times).form().filled()["acknowledge"] == ["5"]
    answer = client.post(times, data=client.page(times).form().filled() | {"panel": "x"})
    assert answer.status_code == 422
    assert "4" in client.page(url).words
    assert client.get(f"/reviews/boards/{board_id}/times/nonsense").status_code == 404


@dataclass(frozen=True)
class Checking:
    """A death review whose case its checker, a coordinator on the board, may know of."""

    review_id: UUID
    reference: str
    checker: Viewer
    outsider: Viewer


@pytest.fixture
def checking(store: Database) -> Checking:
    with store.writing() as session:
        world = make_world(session, {"victim.surname": "Quillfeather"}, state=CaseState.LISTED)
        board = make_board(session, world.partnership)
        found = world.viewers["coordinator"]
        seat = Appointment(Role.REVIEW_CHAIR, board.conference.id)
        return Checking(
            make_record(session, board)["review_id"][0], world.case.reference,
            replace(found, appointments=found.appointments | {seat}),
            make_viewer(session, board.health, Role.REVIEW_CHAIR, board.conference),
        )  # fmt: skip


def look_through(client: PageClient, checking: Checking, text: bytes, **typed: str) -> Response:
    url = f"/reviews/{checking.review_id}/publication/check"
    sent = client.page(url).form().filled() | {"references": checking.reference} | typed
    return client.post(url, data=sent | {"file": (BytesIO(text), "report.txt")})


def test_a_report_is_passed_by_somebody_who_knows_the_cases_and_does_not_chair_it(
    checking: Checking, browser: Browser
) -> None:
    client = browser(checking.checker)
    answer = look_through(client, checking, b"First\nMrs Quillfeather told her GP\n")
    assert answer.status_code == 422
    assert "One line seems to say who or where" in answer.text
    assert ">2</th>" in answer.text
    assert "uillfeather" not in answer.text
    assert look_through(client, checking, b"First\nAnna told her GP\n").status_code == 303
    words = client.page(f"/reviews/{checking.review_id}/publication").words
    assert f"{checking.checker.name}," in words
    assert sha256(b"First\nAnna told her GP\n").hexdigest()[:16] in words


def test_lines_may_stay_with_a_reason_that_is_kept(checking: Checking, browser: Browser) -> None:
    client = browser(checking.checker)
    text, why = b"Quillfeather Street is closed\n", "A street"
    assert look_through(client, checking, text, note=why).status_code == 303
    words = client.page(f"/reviews/{checking.review_id}/publication").words
    assert "1 line looked at: A street" in words


def test_a_case_that_the_checker_may_not_know_of_is_no_case(
    checking: Checking, browser: Browser
) -> None:
    client = browser(checking.outsider)
    for asked in (checking.reference, "C-2222-3333"):
        answer = look_through(client, checking, b"Quillfeather", references=asked)
        assert answer.status_code == 422
        assert f"There is no case {asked} that you may know of" in answer.text
