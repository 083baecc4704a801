"""Who stayed away and whose papers were late, from the roll and the papers of meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.boards.dashboard.scope import Scope
from casework.boards.models import Letter, Paper, PaperEvent, RequiredReport
from casework.boards.silence import IN_A_ROW, silent
from casework.boards.vocabulary import TIMELINESS_WORDS, PaperStep
from casework.clock import LONDON, now, today
from casework.conferences.access import visible_meetings
from casework.conferences.models import AgencyAttendance, Meeting
from casework.conferences.service.approving import CHAIRS
from casework.directory.models import Agency, Conference, ConferenceAgency

# Far enough back for meetings that come once a quarter to be counted in a row.
ROLL = timedelta(days=400)
PAPERS = timedelta(days=92)
PUT_OFF = "Too late, put off to a later meeting"


@dataclass(frozen=True, slots=True)
class Missed:
    """An agency that did not come to the last meeting of a body, with its three flags (R47)."""

    agency_id: UUID
    agency: str
    sponsor: str
    body: str
    meeting_id: UUID
    on: date
    paper: bool
    apologies: bool
    in_a_row: int
    asked: bool
    # The chair's letter to its sponsor, and whether this person may write one.
    letter: Letter | None
    may_write: bool

    @property
    def twice(self) -> bool:
        """Another one without a word: it goes to the agency's executive sponsor (R48)."""
        return self.in_a_row >= IN_A_ROW


@dataclass(frozen=True, slots=True)
class LatePaper:
    """A paper that did not come in time."""

    paper_id: UUID
    meeting_id: UUID
    agency_id: UUID
    agency: str
    title: str
    body: str
    on: date
    how: str
    reason: str


@dataclass(frozen=True, slots=True)
class OwedReport:
    """A report that has not come by its day."""

    body_id: UUID
    agency_id: UUID
    agency: str
    title: str
    body: str
    due_on: date
    days: int


def missed(session: Session, viewer: Viewer, scope: Scope) -> list[Missed]:
    """Agencies with a firm seat that were not at the last meeting of each body."""
    rows = session.execute(
        visible_meetings(viewer)
        .join(AgencyAttendance, AgencyAttendance.meeting_id == Meeting.id)
        .join(
            ConferenceAgency,
            and_(
                ConferenceAgency.conference_id == Meeting.conference_id,
                ConferenceAgency.agency_id == AgencyAttendance.agency_id,
                ConferenceAgency.core,
            ),
        )
        .join(Agency, Agency.id == AgencyAttendance.agency_id)
        .outerjoin(
            Letter, and_(Letter.meeting_id == Meeting.id, Letter.agency_id == Agency.id)
        )
        .where(Meeting.ended_at.is_not(None), Meeting.starts_at > now() - ROLL)
        .where(Meeting.conference_id == scope.body_id if scope.body_id else Meeting.id.is_not(None))
        .with_only_columns(
            Conference.name, Agency.name, Agency.sponsor, Meeting, Letter, AgencyAttendance,
        )
        .order_by(Conference.name, Agency.name, Agency.id, Meeting.starts_at.desc())
    ).all()  # fmt: skip
    last: dict[str, tuple[datetime, UUID]] = {}
    for body, _, _, held, _, _ in rows:
        this = (held.starts_at, held.id)
        last[body] = max(last.get(body, this), this)
    found = [
        _missed(viewer, list(group), last[body][1])
        for (body, _), group in groupby(rows, lambda r: (r[0], r[5].agency_id))
    ]
    wanted = [one for one in found if one and scope.takes(one.agency_id)]
    return sorted(wanted, key=lambda one: (-one.in_a_row, one.agency))


def late_papers(session: Session, viewer: Viewer, scope: Scope) -> list[LatePaper]:
    """Papers that came late to meetings of the last three months, and to those to come."""
    asked = (
        visible_meetings(viewer)
        .join(PaperEvent, PaperEvent.meeting_id == Meeting.id)
        .join(Paper, Paper.id == PaperEvent.paper_id)
        .join(Agency, Agency.id == Paper.agency_id)
        .where(PaperEvent.step == PaperStep.REFUSED, Meeting.starts_at > now() - PAPERS)
        .with_only_columns(Paper, Agency.name, Conference.name, Meeting.id, Meeting.starts_at)
        .order_by(Meeting.starts_at.desc(), Agency.name)
    )
    if scope.body_id:
        asked = asked.where(Meeting.conference_id == scope.body_id)
    return [
        LatePaper(
            p.id, meeting_id, p.agency_id, agency, p.title, body, _day(starts_at),
            TIMELINESS_WORDS[p.timeliness] if p.meeting_id == meeting_id else PUT_OFF,
            p.late_reason if p.meeting_id == meeting_id else "",
        )
        for p, agency, body, meeting_id, starts_at in session.execute(asked)
        if scope.takes(p.agency_id)
    ]  # fmt: skip


def owed_reports(session: Session, viewer: Viewer, scope: Scope) -> list[OwedReport]:
    """Reports that a board is owed and that have not come by their day (R107)."""
    held = viewer.conferences(Action.MEETING_READ)
    asked = (
        select(RequiredReport, Agency.name, Conference.name)
        .join(Agency, Agency.id == RequiredReport.agency_id)
        .join(Conference, Conference.id == RequiredReport.conference_id)
        .where(RequiredReport.partnership_id == viewer.partnership_id)
        .where(RequiredReport.conference_id.in_(held & {scope.body_id} if scope.body_id else held))
        .where(RequiredReport.ended.is_(False), RequiredReport.next_due_on < today())
        .order_by(RequiredReport.next_due_on)
    )
    return [
        OwedReport(
            row.conference_id, row.agency_id, agency, row.title, body, row.next_due_on,
            (today() - row.next_due_on).days,
        )
        for row, agency, body in session.execute(asked)
        if scope.takes(row.agency_id)
    ]  # fmt: skip


Roll = tuple[str, str, str, Meeting, Letter | None, AgencyAttendance]


def _missed(viewer: Viewer, rows: list[Roll], last: UUID) -> Missed | None:
    body, agency, sponsor, held, letter, flags = rows[0]
    if held.id != last or flags.present:
        return None
    return Missed(
        flags.agency_id, agency, sponsor, body, held.id, _day(held.starts_at), flags.paper,
        flags.apologies, sum(1 for _ in silent(row[5] for row in rows)),
        flags.followed_up_at is not None, letter,
        bool(CHAIRS & viewer.roles_in(held.conference_id)),
    )  # fmt: skip


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
