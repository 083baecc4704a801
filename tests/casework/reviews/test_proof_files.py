"""A file as evidence: sealed, seen by whoever sees the recommendation, opened before accepted."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casework.access import Role, Viewer
from casework.clock import today
from casework.db import Database
from casework.disclosure.ledger import files_opened
from casework.errors import Conflict, Invalid
from casework.reviews.file_models import ReviewFile
from casework.reviews.models import Evidence, Recommendation
from casework.reviews.service import owning, verifying
from casework.reviews.vocabulary import EvidenceKind, Outcome, State
from casework.web.uploads import DOCUMENTS, checked
from tests.casework.reviews.conftest import Browser
from tests.factories import reviews as made
from tests.factories.directory import make_viewer
from tests.factories.files import pdf, sent
from tests.factories.reviews import Board, make_board, make_recommendation, make_review

CONTENT, NAME = pdf("Nine of ten logs"), "Zephyrine audit.pdf"


@pytest.fixture
def working(store: Database, board: Board) -> UUID:
    """A recommendation whose owner has reported the action, without evidence yet."""
    with store.writing() as session:
        found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
        made.finish_actions(session, board, found)
        return found.id


def give(session: Session, board: Board, key: UUID, *, looked: bool = True) -> Evidence:
    return owning.add_evidence(
        session, board.owner, recommendation_id=key, kind=EvidenceKind.AUDIT, shows="It works",
        dated=today(), upload=checked(CONTENT, DOCUMENTS, name=NAME), no_case_data=looked,
    )  # fmt: skip


def file_of(store: Database) -> ReviewFile:
    with store.reading() as session:
        return session.scalars(select(ReviewFile)).one()


def send(browser: Browser, board: Board, key: UUID, content: bytes, **more: str) -> TestResponse:
    client, url = browser(board.owner), f"/reviews/recommendations/{key}/evidence/add"
    day = today()
    typed = {"kind": "audit", "shows": "SHOWSWORD", "dated-day": str(day.day),
             "dated-month": str(day.month), "dated-year": str(day.year)}  # fmt: skip
    filled = client.page(url).form().filled() | typed | more
    return client.post(url, **sent(filled, content, NAME))


def test_a_file_is_evidence_and_its_fingerprint_is_shown(
    store: Database, board: Board, browser: Browser, working: UUID
) -> None:
    assert send(browser, board, working, CONTENT, no_case_data="y").status_code == 303
    words = browser(board.verifier).page(f"/reviews/recommendations/{working}").words
    assert sha256(CONTENT).hexdigest() in words
    row = file_of(store)
    assert row.digest == sha256(CONTENT).hexdigest()


def test_the_name_it_had_is_kept_nowhere(
    store: Database, board: Board, browser: Browser, working: UUID
) -> None:
    send(browser, board, working, CONTENT, no_case_data="y")
    url = f"/reviews/recommendations/{working}"
    assert "Zephyrine" not in browser(board.verifier).page(url).words
    answer = browser(board.verifier).get(f"{url}/evidence/{file_of(store).id}")
    assert "Zephyrine" not in str(answer.headers)
    with store.reading() as session:
        assert b"Nine of ten" not in session.scalars(select(ReviewFile.content)).one()


def test_a_file_needs_the_word_of_whoever_gives_it(
    store: Database, board: Board, browser: Browser, working: UUID
) -> None:
    answer = send(browser, board, working, CONTENT)
    assert answer.status_code == 422
    assert 'id="no_case_data-error"' in answer.text
    assert "SHOWSWORD" in answer.text
    assert "Choose the file again" in answer.text
    with store.reading() as session:
        assert session.scalars(select(Evidence)).all() == []


def test_a_wrong_file_loses_nothing_that_was_typed(
    board: Board, browser: Browser, working: UUID
) -> None:
    answer = send(browser, board, working, b"MZ", no_case_data="y")
    assert answer.status_code == 422
    assert "program, not a document" in answer.text
    assert "SHOWSWORD" in answer.text


def test_nothing_at_all_is_no_evidence_and_a_link_to_nowhere_neither(
    board: Board, working: UUID, session: Session
) -> None:
    for link in ("", "https://nowhere", "javascript:alert(1)"):
        with pytest.raises(Invalid) as refused:
            owning.add_evidence(
                session, board.owner, recommendation_id=working, kind=EvidenceKind.AUDIT,
                shows="It works", dated=today(), link=link,
            )  # fmt: skip
        assert set(refused.value.errors) == {"link"}


def accept(session: Session, who: Viewer, key: UUID) -> Recommendation:
    return verifying.verify(
        session, who, recommendation_id=key, outcome=Outcome.ACCEPTED, reason="Seen"
    )


def test_who_checks_opens_it_before_accepting_and_may_send_it_back_unopened(
    store: Database, board: Board, browser: Browser, working: UUID
) -> None:
    with store.writing() as session:
        give(session, board, working)
        made.send(session, board, session.get_one(Recommendation, working))
    file = file_of(store)
    # What somebody else has opened does not count.
    url = f"/reviews/recommendations/{working}/evidence/{file.id}"
    assert browser(board.owner).get(url).data == CONTENT
    with store.writing() as session, pytest.raises(Conflict, match="piece 1"):
        accept(session, board.verifier, working)
    assert browser(board.verifier).get(url).data == CONTENT
    with store.writing() as session:
        opened = files_opened(
            session, file.partnership_id, case_id=file.review_id,
            person_id=board.verifier.person_id,
        )  # fmt: skip
        assert opened == {file.id}
        assert accept(session, board.verifier, working).state == State.VERIFIED_COMPLETE


def test_sending_back_needs_no_look_into_the_file(
    board: Board, working: UUID, session: Session
) -> None:
    give(session, board, working)
    found = session.get_one(Recommendation, working)
    made.send(session, board, found)
    made.verify(session, board, found, Outcome.RETURNED)
    assert found.state == State.IN_PROGRESS


def test_the_screen_says_what_to_open_first(
    store: Database, board: Board, browser: Browser, working: UUID
) -> None:
    with store.writing() as session:
        give(session, board, working)
        made.send(session, board, session.get_one(Recommendation, working))
    client, url = browser(board.verifier), f"/reviews/recommendations/{working}/check"
    page = client.page(url)
    assert "Open the file" in page.words
    filled = page.form().filled() | {"outcome": "accepted", "reason": "WHYWORD"}
    answer = client.post(url, data=filled)
    assert answer.status_code == 422
    assert "Open every file of the evidence" in answer.text
    assert "WHYWORD" in answer.text


def test_it_is_read_by_the_board_and_by_nobody_of_another(
    store: Database, board: Board, browser: Browser, working: UUID
) -> None:
    with store.writing() as session:
        give(session, board, working)
        lay = make_viewer(session, board.council, Role.LAY_MEMBER, board.conference)
        other = make_board(session, board.partnership)
        second = make_recommendation(session, board, make_review(session, board))
    key = file_of(store).id
    assert browser(lay).get(f"/reviews/recommendations/{working}/evidence/{key}").data == CONTENT
    for who, row in ((other.verifier, working), (board.verifier, second.id)):
        url = f"/reviews/recommendations/{row}/evidence/{key}"
        assert browser(who).get(url).status_code == 404
