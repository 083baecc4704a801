"""The dashboard as one page: eight numbers, what is overdue, and whose it is (R126)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.boards.dashboard.asked import LateReport, late_reports
from casework.boards.dashboard.casework import (
    ActionRow,
    Answering,
    LateRequest,
    actions,
    answering,
    is_office,
    late_requests,
)
from casework.boards.dashboard.learning import Learning, Owned, learning
from casework.boards.dashboard.meetings import (
    LatePaper,
    Missed,
    OwedReport,
    late_papers,
    missed,
    owed_reports,
)
from casework.boards.dashboard.scope import Scope

# What fits on a projector and on one sheet, with the numbers above it.
ROWS, AGENCIES, REVIEWS = 8, 9, 3
NOT_ACCEPTED = ("overdue", "to_check", "refused", "waiting", "on_time")
ACTION, PROOF = "An action of a case", "The owner’s report"


@dataclass(frozen=True, slots=True)
class Late:
    """Something overdue: a recommendation, or an action of a case without a word of the case."""

    id: UUID
    is_action: bool
    label: str
    text: str
    owner: str
    role: str
    days: int
    missing: str


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """What one agency owes."""

    agency_id: UUID
    agency: str
    overdue: int
    to_check: int
    papers: int
    absent: str
    actions: int
    research: int

    @property
    def total(self) -> int:
        """For the order alone."""
        missed_it = bool(self.absent) and not self.absent.startswith("apologies")
        return self.overdue + self.papers + self.actions + self.research + missed_it


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything on it; `office` is false for whoever runs no conference with cases."""

    scope: Scope
    learning: Learning
    missed: tuple[Missed, ...]
    papers: tuple[LatePaper, ...]
    owed: tuple[OwedReport, ...]
    asked: tuple[LateReport, ...]
    office: bool
    actions: tuple[ActionRow, ...] = ()
    answering: tuple[Answering, ...] = ()
    # Requests that nobody has answered, past their day.
    research_late: tuple[LateRequest, ...] = ()

    @property
    def overdue(self) -> list[Owned]:
        """The longest overdue first."""
        return self.learning.group("overdue")

    @property
    def late(self) -> list[Late]:
        """Everything overdue, recommendations and actions, the longest first."""
        return sorted([*_late_learning(self), *_late_actions(self)], key=lambda one: -one.days)

    @property
    def twice(self) -> list[Missed]:
        """Agencies that missed two in a row without a word."""
        return [one for one in self.missed if one.twice]

    @property
    def actions_late(self) -> list[ActionRow]:
        """Not done, and the day has passed."""
        return [one for one in self.actions if not one.reported]

    @property
    def actions_to_check(self) -> list[ActionRow]:
        """Done, says the owner."""
        return [one for one in self.actions if one.reported]

    @property
    def slow(self) -> list[Answering]:
        """Agencies that answer late."""
        return [one for one in self.answering if one.slow]

    @property
    def without_a_word(self) -> list[Missed]:
        """Agencies that were not there and sent no apologies."""
        return [one for one in self.missed if not one.apologies]

    @property
    def taken(self) -> list[LatePaper]:
        """Late papers that the chair took, for a reason that everybody reads."""
        return [one for one in self.papers if one.reason]

    @property
    def no_proof(self) -> list[Owned]:
        """Overdue, and not a piece of evidence."""
        return [one for one in self.overdue if one.no_proof]

    @property
    def not_accepted(self) -> list[Owned]:
        """Agreed, and nobody has accepted its evidence: the standing item of a board (R03)."""
        return self.learning.group(*NOT_ACCEPTED)

    @property
    def agencies(self) -> list[AgencyLine]:
        """Who owes what, most first; agencies that owe nothing are not named."""
        lines = [one for one in _agencies(self) if one.total or one.absent or one.to_check]
        return sorted(lines, key=lambda one: (-one.total, one.agency))


def dashboard(session: Session, viewer: Viewer, scope: Scope) -> Dashboard:
    """Ask every room once, however much there is."""
    office = is_office(viewer)
    return Dashboard(
        scope, learning(session, viewer, scope), tuple(missed(session, viewer, scope)),
        tuple(late_papers(session, viewer, scope)),
        tuple(owed_reports(session, viewer, scope)),
        tuple(late_reports(session, viewer, scope)), office,
        tuple(actions(session, viewer, scope)) if office else (),
        tuple(answering(session, viewer, scope)) if office else (),
        tuple(late_requests(session, viewer, scope)) if office else (),
    )  # fmt: skip


def _late_learning(d: Dashboard) -> Iterator[Late]:
    for one in d.overdue:
        line = one.line
        yield Late(
            line.id, False, f"{line.reference} {line.number}", line.text, line.owner, line.role,
            line.overdue, line.missing,
        )  # fmt: skip


def _late_actions(d: Dashboard) -> Iterator[Late]:
    for one in d.actions_late:
        yield Late(
            one.action_id, True, f"{one.reference} {one.number}", ACTION, one.agency, "",
            one.overdue, PROOF,
        )  # fmt: skip


def _agencies(d: Dashboard) -> Iterator[AgencyLine]:
    overdue = Counter(one.agency_id for one in d.overdue)
    waiting = Counter(one.agency_id for one in d.learning.group("to_check"))
    papers = Counter(one.agency_id for one in d.papers)
    papers.update(one.agency_id for one in d.asked)
    late = Counter(one.agency_id for one in d.actions_late)
    research = {one.agency_id: one.late_now for one in d.answering}
    absent = {one.agency_id: one for one in reversed(d.missed)}
    for key, name in d.scope.agencies.items():
        yield AgencyLine(
            key, name, overdue[key], waiting[key], papers[key], _absent(absent.get(key)),
            late[key], research.get(key, 0),
        )  # fmt: skip


def _absent(one: Missed | None) -> str:
    if one is None:
        return ""
    if one.apologies:
        return "apologies"
    return f"{one.in_a_row} in a row" if one.twice else "no apology"
