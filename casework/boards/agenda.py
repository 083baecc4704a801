"""What a board's meeting has before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.boards.access import load_paper, load_sitting
from casework.boards.cutoff import closes_at, paper_hours
from casework.boards.models import (
    BoardReference,
    Escalation,
    Paper,
    PaperEvent,
    RequiredReport,
)
from casework.boards.overview import owed, unverified
from casework.boards.paper_file import FileLine, file_line
from casework.boards.service.escalating import escalations_of
from casework.boards.service.papers import HELD, OPEN, may_put_off, should_wait
from casework.boards.service.references import at_meeting
from casework.boards.vocabulary import (
    ASKS_WORDS,
    RESOLVED_WORDS,
    STEP_WORDS,
    TIMELINESS_WORDS,
    Timeliness,
)
from casework.clock import LONDON, now
from casework.conferences.models import Meeting
from casework.conferences.overview import later_meeting
from casework.conferences.service.approving import CHAIRS
from casework.directory.models import Conference
from casework.directory.names import agency_names, person_names


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper in words."""

    paper: Paper
    agency: str
    asks: str
    how: str
    late: bool
    better_put_off: bool
    resolved: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """The page of a board's meeting."""

    meeting: Meeting
    body: Conference
    papers: tuple[PaperLine, ...]
    refused: tuple[PaperLine, ...]
    closes_at: datetime
    hours: int
    closed: bool
    may_send: bool
    runs: bool
    may_manage: bool
    # What stands on it by itself: R03, R21, R31, R104, R107.
    unverified: int
    references: tuple[BoardReference, ...]
    reports: tuple[RequiredReport, ...]
    asked: tuple[Escalation, ...]
    agencies: Mapping[UUID, str]

    @property
    def brought_back(self) -> list[BoardReference]:
        """References that come back to this meeting and are not done."""
        return [r for r in self.references if r.bring_back and r.done_at is None]


@dataclass(frozen=True, slots=True)
class Past:
    """One step of a paper, for the timeline."""

    title: str
    by: str
    at: datetime
    text: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One paper with its history, and what this person can do with it."""

    line: PaperLine
    meeting: Meeting
    body: Conference
    events: tuple[Past, ...]
    file: FileLine | None
    next: Meeting | None
    may_take: bool
    may_put_off: bool
    may_resolve: bool


def agenda(session: Session, viewer: Viewer, meeting_id: UUID) -> Agenda:
    """Everything that a board's meeting has before it."""
    meeting, body = load_sitting(session, viewer, meeting_id)
    found = session.scalars(
        select(Paper).where(Paper.meeting_id == meeting.id).order_by(Paper.sent_at, Paper.id)
    )
    told = paper_lines(session, viewer, list(found))
    hours = paper_hours(session, meeting)
    closes = closes_at(meeting, hours)
    return Agenda(
        meeting, body, tuple(p for p in told if p.paper.timeliness != Timeliness.REFUSED),
        tuple(p for p in told if p.paper.timeliness == Timeliness.REFUSED), closes, hours,
        now() > closes, viewer.may(Action.MEETING_ATTEND, body.id) and meeting.state in OPEN,
        viewer.may(Action.MEETING_RUN, body.id), viewer.may(Action.BOARD_MANAGE, body.id),
        unverified(session, body.id), tuple(at_meeting(session, meeting)),
        _reports(session, meeting), _asked(session, body),
        agency_names(session, viewer.partnership_id),
    )  # fmt: skip


def _reports(session: Session, meeting: Meeting) -> tuple[RequiredReport, ...]:
    """Reports that are due by the day of the meeting."""
    day = meeting.starts_at.astimezone(LONDON).date()
    return tuple(r for r in owed(session, meeting.conference_id) if r.next_due_on <= day)


def _asked(session: Session, body: Conference) -> tuple[Escalation, ...]:
    found = escalations_of(session, body.id)
    return tuple(e for e in found if e.to_id == body.id and e.outcome is None)


def paper_lines(session: Session, viewer: Viewer, papers: Sequence[Paper]) -> list[PaperLine]:
    """Papers in words."""
    agencies = agency_names(session, viewer.partnership_id)
    return [
        PaperLine(
            p, agencies[p.agency_id], ASKS_WORDS[p.asks], TIMELINESS_WORDS[p.timeliness],
            p.timeliness != Timeliness.ON_TIME, should_wait(p),
            RESOLVED_WORDS[p.resolved] if p.resolved else "",
        )
        for p in papers
    ]  # fmt: skip


def paper_page(session: Session, viewer: Viewer, paper_id: UUID) -> PaperPage:
    """One paper."""
    paper, meeting = load_paper(session, viewer, paper_id)
    refused = paper.timeliness == Timeliness.REFUSED
    chairs = bool(CHAIRS & viewer.roles_in(meeting.conference_id))
    runs = viewer.may(Action.MEETING_RUN, meeting.conference_id)
    open_yet = not paper.resolved
    return PaperPage(
        paper_lines(session, viewer, [paper])[0], meeting,
        session.get_one(Conference, meeting.conference_id), _events(session, viewer, paper),
        file_line(session, paper.id), later_meeting(session, viewer, meeting),
        refused and chairs and runs and meeting.state in OPEN,
        open_yet and may_put_off(viewer, paper, meeting),
        open_yet and runs and not refused and meeting.state in HELD,
    )  # fmt: skip


def _events(session: Session, viewer: Viewer, paper: Paper) -> tuple[Past, ...]:
    people = person_names(session, viewer.partnership_id)
    found = session.scalars(
        select(PaperEvent)
        .where(PaperEvent.paper_id == paper.id)
        .order_by(PaperEvent.at.desc(), PaperEvent.id)
    )
    return tuple(Past(STEP_WORDS[e.step], people[e.person_id], e.at, e.why) for e in found)
