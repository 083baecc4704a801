"""What a chair's letter says before the chair changes a word of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.boards.models import BoardReference, RequiredReport
from casework.boards.silence import missed_in_a_row
from casework.clock import LONDON, today
from casework.conferences.models import AgencyAttendance, Meeting
from casework.conferences.overview import later_meeting
from casework.directory.models import Agency, Conference
from casework.web.dates import day

# For an answer, where no next meeting has a date.
TIME_TO_ANSWER = timedelta(days=14)
MOST_OPEN = 8
LONGEST_POINT = 160


def proposed_words(session: Session, viewer: Viewer, meeting: Meeting, agency: Agency) -> str:
    """The letter of this chair about this agency: what was missed, what is open, what is asked."""
    body = session.get_one(Conference, meeting.conference_id)
    missed = missed_in_a_row(session, meeting, agency.id)
    parts = [
        f"{body.name}: nothing was heard from {agency.name}",
        _missed(body, agency, missed),
        _disappointed(body, missed),
        _open(session, meeting, agency),
        _asked(session, viewer, meeting),
    ]
    return "\n\n".join(part for part in parts if part)


def _missed(
    body: Conference, agency: Agency, missed: Sequence[tuple[Meeting, AgencyAttendance]]
) -> str:
    days = [day(held.starts_at.astimezone(LONDON).date()) for held, _ in reversed(missed)]
    papers = sum(1 for _, flags in missed if flags.paper)
    paper = {0: "No paper came either."}.get(papers, f"A paper came for {papers} of them.")
    return (
        f"{agency.name} has a seat at {body.name}. Nobody came for it to the meetings of "
        f"{', '.join(days[:-1])} and {days[-1]}, and nobody sent apologies. {paper}"
    )


def _disappointed(body: Conference, missed: Sequence[tuple[Meeting, AgencyAttendance]]) -> str:
    written = any(flags.paper for _, flags in missed)
    lacks = "nobody to speak to" if written else "had neither a written nor a spoken update from"
    agency = "what was sent" if written else "one of its partners"
    return (
        f"I am writing to say how disappointed {body.name} is to have {lacks} {agency}. It cannot "
        "do its work while a partner is silent."
    )


def _open(session: Session, meeting: Meeting, agency: Agency) -> str:
    points = [*_references(session, meeting, agency), *_reports(session, meeting, agency)]
    if not points:
        return ""
    more = [f"- and {len(points) - MOST_OPEN} more"] if len(points) > MOST_OPEN else []
    lines = [f"- {point[:LONGEST_POINT]}" for point in points[:MOST_OPEN]] + more
    return "\n".join([f"Still open with {agency.name}:", *lines])


def _references(session: Session, meeting: Meeting, agency: Agency) -> list[str]:
    asked = select(BoardReference).where(
        BoardReference.conference_id == meeting.conference_id,
        BoardReference.agency_id == agency.id, BoardReference.done_at.is_(None),
    )  # fmt: skip
    found = session.scalars(asked.order_by(BoardReference.number))
    return [f"OR{row.number}, due {day(row.due_on)}: {row.text}" for row in found]


def _reports(session: Session, meeting: Meeting, agency: Agency) -> list[str]:
    asked = select(RequiredReport).where(
        RequiredReport.conference_id == meeting.conference_id,
        RequiredReport.agency_id == agency.id, RequiredReport.ended.is_(False),
        RequiredReport.next_due_on <= today(),
    )  # fmt: skip
    found = session.scalars(asked.order_by(RequiredReport.next_due_on))
    return [f"The report ‘{row.title}’, due {day(row.next_due_on)}" for row in found]


def _asked(session: Session, viewer: Viewer, meeting: Meeting) -> str:
    later = later_meeting(session, viewer, meeting)
    if later is None:
        return (
            f"Please tell me by {day(today() + TIME_TO_ANSWER)} who will come to our next meeting, "
            "and send the update in writing by then."
        )
    return (
        f"Our next meeting is on {day(later.starts_at.astimezone(LONDON).date())}. Please tell me "
        "who will come, and send the update in writing before it."
    )
