"""The report for a board: what needs it, its recommendations, and the figures that were explained.

One report, in the words that the PDF and the Word file share.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.boards.dashboard.learning import Learning, Owned
from casework.boards.dashboard.page import PROOF, Dashboard, dashboard
from casework.boards.dashboard.scope import Scope
from casework.boards.dashboard.tiles import Figure, figures_of
from casework.boards.figures.measures import LABELS
from casework.boards.figures.periods import Period
from casework.boards.figures.reading import HOW_TO_READ
from casework.boards.figures.table import Table, publishable, table
from casework.clock import now
from casework.reviews.lines import Line
from casework.reviews.standing import Look
from casework.web.dates import day
from casework.web.words import capitalised, lowered

HEADS = ("Number", "Stands", "What must change", "Who owns it", "By when", "Proof still missing")
ACTION_HEADS = ("Case and action", "Who owns it", "By when", "Days overdue", "Proof still missing")
# What a board has to do something about comes first.
OPEN = ("overdue", "refused", "to_check", "checks_late", "waiting", "on_time", "proposed")


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A recommendation in the report; its look is the one it has everywhere (R01)."""

    look: Look
    cells: tuple[str, ...]

    @property
    def alarm(self) -> bool:
        """Whether it must be seen from the back of the room."""
        return self.look.mark.startswith("OVERDUE") or self.look.mark == "NOT YET CHECKED"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that stands in it, for whoever takes it out."""

    page: Dashboard
    table: Table
    lines: tuple[ReportLine, ...]
    left_out: tuple[str, ...]
    at: datetime

    heads = HEADS
    action_heads = ACTION_HEADS
    reading = HOW_TO_READ

    @property
    def title(self) -> str:
        """'Report to the board, financial year 2025/26'."""
        return f"Report to the board, {lowered(self.table.period.label)}"

    @property
    def about(self) -> str:
        """Which board, which months, and of which day the rest is."""
        span, before = self.table.period.span.words, self.table.before.words
        return (
            f"{self.page.scope.words}. {self.table.period.label}: {span}, beside {before}. "
            f"Where things stand is as of {day(self.at)}."
        )

    @property
    def which(self) -> str:
        """Which recommendations are listed."""
        since = day(self.table.period.span.start)
        return (
            "Every one whose evidence nobody has accepted or whose later check is late, and those "
            f"accepted since {since}. Only accepted evidence is grey."
        )

    @property
    def figures(self) -> list[Figure]:
        """The numbers of the dashboard."""
        return figures_of(self.page)

    @property
    def actions(self) -> list[tuple[str, ...]]:
        """Overdue actions of conferences, without a word of a case."""
        return [
            (f"{a.reference} {a.number}", a.agency, day(a.due_on), str(a.overdue), PROOF)
            for a in self.page.actions_late
        ]


def report(session: Session, viewer: Viewer, scope: Scope, period: Period) -> Report:
    """Gather it; a figure that nobody has explained is named and left out (R96)."""
    page = dashboard(session, viewer, scope)
    shown = publishable(table(session, viewer.partnership_id, period))
    explained = {row.measure.about for row in shown.rows}
    return Report(
        page, shown, tuple(_lines(page.learning, period.span.start)),
        tuple(label for key, label in LABELS.items() if key not in explained), now(),
    )  # fmt: skip


def _lines(found: Learning, since: date) -> list[ReportLine]:
    wanted = [one for name in OPEN for one in found.group(name)]
    wanted += [one for one in found.group("accepted") if _accepted_since(one, since)]
    return [ReportLine(one.line.look, _cells(one.line)) for one in wanted]


def _accepted_since(one: Owned, since: date) -> bool:
    return one.accepted_on is not None and one.accepted_on >= since


def _cells(line: Line) -> tuple[str, ...]:
    owner = f"{line.owner}, {line.role}" if line.role else line.owner
    when = day(line.target_on) if line.target_on else "No date"
    if line.target_words:
        when = f"{capitalised(line.target_words)} ({when})"
    missing = line.rag.text if line.settled else line.missing
    return f"{line.reference} {line.number}", line.look.mark, line.text, owner, when, missing
