"""The chair writes to the executive sponsor of an agency that was silent twice in a row (R48)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.boards.models import Letter
from casework.boards.silence import IN_A_ROW, missed_in_a_row
from casework.clock import now, today
from casework.conferences.access import load_meeting
from casework.conferences.models import Meeting
from casework.conferences.service.approving import CHAIRS
from casework.directory.finding import add_once
from casework.directory.models import Agency
from casework.errors import Conflict, Invalid, NotFound, Refused, StaleEdit

ONLY_CHAIR = "Only the chair writes to the sponsor of an agency."
AT_ONCE = "Somebody else has just written this letter. Go back and open theirs"


def write_letter(
    session: Session, viewer: Viewer, *, meeting_id: UUID, agency_id: UUID, addressee: str,
    text: str, version: int | None = None,
) -> Letter:  # fmt: skip
    """Write the letter, or change it while it has not been sent."""
    meeting, agency = occasion(session, viewer, meeting_id, agency_id)
    row = letter_about(session, meeting, agency)
    if version is not None and version != (row.version if row else 0):
        raise StaleEdit("letter")
    if row is not None and row.sent_on is not None:
        raise Conflict("This letter has been sent: it stays as it was.")
    if row is None:
        made = Letter(
            partnership_id=meeting.partnership_id, meeting_id=meeting.id, agency_id=agency.id,
            addressee=addressee, text=text, written_by=viewer.person_id, written_at=now(),
        )  # fmt: skip
        add_once(session, made, field="text", message=AT_ONCE)
        return made
    row.addressee, row.text = addressee, text
    row.written_by, row.written_at = viewer.person_id, now()
    session.flush()
    return row


def record_sent(
    session: Session, viewer: Viewer, *, letter_id: UUID, sent_on: date, how: str,
    version: int | None = None,
) -> Letter:  # fmt: skip
    """It went out on that day: from now on nobody changes a word of it."""
    row, meeting = load_letter(session, viewer, letter_id, lock=True)
    if version is not None and version != row.version:
        raise StaleEdit("letter")
    if row.sent_on is not None:
        raise Conflict("It is written down already when this letter was sent.")
    if sent_on > today() or sent_on < meeting.starts_at.date():
        raise Invalid({"sent_on": "The day must be after the meeting, and today or in the past"})
    row.sent_on, row.how, row.sent_by, row.recorded_at = sent_on, how, viewer.person_id, now()
    session.flush()
    return row


def occasion(
    session: Session, viewer: Viewer, meeting_id: UUID, agency_id: UUID
) -> tuple[Meeting, Agency]:
    """The last meeting that was missed, and by whom; Conflict before the second one in a row."""
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN)
    _chairs(viewer, meeting)
    agency = session.get(Agency, agency_id)
    if agency is None or agency.partnership_id != viewer.partnership_id:
        raise NotFound("agency")
    if len(missed_in_a_row(session, meeting, agency.id)) < IN_A_ROW:
        raise Conflict(
            f"{agency.name} has not missed two meetings in a row without a word: ask its "
            "representative first."
        )
    return meeting, agency


def load_letter(
    session: Session, viewer: Viewer, letter_id: UUID, *, lock: bool = False
) -> tuple[Letter, Meeting]:
    """A letter of a body that this person chairs, with its occasion; else NotFound or Refused."""
    row = session.get(Letter, letter_id, with_for_update=lock, populate_existing=lock)
    if row is None or row.partnership_id != viewer.partnership_id:
        raise NotFound("letter")
    try:
        meeting = load_meeting(session, viewer, row.meeting_id, Action.MEETING_RUN)
    except NotFound:
        raise NotFound("letter") from None
    _chairs(viewer, meeting)
    return row, meeting


def letter_about(session: Session, meeting: Meeting, agency: Agency) -> Letter | None:
    """The letter about a run of missed meetings that ends with this one."""
    return session.scalar(
        select(Letter).where(Letter.meeting_id == meeting.id, Letter.agency_id == agency.id)
    )


def _chairs(viewer: Viewer, meeting: Meeting) -> None:
    if not CHAIRS & viewer.roles_in(meeting.conference_id):
        raise Refused(ONLY_CHAIR)
