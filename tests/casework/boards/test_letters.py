from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.boards.letter_words import proposed_words
from casework.boards.models import Letter
from casework.boards.service import letters
from casework.boards.work import work_for
from casework.clock import moved_to, today
from casework.conferences.models import Meeting
from casework.conferences.service import sitting
from casework.db import Database
from casework.directory.models import Agency
from casework.errors import Conflict, Invalid, NotFound, Refused, StaleEdit
from tests.casework.boards.conftest import TUESDAY, Browser
from tests.documents import words_of
from tests.factories.boards import add_reference, hold, make_paper, make_sitting, require_report
from tests.factories.reviews import Board, make_board

RUTH = "Dr Ruth O'Hara, Health & Care"


def held(session: Session, board: Board, *ago: int, there: tuple[Viewer, ...] = ()) -> Meeting:
    """Meetings so many days ago; the last one."""
    return [hold(session, board, TUESDAY - timedelta(days=days), there) for days in ago][-1]


def write(session: Session, board: Board, meeting: Meeting, **more: object) -> Letter:
    given = {"addressee": RUTH, "text": "Silent twice\n\nPlease come.", **more}
    return letters.write_letter(
        session, board.chair, meeting_id=meeting.id, agency_id=board.health.id, **given
    )


def sponsored(session: Session, board: Board) -> Agency:
    agency = session.get_one(Agency, board.health.id)
    agency.sponsor = RUTH
    session.flush()
    return agency


def test_nobody_writes_before_the_second_meeting_in_a_row(session: Session, board: Board) -> None:
    first = held(session, board, 60, there=(board.owner,))
    with pytest.raises(Conflict, match="two meetings in a row"):
        write(session, board, first)
    second = held(session, board, 30, there=(board.owner,))
    assert write(session, board, second).sent_on is None
    with pytest.raises(Conflict, match="two meetings in a row"):
        letters.occasion(session, board.chair, second.id, board.housing.id)


def test_the_letter_says_what_was_missed_what_is_open_and_what_is_asked(
    session: Session, board: Board
) -> None:
    meeting = held(session, board, 60, 30)
    require_report(session, board, next_due_on=today() - timedelta(days=3))
    add_reference(session, board, meeting, agency_id=board.health.id)
    add_reference(session, board, meeting, text="Of somebody else")
    make_sitting(session, board, TUESDAY + timedelta(days=20))
    told = proposed_words(session, board.chair, meeting, sponsored(session, board))
    for words in (
        "the meetings of 9 January 2026 and 8 February 2026, and nobody sent apologies",
        "No paper came either.", "neither a written nor a spoken update", "disappointed",
        "- OR1, due 9 April 2026: Send the list", "‘Waiting times’, due 7 March 2026",
        "Our next meeting is on 30 March 2026",
    ):  # fmt: skip
        assert words in told
    assert "Of somebody else" not in told


def test_an_agency_that_sent_a_paper_is_not_told_that_it_wrote_nothing(
    session: Session, board: Board
) -> None:
    held(session, board, 60)
    with moved_to(TUESDAY - timedelta(days=50)):
        coming = make_sitting(session, board, TUESDAY - timedelta(days=30))
        make_paper(session, board.verifier, coming)
    told = proposed_words(session, board.chair, run(session, board, coming),
                          sponsored(session, board))  # fmt: skip
    assert "A paper came for 1 of them." in told
    assert "neither a written" not in told


def run(session: Session, board: Board, meeting: Meeting) -> Meeting:
    with moved_to(meeting.starts_at):
        sitting.start_session(session, board.chair, meeting_id=meeting.id)
        sitting.end_session(session, board.chair, meeting_id=meeting.id)
    return meeting


def test_what_was_sent_is_never_changed(session: Session, board: Board) -> None:
    meeting = held(session, board, 60, 30)
    row = write(session, board, meeting, version=0)
    with pytest.raises(StaleEdit):
        write(session, board, meeting, version=0)
    write(session, board, meeting, text="Silent again\n\nCome.", version=row.version)
    for day in (today() + timedelta(days=1), today() - timedelta(days=40)):
        with pytest.raises(Invalid):
            letters.record_sent(session, board.chair, letter_id=row.id, sent_on=day, how="by post")
    letters.record_sent(session, board.chair, letter_id=row.id, sent_on=today(), how="by post")
    assert (row.sent_on, row.how, row.sent_by) == (today(), "by post", board.chair.person_id)
    with pytest.raises(Conflict):
        write(session, board, meeting, text="Something else")
    with pytest.raises(Conflict):
        letters.record_sent(session, board.chair, letter_id=row.id, sent_on=today(), how="again")


def test_only_the_chair_of_that_board_writes_and_reads_it(session: Session, board: Board) -> None:
    meeting = held(session, board, 60, 30)
    row = write(session, board, meeting)
    other = make_board(session, board.partnership)
    with pytest.raises(NotFound):
        letters.load_letter(session, other.chair, row.id)
    with pytest.raises(Refused):
        letters.load_letter(session, board.owner, row.id)
    with pytest.raises(Refused):
        letters.occasion(session, board.verifier, meeting.id, board.health.id)


def test_a_silent_agency_stands_on_the_chairs_list_until_the_letter_is_out(
    session: Session, board: Board
) -> None:
    def asked(who: Viewer) -> list[str]:
        return [i.kind for i in work_for(session, who) if "sponsor" in i.kind or "letter" in i.kind]

    meeting = held(session, board, 60, 30, there=(board.owner,))
    assert asked(board.chair) == ["write_to_sponsor"]
    assert asked(board.owner) == []
    row = write(session, board, meeting)
    assert asked(board.chair) == ["send_letter"]
    letters.record_sent(session, board.chair, letter_id=row.id, sent_on=today(), how="by post")
    assert asked(board.chair) == []


def test_the_chair_goes_from_the_list_to_the_paper(
    store: Database, board: Board, browser: Browser
) -> None:
    with store.writing() as session:
        meeting = held(session, board, 60, 30, there=(board.owner,))
        sponsored(session, board)
    client = browser(board.chair)
    url = f"/boards/meetings/{meeting.id}/letters/{board.health.id}"
    assert url in client.get("/boards/dashboard/absent-twice").text
    form = client.page(url).forms[-1]
    wrong = client.post(url, data=form.filled({"addressee": "", "text": "Kept words"}))
    assert wrong.status_code == 422
    assert "Enter who it is to" in wrong.text
    assert "Kept words" in wrong.text
    told = client.post(url, data=form.filled({}))
    assert told.status_code == 303
    home = told.location
    papers = [client.get(f"{home}/{kind}").data for kind in ("pdf", "word")]
    word = "\n".join(p.text for p in Document(BytesIO(papers[1])).paragraphs)
    for text in (" ".join(words_of(papers[0]).split()), " ".join(word.split())):
        assert "Dear Dr Ruth O'Hara " in text
        assert "nobody sent apologies" in text
        assert f"Chair, {board.conference.name}" in text
    sent = {"sent_on-day": "10", "sent_on-month": "3", "sent_on-year": "2026", "how": "by post"}
    assert client.submit(f"{home}/sent", sent).status_code == 303
    page = client.get(home).text
    assert "10 March 2026, by post" in page
    assert "Change the words" not in page
    assert "Letter sent on 10 March 2026" in client.get("/boards/dashboard/absent-twice").text
    assert "Letter sent on" in browser(board.owner).get("/boards/dashboard/absent-twice").text
