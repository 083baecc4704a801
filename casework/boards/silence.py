"""An agency that misses one meeting after another without a word (R47, R48)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.conferences.models import AgencyAttendance, Meeting

# From the second one on it goes to the agency's executive sponsor.
IN_A_ROW = 2


def silent(flags: Iterable[AgencyAttendance]) -> Iterator[AgencyAttendance]:
    """Meetings missed without a word, back from the last one."""
    for one in flags:
        if one.present or one.apologies:
            return
        yield one


def missed_in_a_row(
    session: Session, meeting: Meeting, agency_id: UUID
) -> list[tuple[Meeting, AgencyAttendance]]:
    """The meetings of a body that an agency missed without a word, back from this one."""
    asked = (
        select(Meeting, AgencyAttendance)
        .join(AgencyAttendance, AgencyAttendance.meeting_id == Meeting.id)
        .where(
            Meeting.conference_id == meeting.conference_id, Meeting.ended_at.is_not(None),
            Meeting.starts_at <= meeting.starts_at, AgencyAttendance.agency_id == agency_id,
        )
        .order_by(Meeting.starts_at.desc())
    )  # fmt: skip
    rows = [(held, flags) for held, flags in session.execute(asked)]
    return rows[: sum(1 for _ in silent(flags for _, flags in rows))]
