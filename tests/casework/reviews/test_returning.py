"""An agency's report as a file: sealed for its review, opened by the panel and by the agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casework.access import Role, Viewer
from casework.clock import today
from casework.db import Database
from casework.directory.models import ConferenceKind
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_entry import read_body
from casework.disclosure.ledger_models import LedgerEntry
from casework.disclosure.verify import Outcome, verify
from casework.reviews.file_models import ReviewFile
from casework.reviews.models import Review
from casework.reviews.record_models import AgencyReport, ReviewEntry
from casework.reviews.service import asked, reports
from casework.reviews.service.kept_rows import kept_rows
from casework.reviews.vocabulary import ReportKind, ReportState
from casework.web.uploads import DOCUMENTS, LARGEST, checked
from tests.casework.reviews.test_sealed import Death, build
from tests.factories.accounts import browser_of
from tests.factories.directory import make_conference, make_viewer
from tests.factories.files import docx, pdf, sent

MARK, WORDS = "Zephyrine Quillfeather", "Quenby Marrowfat said"


@dataclass(frozen=True)
class Returned:
    """A death review that has asked health, whose representative sits on no panel."""

    death: Death
    report_id: UUID
    speaker: Viewer

    @property
    def url(self) -> str:
        return f"/reviews/asked/{self.report_id}"


def make(session: Session, *, signed: bool = True) -> Returned:
    death = build(session, signed=signed)
    report = reports.ask_agency(
        session, death.board.chair, review_id=death.review_id, agency_id=death.board.health.id,
        kind=ReportKind.CHRONOLOGY, due_on=today() + timedelta(days=9),
    )  # fmt: skip
    table = make_conference(session, death.board.partnership, ConferenceKind.DOMESTIC_ABUSE_MARAC)
    speaker = make_viewer(session, death.board.health, Role.DEPUTY, table)
    return Returned(death, report.id, speaker)


@pytest.fixture
def asking(store: Database) -> Returned:
    with store.writing() as session:
        return make(session)


def hand_in(store: Database, asking: Returned, who: Viewer | None = None) -> UUID:
    with store.writing() as session:
        row = session.get_one(AgencyReport, asking.report_id)
        upload = checked(pdf(WORDS), DOCUMENTS, name=f"{MARK}.pdf")
        return asked.return_report(
            session, who or asking.speaker, report_id=row.id, upload=upload, version=row.version
        ).id


def send(app: Flask, asking: Returned, content: bytes, name: str) -> TestResponse:
    client, url = browser_of(app, asking.speaker), f"{asking.url}/return"
    form = client.page(url).form()
    return client.post(form.action or url, **sent(form.filled(), content, name))


@pytest.mark.parametrize("content", [pdf(), docx()])
def test_a_file_handed_in_returns_the_report(
    app: Flask, store: Database, asking: Returned, content: bytes
) -> None:
    assert send(app, asking, content, f"{MARK}.bin").status_code == 303
    with store.reading() as session:
        report = session.get_one(AgencyReport, asking.report_id)
        assert (report.state, report.returned_on) == (ReportState.RETURNED, today())
    client = browser_of(app, asking.speaker)
    assert f"{MARK}.bin" in client.page(asking.url).words
    again = send(app, asking, pdf(), "b.pdf")
    assert again.status_code == 422
    assert "answered already" in again.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ program", "program, not a document"),
        (b"", "not empty"),
        (b"%PDF-" + b"x" * LARGEST, "10 MB or smaller"),
        # More than any other form may carry: still a word at the field, and no page of its own.
        (b"%PDF-" + b"x" * 2 * LARGEST, "10 MB or smaller"),
    ],
    ids=["type", "empty", "size", "twice the size"],
)
def test_a_file_that_is_not_taken_is_told_at_its_field(
    app: Flask, store: Database, asking: Returned, content: bytes, words: str
) -> None:
    answer = send(app, asking, content, "a.pdf")
    assert answer.status_code == 422
    assert words in answer.text
    assert 'id="file-error"' in answer.text
    with store.reading() as session:
        assert session.scalars(select(ReviewFile)).all() == []
        assert session.get_one(AgencyReport, asking.report_id).state == ReportState.ASKED


def test_nothing_of_it_lies_open(store: Database, asking: Returned) -> None:
    file_id = hand_in(store, asking)
    with store.reading() as session:
        row = session.get_one(ReviewFile, file_id)
        assert b"Quenby" not in row.content
        assert row.digest == ""
        for entry in session.scalars(select(LedgerEntry)):
            assert b"Zephyrine" not in entry.body
            assert b"Quenby" not in entry.body


def test_the_panel_opens_it_and_the_opening_is_in_the_ledger(
    app: Flask, store: Database, asking: Returned
) -> None:
    file_id = hand_in(store, asking)
    client = browser_of(app, asking.death.board.owner)
    page = client.page(f"{asking.death.url}/reports")
    assert f"{MARK}.pdf" in page.words
    answer = client.get(f"/reviews/reports/{asking.report_id}/files/{file_id}")
    assert answer.data == pdf(WORDS)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    with store.reading() as session:
        (row,) = session.scalars(
            select(LedgerEntry).where(LedgerEntry.kind == Kind.FILE_SHOWN.value)
        )
    body = read_body(row.body)
    assert body["actor"] == str(asking.death.board.owner.person_id)
    assert (body["object"], body["case"]) == (str(file_id), str(asking.death.review_id))


@pytest.mark.parametrize("who", ["chair", "colleague", "observer", "lay"])
def test_whoever_does_not_sit_on_the_panel_finds_no_file(
    app: Flask, store: Database, asking: Returned, who: str
) -> None:
    file_id, death = hand_in(store, asking), asking.death
    client = browser_of(app, getattr(death, who, None) or getattr(death.board, who))
    assert client.get(f"/reviews/reports/{asking.report_id}/files/{file_id}").status_code == 404
    assert client.get(f"{asking.url}/files/{file_id}").status_code in (403, 404)
    assert MARK not in client.page(f"{death.url}/reports").words


def test_the_agency_itself_reads_what_it_handed_in_without_a_seat(
    app: Flask, store: Database, asking: Returned
) -> None:
    file_id = hand_in(store, asking)
    answer = browser_of(app, asking.speaker).get(f"{asking.url}/files/{file_id}")
    assert answer.data == pdf(WORDS)


def test_without_the_panels_agreement_only_the_agency_opens_it(app: Flask, store: Database) -> None:
    with store.writing() as session:
        asking = make(session, signed=False)
    file_id, board = hand_in(store, asking), asking.death.board
    url = f"/reviews/reports/{asking.report_id}/files/{file_id}"
    assert browser_of(app, board.owner).get(url).status_code == 404
    assert MARK not in browser_of(app, board.owner).page(f"{asking.death.url}/reports").words
    # Of the same agency, and on the panel.
    assert browser_of(app, board.verifier).get(url).data == pdf(WORDS)


def test_a_file_of_another_report_is_not_found_here(
    app: Flask, store: Database, asking: Returned
) -> None:
    file_id = hand_in(store, asking)
    with store.writing() as session:
        other = reports.ask_agency(
            session, asking.death.board.chair, review_id=asking.death.review_id,
            agency_id=asking.death.board.health.id, kind=ReportKind.SHORT_REPORT, due_on=today(),
        ).id  # fmt: skip
    client = browser_of(app, asking.speaker)
    assert client.get(f"/reviews/asked/{other}/files/{file_id}").status_code == 404


def test_what_is_sent_back_is_handed_in_again_and_the_first_stays(
    app: Flask, store: Database, asking: Returned
) -> None:
    hand_in(store, asking)
    with store.writing() as session:
        row = session.get_one(AgencyReport, asking.report_id)
        reports.move_report(
            session, asking.death.board.chair, report_id=row.id, wanted=ReportState.SENT_BACK,
            on=None, why="Too short", version=row.version,
        )  # fmt: skip
    assert "Too short" in browser_of(app, asking.speaker).page(asking.url).words
    assert send(app, asking, docx(), "second.docx").status_code == 303
    words = browser_of(app, asking.speaker).page(asking.url).words
    assert f"{MARK}.pdf" in words
    assert "second.docx" in words
    assert "Too short" not in words


def test_a_name_of_a_file_is_no_entry_that_can_be_corrected_or_taken_out(
    app: Flask, store: Database, asking: Returned
) -> None:
    hand_in(store, asking)
    with store.reading() as session:
        review = session.get_one(Review, asking.death.review_id)
        (name,) = session.scalars(select(ReviewEntry).where(ReviewEntry.about_id.is_not(None)))
        assert review.id == name.review_id
    client = browser_of(app, asking.death.board.owner)
    assert MARK not in client.page(f"{asking.death.url}/record").words
    assert client.get(f"{asking.death.url}/record/{name.id}").status_code == 404


def test_the_ledger_notices_a_file_that_was_changed(store: Database, asking: Returned) -> None:
    file_id, who = hand_in(store, asking), asking.death.board.partnership.id
    with store.writing() as session:
        assert verify(session, who, records=kept_rows(session, who)).outcome is Outcome.INTACT
        session.get_one(ReviewFile, file_id).content += b"x"
        session.flush()
        assert verify(session, who, records=kept_rows(session, who)).outcome is Outcome.ALTERED
        session.delete(session.get_one(ReviewFile, file_id))
        session.flush()
        assert verify(session, who, records=kept_rows(session, who)).outcome is Outcome.GAP
