"""A board's meetings, who came to them, and papers, through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.boards.models import BoardReference, Escalation, Letter, Paper, RequiredReport
from casework.boards.service import escalating, letters, papers, references
from casework.boards.vocabulary import Asks
from casework.clock import moved_to, now, today
from casework.conferences.models import Meeting
from casework.conferences.service import attending, calendar, sitting
from casework.directory.models import Conference
from tests.factories.directory import make_viewer
from tests.factories.reviews import Board


def lay_member(session: Session, board: Board) -> Viewer:
    """Somebody of the public at the board."""
    return make_viewer(session, board.council, Role.LAY_MEMBER, board.conference)


def make_sitting(session: Session, board: Board, starts_at: datetime | None = None) -> Meeting:
    """A meeting of the board with an open agenda, in ten days unless said."""
    made = calendar.schedule(
        session, board.chair, conference_id=board.conference.id,
        starts_at=starts_at or now() + timedelta(days=10), place="Council chamber",
    )  # fmt: skip
    return calendar.open_agenda(session, board.chair, meeting_id=made.id)


def hold(
    session: Session, board: Board, starts_at: datetime, there: tuple[Viewer, ...] = (),
    sorry: tuple[Viewer, ...] = (),
) -> Meeting:  # fmt: skip
    """A meeting that was held then, with who came and who sent apologies."""
    with moved_to(starts_at - timedelta(days=20)):
        made = make_sitting(session, board, starts_at)
        for viewer in sorry:
            attending.tender_apologies(session, viewer, meeting_id=made.id)
    with moved_to(starts_at):
        sitting.start_session(session, board.chair, meeting_id=made.id)
        for viewer in (board.chair, *there):
            attending.record_presence(
                session, board.chair, meeting_id=made.id, person_id=viewer.person_id, present=True
            )
        sitting.end_session(session, board.chair, meeting_id=made.id)
    return made


def make_paper(session: Session, viewer: Viewer, meeting: Meeting, **more: Any) -> Paper:
    """A short paper to note."""
    given = {"title": "Three estates", "asks": Asks.NOTE, "pages": 4, "summary": "Figures"} | more
    return papers.send_paper(session, viewer, meeting_id=meeting.id, **given)


def add_reference(session: Session, board: Board, meeting: Meeting, **more: Any) -> BoardReference:
    """Something that housing does in a month."""
    given = {
        "text": "Send the list of empty homes", "agency_id": board.housing.id,
        "due_on": today() + timedelta(days=30),
    } | more  # fmt: skip
    return references.add_reference(session, board.chair, meeting_id=meeting.id, **given)


def require_report(session: Session, board: Board, **more: Any) -> RequiredReport:
    """A report that health owes every three months."""
    given = {
        "title": "Waiting times", "agency_id": board.health.id, "every_months": 3,
        "next_due_on": today(),
    } | more  # fmt: skip
    return references.require_report(
        session, board.chair, conference_id=board.conference.id, **given
    )


def escalate(session: Session, board: Board, to: Conference, **more: Any) -> Escalation:
    """A board asks another for money."""
    given = {"reason": "No budget of our own.", "decision_sought": "Pay for two workers"} | more
    return escalating.escalate(
        session, board.chair, from_id=board.conference.id, to_id=to.id, **given
    )


def make_letter(session: Session, board: Board) -> tuple[Meeting, Letter]:
    """Health missed two meetings without a word: the last one, and the chair's letter."""
    for ago in (60, 30):
        missed = hold(session, board, now() - timedelta(days=ago), (board.owner,))
    letter = letters.write_letter(
        session, board.chair, meeting_id=missed.id, agency_id=board.health.id,
        addressee="Dr Ruth Okafor", text="Nothing was heard\n\nPlease come.",
    )  # fmt: skip
    return missed, letter
