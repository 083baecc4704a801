"""Actions and research of the conferences whose office this person is: counted, never opened.

Every row passes `visible_cases`, so a case that is hidden from somebody is in none of the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import median
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.actions.models import ActionState, CaseAction
from casework.actions.steps import TO_DO
from casework.boards.dashboard.scope import Scope
from casework.cases.models import Case
from casework.cases.visibility import visible_cases
from casework.clock import LONDON, now, today
from casework.research.models import RequestState, ResearchRequest

R = RequestState
UNANSWERED = (R.REQUESTED, R.OPENED, R.IN_PROGRESS)
ANSWERED = (R.NIL_RETURN, R.RETURNED)
# A quarter: long enough to say something of an agency, short enough to be about now.
WINDOW = timedelta(days=92)
# Below this many requests a share would say more than it knows.
SMALL = 5
OUTSIDE = "Somebody outside the conference"


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action of a case, without a word of it."""

    action_id: UUID
    reference: str
    number: int
    agency_id: UUID | None
    agency: str
    due_on: date
    overdue: int
    reported: bool


@dataclass(frozen=True, slots=True)
class Answering:
    """How an agency answered requests for research in the last three months."""

    agency_id: UUID
    agency: str
    asked: int
    late_now: int
    answered: int
    in_time: int
    days: float | None

    @property
    def share(self) -> str:
        """'14 of 20 (70%)'; the count alone where there are too few."""
        counts = f"{self.in_time} of {self.answered}"
        return counts if self.answered < SMALL else f"{counts} ({self.percent}%)"

    @property
    def percent(self) -> int:
        """Answered in time, of what was answered."""
        return round(100 * self.in_time / self.answered) if self.answered else 0

    @property
    def slow(self) -> bool:
        """Something is late now, or fewer than four of five answers came in time."""
        return self.late_now > 0 or (
            self.answered >= SMALL and self.in_time * 5 < self.answered * 4
        )


@dataclass(frozen=True, slots=True)
class LateRequest:
    """A request for research that nobody has answered by its day, without a word of the case."""

    case_id: UUID
    reference: str
    agency: str
    due_on: date
    days: int


def is_office(viewer: Viewer) -> bool:
    """Whether there is a conference whose work this person runs."""
    return bool(viewer.conferences(Action.RESEARCH_REQUEST))


def actions(session: Session, viewer: Viewer, scope: Scope) -> list[ActionRow]:
    """Overdue actions, and those that nobody has checked; the longest overdue first."""
    day = today()
    late = CaseAction.state.in_(TO_DO) & (CaseAction.due_on < day)
    rows = session.execute(
        visible_cases(viewer)
        .with_only_columns(
            CaseAction.id, Case.reference, CaseAction.number, CaseAction.owner_agency_id,
            CaseAction.due_on, CaseAction.state,
        )
        .join(CaseAction, CaseAction.case_id == Case.id)
        .where(Case.conference_id.in_(_office(viewer, scope)))
        .where(or_(late, CaseAction.state == ActionState.REPORTED))
        .order_by(CaseAction.due_on, CaseAction.id)
    )  # fmt: skip
    return [
        ActionRow(
            key, reference, number, agency_id,
            scope.agencies[agency_id] if agency_id else OUTSIDE, due_on, (day - due_on).days,
            state == ActionState.REPORTED,
        )
        for key, reference, number, agency_id, due_on, state in rows
        if scope.takes(agency_id)
    ]  # fmt: skip


def answering(session: Session, viewer: Viewer, scope: Scope) -> list[Answering]:
    """Each agency that was asked; whoever is late now first, then the slowest."""
    rows = session.execute(
        visible_cases(viewer)
        .select_from(Case)
        .with_only_columns(
            ResearchRequest.agency_id, ResearchRequest.state, ResearchRequest.requested_at,
            ResearchRequest.answered_at, ResearchRequest.due_on,
        )
        .join(ResearchRequest, ResearchRequest.case_id == Case.id)
        .where(Case.conference_id.in_(_office(viewer, scope)))
        .where(
            or_(
                ResearchRequest.requested_at > now() - WINDOW,
                ResearchRequest.state.in_(UNANSWERED),
            )
        )
        .order_by(ResearchRequest.agency_id)
    )  # fmt: skip
    found = [
        _answering(agency_id, scope.agencies[agency_id], list(group))
        for agency_id, group in groupby(rows, lambda row: row[0])
        if scope.takes(agency_id)
    ]
    return sorted(found, key=lambda one: (-one.late_now, one.percent, one.agency))


def late_requests(session: Session, viewer: Viewer, scope: Scope) -> list[LateRequest]:
    """Requests that nobody has answered, past their day; the longest late first."""
    day = today()
    rows = session.execute(
        visible_cases(viewer)
        .select_from(Case)
        .with_only_columns(
            Case.id, Case.reference, ResearchRequest.agency_id, ResearchRequest.due_on
        )
        .join(ResearchRequest, ResearchRequest.case_id == Case.id)
        .where(Case.conference_id.in_(_office(viewer, scope)))
        .where(ResearchRequest.state.in_(UNANSWERED), ResearchRequest.due_on < day)
        .order_by(ResearchRequest.due_on, Case.reference)
    )
    return [
        LateRequest(key, reference, scope.agencies[agency_id], due_on, (day - due_on).days)
        for key, reference, agency_id, due_on in rows
        if scope.takes(agency_id)
    ]


def _office(viewer: Viewer, scope: Scope) -> frozenset[UUID]:
    held = viewer.conferences(Action.RESEARCH_REQUEST)
    return held & {scope.body_id} if scope.body_id else held


Asked = tuple[UUID, str, datetime, datetime | None, date]


def _answering(agency_id: UUID, agency: str, rows: Iterable[Asked]) -> Answering:
    rows = [row for row in rows if row[1] != R.WITHDRAWN]
    day = today()
    took = list(_took(rows))
    return Answering(
        agency_id, agency, len(rows),
        sum(1 for row in rows if row[1] in UNANSWERED and row[4] < day), len(took),
        sum(1 for _, in_time in took if in_time), median(d for d, _ in took) if took else None,
    )  # fmt: skip


def _took(rows: Iterable[Asked]) -> Iterator[tuple[float, bool]]:
    """Days it took, and whether the answer came on or before the day people in the room name."""
    for _, state, asked_at, answered_at, due_on in rows:
        if state in ANSWERED and answered_at is not None:
            days = (answered_at - asked_at).total_seconds() / 86_400
            yield round(days, 1), answered_at.astimezone(LONDON).date() <= due_on
