"""Outstanding references and reports that are owed: nothing falls off by itself."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.boards.access import load_board, load_sitting, profile_of
from casework.boards.models import (
    BoardProfile,
    BoardReference,
    BoardReferenceUpdate,
    RequiredReport,
)
from casework.clock import now, today
from casework.conferences.models import Meeting
from casework.conferences.service.roll import seats
from casework.directory.models import Conference, ConferenceAgency
from casework.errors import Conflict, Invalid, NotFound, StaleEdit
from casework.reviews.service.links import check_link
from protocols.clocks import add_months

MOST_MONTHS = 60


def add_reference(
    session: Session,
    viewer: Viewer,
    *,
    meeting_id: UUID,
    text: str,
    agency_id: UUID,
    due_on: date,
    minute: str = "",
    bring_back: bool = False,
) -> BoardReference:
    """Something agreed at a meeting; its number is the next of its board, for life."""
    meeting, body = load_sitting(session, viewer, meeting_id, Action.BOARD_MANAGE)
    if agency_id not in seats(session, meeting):
        raise NotFound("agency")
    if due_on < today():
        raise Invalid({"due_on": "The day must be today or in the future"})
    made = BoardReference(
        partnership_id=body.partnership_id, conference_id=body.id,
        number=next_number(session, body), meeting_id=meeting.id, minute=minute, text=text,
        agency_id=agency_id, due_on=due_on, bring_back=bring_back, made_at=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def update_reference(
    session: Session,
    viewer: Viewer,
    *,
    reference_id: UUID,
    words: str,
    done: bool = False,
    proof: str = "",
    version: int | None = None,
) -> BoardReference:
    """What is new of it; done with words that say how."""
    row = load_reference(session, viewer, reference_id, Action.BOARD_MANAGE, version=version)
    if row.done_at is not None:
        raise Conflict("This reference is done. Agree a new one if more is needed.")
    if proof and (problem := check_link(proof)):
        raise Invalid({"proof": problem})
    say_of(session, viewer, row, words, done=done, proof=proof)
    return row


def say_of(
    session: Session, viewer: Viewer, row: BoardReference, words: str, *, done: bool,
    proof: str = "",
) -> None:  # fmt: skip
    """Write down what is new of a reference, and whether that ends it."""
    session.add(
        BoardReferenceUpdate(
            partnership_id=row.partnership_id, reference_id=row.id, at=now(),
            person_id=viewer.person_id, words=words,
        )
    )  # fmt: skip
    row.latest = words
    if done:
        row.done_at, row.done_by, row.proof = now(), viewer.person_id, proof
    session.flush()


def load_reference(
    session: Session, viewer: Viewer, reference_id: UUID, action: Action = Action.MEETING_READ,
    *, version: int | None = None,
) -> BoardReference:  # fmt: skip
    """A reference of a board at which the action is allowed, else NotFound."""
    row = session.get(BoardReference, reference_id, with_for_update=version is not None)
    if row is None or row.partnership_id != viewer.partnership_id:
        raise NotFound("reference")
    try:
        load_board(session, viewer, row.conference_id, action)
    except NotFound:
        raise NotFound("reference") from None
    if version is not None and version != row.version:
        raise StaleEdit("reference")
    return row


def at_meeting(session: Session, meeting: Meeting) -> list[BoardReference]:
    """What a meeting has outstanding: agreed before it, and not done before the one before it."""
    before = session.scalar(
        select(Meeting.starts_at)
        .where(
            Meeting.conference_id == meeting.conference_id,
            Meeting.starts_at < meeting.starts_at, Meeting.ended_at.is_not(None),
        )
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )  # fmt: skip
    asked = _of_board(meeting.conference_id).where(
        BoardReference.meeting_id != meeting.id,
        BoardReference.made_at < (meeting.ended_at or meeting.starts_at),
    )
    if before is not None:
        asked = asked.where(or_(BoardReference.done_at.is_(None), BoardReference.done_at >= before))
    return list(session.scalars(asked))


def open_references(session: Session, conference_id: UUID) -> list[BoardReference]:
    """What a board still waits for."""
    asked = _of_board(conference_id).where(BoardReference.done_at.is_(None))
    return list(session.scalars(asked))


def require_report(
    session: Session, viewer: Viewer, *, conference_id: UUID, title: str, agency_id: UUID,
    every_months: int, next_due_on: date,
) -> RequiredReport:  # fmt: skip
    """A report that an agency owes again and again (R107)."""
    body = load_board(session, viewer, conference_id, Action.BOARD_MANAGE)
    seated = select(ConferenceAgency.id).where(
        ConferenceAgency.conference_id == body.id, ConferenceAgency.agency_id == agency_id
    )
    if session.scalar(seated) is None:
        raise NotFound("agency")
    if not 1 <= every_months <= MOST_MONTHS:
        raise Invalid({"every_months": f"Enter a number of months from 1 to {MOST_MONTHS}"})
    made = RequiredReport(
        partnership_id=body.partnership_id, conference_id=body.id, agency_id=agency_id,
        title=title, every_months=every_months, next_due_on=next_due_on,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def report_given(
    session: Session, viewer: Viewer, *, report_id: UUID, version: int | None = None
) -> RequiredReport:
    """It came: the next one is due its months after the day on which this one was."""
    row = session.get(RequiredReport, report_id, with_for_update=True)
    if row is None or row.partnership_id != viewer.partnership_id:
        raise NotFound("report")
    try:
        load_board(session, viewer, row.conference_id, Action.BOARD_MANAGE)
    except NotFound:
        raise NotFound("report") from None
    if version is not None and version != row.version:
        raise StaleEdit("report")
    if row.ended:
        raise Conflict("This report is no longer owed.")
    row.last_given_on = today()
    row.next_due_on = add_months(row.next_due_on, row.every_months)
    session.flush()
    return row


def next_number(session: Session, body: Conference) -> int:
    """The next number of a board's references; none is ever given twice (R22)."""
    profile_of(session, body)
    # Past the version of the row: a number that was given is no change of where the board stands.
    given = session.scalar(
        update(BoardProfile)
        .where(BoardProfile.conference_id == body.id)
        .values(last_reference=BoardProfile.last_reference + 1)
        .returning(BoardProfile.last_reference)
        .execution_options(synchronize_session=False)
    )
    assert given is not None, "the profile was made above"
    return given


def _of_board(conference_id: UUID) -> Select[BoardReference]:
    return (
        select(BoardReference)
        .where(BoardReference.conference_id == conference_id)
        .order_by(BoardReference.number)
    )
