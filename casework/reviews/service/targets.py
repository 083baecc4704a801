"""Target dates as boards agree them: a day, a month, a quarter, or a meeting (R26)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.clock import day_of, now
from casework.conferences.models import Meeting
from casework.conferences.vocabulary import MeetingState
from casework.errors import Invalid, NotFound
from casework.reviews.days import read_day
from casework.reviews.models import WORDS, Recommendation, Review
from casework.web.dates import day

TWICE = "Give the target date once: as a day, in words, or as a meeting"
UNREADABLE = (
    "‘{}’ is no date. Write a day, a month or a quarter, for example September 2027, Q3 2027/28 "
    "or 31/3/2027"
)


def resolve(
    session: Session, review: Review, *, on: date | None, words: str = "",
    meeting_id: UUID | None = None,
) -> tuple[date | None, str]:  # fmt: skip
    """The concrete last day, and the words in which it was agreed; Invalid when there are two."""
    if sum((on is not None, bool(words), meeting_id is not None)) > 1:
        raise Invalid({"target_on": TWICE})
    if words:
        on, words = _read(words)
    elif meeting_id is not None:
        on, words = _by_meeting(session, review, meeting_id)
    if on is not None and on < review.commissioned_on:
        began = day(review.commissioned_on)
        raise Invalid({"target_on": f"Target date must be on or after {began}, when it began"})
    return on, words


def meetings_ahead(session: Session, review: Review) -> list[Meeting]:
    """Meetings of the overseeing board that are still to come, the next first."""
    asked = select(Meeting).where(
        Meeting.partnership_id == review.partnership_id,
        Meeting.conference_id == review.conference_id,
        Meeting.starts_at > now(), Meeting.state != MeetingState.CANCELLED,
    )  # fmt: skip
    return list(session.scalars(asked.order_by(Meeting.starts_at).limit(12)))


def meeting_words(meeting: Meeting) -> str:
    """'by the meeting on 14 May 2027'."""
    return f"by the meeting on {day(meeting.starts_at)}"


def saved_target(session: Session, row: Recommendation) -> dict[str, Any]:
    """The target date as a form takes it: once, as a meeting still to come, in words, or a day."""
    words = row.target_words
    by_words = {
        meeting_words(meeting): str(meeting.id)
        for meeting in meetings_ahead(session, session.get_one(Review, row.review_id))
    }
    if words in by_words:
        return {"meeting": by_words[words]}
    # A meeting that is over, or was moved, leaves the day that it gave.
    if words and words != f"by the meeting on {day(row.target_on)}":
        return {"target_words": words}
    return {"target_on": row.target_on}


def _read(words: str) -> tuple[date, str]:
    if len(words) > WORDS:
        raise Invalid({"target_words": f"Words of the date must be {WORDS} characters or fewer"})
    read = read_day(words)
    if read.on is None:
        raise Invalid({"target_words": UNREADABLE.format(words)})
    return read.on, words


def _by_meeting(session: Session, review: Review, meeting_id: UUID) -> tuple[date, str]:
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or meeting.conference_id != review.conference_id:
        raise NotFound("meeting")
    if meeting.state == MeetingState.CANCELLED:
        raise Invalid({"meeting": "This meeting was cancelled. Choose another one"})
    return day_of(meeting.starts_at), meeting_words(meeting)
