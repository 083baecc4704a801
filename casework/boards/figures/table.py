"""The table year on year: each measure this period and the same months a year before (R86).

No comparison goes across a change of definition (R87); small numbers of people are kept back; what
is not known is said with its reason, never a zero (R94); notes travel with the number (R88).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.boards.figures.comparing import Compared, Shown, compare
from casework.boards.figures.elsewhere import elsewhere
from casework.boards.figures.keeping import keep_back
from casework.boards.figures.measures import Measure, measures
from casework.boards.figures.periods import Period, Span
from casework.boards.figures.value import Value
from casework.boards.models import (
    Commentary,
    EarlierFigure,
    FigureComparator,
    FigureEvent,
    FigureTarget,
    SeriesBreak,
)
from casework.clock import LONDON
from casework.directory.models import Agency, Partnership
from casework.referrals.models import Referral
from protocols.clocks import add_months

HEADS = ("This period", "A year before", "Difference", "Change", "Target")
NOT_USED = "before this system was used"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    measure: Measure
    compared: Compared
    notes: tuple[str, ...]
    commentary: str
    # Figures of other areas, in sentences.
    elsewhere: tuple[str, ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """What stands above its cells; a target only where there is one."""
        return HEADS if self.compared.target else HEADS[:-1]

    @property
    def cells(self) -> tuple[str, ...]:
        """Now, a year before, difference, change, target."""
        target = self.compared.target
        return (*self.compared.cells, target) if target else self.compared.cells


@dataclass(frozen=True, slots=True)
class Table:
    """Everything of one period, in the order in which it is read."""

    period: Period
    before: Span
    rows: tuple[Row, ...]

    @property
    def sections(self) -> list[tuple[str, list[Row]]]:
        """The lines under their headings."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.measure.section, []).append(row)
        return list(found.items())


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of the numbers beside the numbers themselves."""

    breaks: Sequence[SeriesBreak]
    events: Sequence[FigureEvent]
    targets: Sequence[FigureTarget]
    earlier: dict[tuple[str, date], EarlierFigure]
    comments: dict[str, str]
    comparators: Sequence[FigureComparator]
    # The first month that this system has counted from its first day.
    counts_from: date


def table(session: Session, partnership_id: UUID, period: Period) -> Table:
    """Count everything, twice, and set it side by side."""
    beside = _beside(session, partnership_id, period)
    asked = measures(_referring(session, partnership_id))
    before = period.span.a_year_before()
    now = {m.key: _value(session, partnership_id, m, period.span, beside) for m in asked}
    then = {m.key: _value(session, partnership_id, m, before, beside) for m in asked}
    now, then = keep_back(asked, now), keep_back(asked, then)
    rows = [
        Row(
            m, _compared(m, Shown(now[m.key], then[m.key]), period.span, beside),
            _notes(m, period.span, beside), beside.comments.get(m.about, ""),
            _elsewhere(m, now[m.key], period.span, beside),
        )
        for m in asked
    ]  # fmt: skip
    return Table(period, before, tuple(rows))


def _compared(m: Measure, shown: Shown, span: Span, beside: Beside) -> Compared:
    across = [b for b in beside.breaks if _about(b.measure, m) and _between(b.on, span)]
    target = next((t for t in beside.targets if t.measure == m.about), None)
    return compare(m.unit, shown, across, target)


def _elsewhere(m: Measure, ours: Value, span: Span, beside: Beside) -> tuple[str, ...]:
    found = [one for one in beside.comparators if one.measure == m.key]
    return elsewhere(m.unit, ours, span, found, [b for b in beside.breaks if _about(b.measure, m)])


def _between(day: date, span: Span) -> bool:
    return span.a_year_before().start < day < span.end


def _about(named: str, m: Measure) -> bool:
    return named in ("", m.key, m.about)


def _notes(m: Measure, span: Span, beside: Beside) -> tuple[str, ...]:
    before = span.a_year_before()
    found = [
        e
        for e in beside.events
        if _about(e.measure, m)
        and any(e.starts_on < s.end and e.ends_on >= s.start for s in (span, before))
    ]
    return tuple(event_words(e) for e in found)


def event_words(event: FigureEvent) -> str:
    """'1 to 14 June 2026: the bridge was closed.'."""
    first, last = event.starts_on, event.ends_on
    days = f"{first.day} {first:%B %Y}"
    if last != first:
        days += f" to {last.day} {last:%B %Y}"
    return f"{days}: {event.words}"


def _value(session: Session, partnership_id: UUID, m: Measure, span: Span, beside: Beside) -> Value:
    own = Span(max(span.start, beside.counts_from), span.end)
    earlier = [month for month in span.months() if month < beside.counts_from]
    if not earlier:
        return m.counter(session, partnership_id, span)
    if m.unit == "days":
        return Value(reason=NOT_USED)
    found = [_earlier(m, month, beside) for month in earlier]
    if own.start < own.end:
        found.append(m.counter(session, partnership_id, own))
    total = found[0]
    for one in found[1:]:
        total += one
    return total


def _earlier(m: Measure, month: date, beside: Beside) -> Value:
    known = beside.earlier.get((m.key, month))
    if known is None:
        return Value(reason=NOT_USED)
    if known.number is None:
        return Value(reason=known.source)
    return Value(known.number, known.base)


def _beside(session: Session, partnership_id: UUID, period: Period) -> Beside:
    began = session.get_one(Partnership, partnership_id).created_at.astimezone(LONDON).date()
    month = began.replace(day=1)
    rows = session.scalars(
        select(EarlierFigure).where(
            EarlierFigure.partnership_id == partnership_id,
            EarlierFigure.month >= period.span.a_year_before().start,
            EarlierFigure.month < period.span.end,
        )
    )
    comments = session.execute(
        select(Commentary.measure, Commentary.words).where(
            Commentary.partnership_id == partnership_id, Commentary.period == period.key
        )
    )
    targets = session.scalars(
        select(FigureTarget)
        .where(FigureTarget.partnership_id == partnership_id)
        .where(FigureTarget.starts_on < period.span.end)
        .order_by(FigureTarget.starts_on.desc(), FigureTarget.at.desc())
    )
    return Beside(
        breaks_of(session, partnership_id), events_of(session, partnership_id), targets.all(),
        {(row.measure, row.month): row for row in rows},
        {row.measure: row.words for row in comments},
        comparators_of(session, partnership_id),
        month if began == month else add_months(month, 1),
    )  # fmt: skip


def breaks_of(session: Session, partnership_id: UUID) -> Sequence[SeriesBreak]:
    """Every change of definition, the newest first."""
    asked = select(SeriesBreak).where(SeriesBreak.partnership_id == partnership_id)
    return session.scalars(asked.order_by(SeriesBreak.on.desc())).all()


def comparators_of(session: Session, partnership_id: UUID) -> Sequence[FigureComparator]:
    """Every figure of another area, by area, the newest months first."""
    asked = select(FigureComparator).where(FigureComparator.partnership_id == partnership_id)
    ordered = asked.order_by(FigureComparator.area, FigureComparator.starts_on.desc())
    return session.scalars(ordered).all()


def events_of(session: Session, partnership_id: UUID) -> Sequence[FigureEvent]:
    """Everything that happened and shows in the numbers, the newest first."""
    asked = select(FigureEvent).where(FigureEvent.partnership_id == partnership_id)
    return session.scalars(asked.order_by(FigureEvent.starts_on.desc())).all()


def _referring(session: Session, partnership_id: UUID) -> dict[UUID, str]:
    """Agencies that have ever referred, by name."""
    ever = select(Referral.agency_id).where(Referral.partnership_id == partnership_id)
    rows = session.execute(
        select(Agency.id, Agency.name)
        .where(Agency.partnership_id == partnership_id, Agency.id.in_(ever))
        .order_by(Agency.name)
    )
    return {row.id: row.name for row in rows}


def publishable(found: Table) -> Table:
    """Only lines that somebody has explained: a figure without words is not published (R96)."""
    return replace(found, rows=tuple(row for row in found.rows if row.commentary))
