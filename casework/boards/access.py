"""Which boards, meetings and papers a person may know of: everything else is 'not found'."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.boards.models import BoardProfile, Paper
from casework.conferences.access import load_conference, load_meeting
from casework.conferences.models import Meeting
from casework.directory.models import Conference, ConferenceKind
from casework.errors import NotFound, StaleEdit


def load_board(
    session: Session, viewer: Viewer, conference_id: UUID, action: Action = Action.MEETING_READ
) -> Conference:
    """A board at which this person holds a role; a conference with cases is no board."""
    found = load_conference(session, viewer, conference_id, action)
    if found.kind != ConferenceKind.BOARD:
        raise NotFound("board")
    return found


def load_sitting(
    session: Session,
    viewer: Viewer,
    meeting_id: UUID,
    action: Action = Action.MEETING_READ,
    *,
    lock: bool = False,
) -> tuple[Meeting, Conference]:
    """A meeting of a board, with the board."""
    meeting = load_meeting(session, viewer, meeting_id, action, lock=lock)
    body = session.get_one(Conference, meeting.conference_id)
    if body.kind != ConferenceKind.BOARD:
        raise NotFound("meeting")
    return meeting, body


def load_paper(
    session: Session,
    viewer: Viewer,
    paper_id: UUID,
    action: Action = Action.MEETING_READ,
    *,
    version: int | None = None,
    lock: bool = False,
) -> tuple[Paper, Meeting]:
    """A paper, with the meeting that it is before."""
    found = session.get(Paper, paper_id, with_for_update=lock, populate_existing=lock)
    if found is None or found.partnership_id != viewer.partnership_id:
        raise NotFound("paper")
    try:
        meeting, _ = load_sitting(session, viewer, found.meeting_id, action)
    except NotFound:
        raise NotFound("paper") from None
    if version is not None and version != found.version:
        raise StaleEdit("paper")
    return found, meeting


def profile_of(session: Session, body: Conference) -> BoardProfile:
    """What is known of a board; made when it is first needed, so inside a writing block."""
    found = session.get(BoardProfile, body.id)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            made = BoardProfile(conference_id=body.id, partnership_id=body.partnership_id)
            session.add(made)
    except IntegrityError:
        # Somebody else needed it in the same instant.
        return session.get_one(BoardProfile, body.id)
    return made
