from __future__ import annotations

import hashlib
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from casework.access import Role
from casework.boards.models import Paper, PaperFile
from casework.conferences.models import Meeting
from casework.db import Database
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_models import LedgerEntry
from casework.web.uploads import LARGEST
from tests.casework.boards.conftest import Browser
from tests.client import PageClient
from tests.factories.boards import lay_member, make_paper, make_sitting
from tests.factories.directory import make_viewer
from tests.factories.files import docx, pdf, sent
from tests.factories.reviews import Board, make_board

PAPER = pdf("Markerpaper: lamps on three estates")
GOOD = {"title": "Lighting", "pages": "3", "asks": "note", "summary": "Lamps", "link": "",
        "no_case_data": "y"}  # fmt: skip


@pytest.fixture
def meeting(store: Database, board: Board) -> Meeting:
    with store.writing() as session:
        return make_sitting(session, board)


def send(
    client: PageClient, meeting: Meeting, content: bytes = PAPER, name: str = "paper.pdf",
    **more: str,
) -> Any:  # fmt: skip
    url = f"/boards/meetings/{meeting.id}/papers/send"
    filled = client.page(url).forms[-1].filled({**GOOD, **more})
    given = {k: v for k, v in filled.items() if v != "" or k != "no_case_data"}
    return client.post(url, **sent(given, content, name))


def home_of(store: Database) -> str:
    with store.reading() as session:
        return f"/boards/papers/{session.scalars(select(Paper.id)).one()}"


def test_a_paper_comes_as_a_file_and_goes_out_as_it_was(
    store: Database, board: Board, meeting: Meeting, browser: Browser
) -> None:
    assert send(browser(board.owner), meeting).status_code == 303
    home, digest = home_of(store), hashlib.sha256(PAPER).hexdigest()
    reader = browser(board.verifier)
    page = reader.get(home).text
    assert "Open the paper (PDF, 1 KB)" in page
    assert digest in page
    answer = reader.get(f"{home}/file")
    assert answer.data == PAPER
    assert answer.mimetype == "application/pdf"
    assert "filename=Lighting.pdf" in answer.headers["Content-Disposition"].replace('"', "")
    with store.reading() as session:
        kept = session.scalars(select(PaperFile)).one()
    assert (kept.digest, kept.size) == (digest, len(PAPER))
    assert b"Markerpaper" not in kept.content


def test_who_sent_and_who_opened_it_is_in_the_ledger(
    store: Database, board: Board, meeting: Meeting, browser: Browser
) -> None:
    send(browser(board.owner), meeting)
    browser(board.verifier).get(f"{home_of(store)}/file")
    with store.reading() as session:
        rows = session.scalars(select(LedgerEntry).order_by(LedgerEntry.seq)).all()
        kept = session.scalars(select(PaperFile.id)).one()
    told = [(r.kind, r.actor_id) for r in rows if r.object_id == kept]
    assert told == [
        (Kind.FILE_WRITTEN, board.owner.person_id), (Kind.FILE_SHOWN, board.verifier.person_id),
    ]  # fmt: skip


def test_nobody_opens_the_paper_of_a_board_on_which_they_do_not_sit(
    store: Database, board: Board, meeting: Meeting, browser: Browser
) -> None:
    send(browser(board.owner), meeting)
    home = home_of(store)
    with store.writing() as session:
        inside = lay_member(session, board)
        outside = [
            make_board(session, board.partnership).chair, make_board(session).chair,
            make_viewer(session, board.council, Role.AUDITOR),
        ]  # fmt: skip
    assert browser(inside).get(f"{home}/file").data == PAPER
    for who in outside:
        client = browser(who)
        client.forbidden_markers = {"Markerpaper"}
        assert client.get(f"{home}/file").status_code in (403, 404)


def test_a_paper_without_a_file_has_none_to_open(
    store: Database, board: Board, meeting: Meeting, browser: Browser
) -> None:
    with store.writing() as session:
        home = f"/boards/papers/{make_paper(session, board.owner, meeting).id}"
    client = browser(board.owner)
    assert "Open the paper" not in client.get(home).text
    assert client.get(f"{home}/file").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"<html><script>x</script>", "paper.pdf", "The file must be PDF, Word (.docx) or Open"),
        (b"", "paper.pdf", "Choose a file that is not empty"),
        (b"%PDF-" + b"x" * LARGEST, "paper.pdf", "The file must be 10 MB or smaller"),
        (b"\xd0\xcf\x11\xe0", "paper.docx", "old Word format"),
    ],
)
def test_a_file_that_is_not_taken_is_told_at_its_field_and_nothing_is_lost(
    store: Database, board: Board, meeting: Meeting, browser: Browser, content: bytes, name: str,
    words: str,
) -> None:  # fmt: skip
    answer = send(browser(board.owner), meeting, content, name)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Lighting" in answer.text
    with store.reading() as session:
        assert session.scalars(select(Paper)).all() == []


def test_a_file_needs_the_word_that_it_names_nobody(
    store: Database, board: Board, meeting: Meeting, browser: Browser, app: Flask
) -> None:
    answer = send(browser(board.owner), meeting, docx(), "paper.docx", no_case_data="")
    assert answer.status_code == 422
    assert "Look through the file, and say that it names nobody" in answer.text
    assert "Choose the file again. Everything else that you entered is still here" in answer.text
