"""What each agency did with what it was asked, in one span of months: numbers, never a case."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.boards.figures.periods import Span
from casework.cases.models import AskedDecision, AskedToSee, Case
from casework.clock import LONDON
from casework.research.models import RequestState, ResearchItem, ResearchRequest, Share

# Under so many a percentage says more than is known: the counts stand alone.
SMALL = 5
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many, and in words only what the numbers bear."""

    number: int
    base: int

    @property
    def words(self) -> str:
        """'3 of 12 (25%)', '2 of 3' under a small base, 'n/a' where there is none."""
        if self.base == 0:
            return "n/a"
        if self.base < SMALL:
            return f"{self.number} of {self.base}"
        return f"{self.number} of {self.base} ({round(100 * self.number / self.base)}%)"


@dataclass
class Behaviour:
    """One agency in one span."""

    asked: int = 0
    answered: int = 0
    in_time: int = 0
    not_known: int = 0
    # Hours from request to answer.
    waits: list[float] = field(default_factory=list)
    items: int = 0
    withheld: int = 0
    by_reason: Counter[str] = field(default_factory=Counter)
    to_decide: int = 0
    decided: int = 0
    granted: int = 0
    decision_waits: list[float] = field(default_factory=list)

    @property
    def median_wait(self) -> float | None:
        """Half of the answers came at least so fast, in hours."""
        return median(self.waits) if self.waits else None

    @property
    def slowest(self) -> float | None:
        """The slowest answer, in hours."""
        return max(self.waits, default=None)

    @property
    def median_decision(self) -> float | None:
        """The same for requests to see more."""
        return median(self.decision_waits) if self.decision_waits else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked of the agency."""
        return not (self.asked or self.items or self.to_decide)


Found = Mapping[UUID | None, Behaviour]


def behaviour(
    session: Session, partnership_id: UUID, conferences: Iterable[UUID] | None, span: Span
) -> Found:
    """Every agency's behaviour; the chair's own decisions stand under None.

    Counted by the day of asking: an answer that came later belongs to its request.
    """
    found: dict[UUID | None, Behaviour] = defaultdict(Behaviour)
    places = None if conferences is None else list(conferences)
    _research(found, session.scalars(_in(select(ResearchRequest), partnership_id, places, span)))
    _items(found, session.execute(_items_in(partnership_id, places, span)).all())
    _asked(found, session.scalars(_asked_in(partnership_id, places, span)))
    return dict(found)


def _in(
    query: Select[ResearchRequest], partnership_id: UUID, places: Sequence[UUID] | None, span: Span
) -> Select[ResearchRequest]:
    query = query.where(
        ResearchRequest.partnership_id == partnership_id,
        ResearchRequest.requested_at >= span.since,
        ResearchRequest.requested_at < span.until,
        # Who was let off does not owe an answer.
        ResearchRequest.state != RequestState.WITHDRAWN,
    )
    return query if places is None else query.where(ResearchRequest.case_id.in_(_cases(places)))


def _items_in(
    partnership_id: UUID, places: Sequence[UUID] | None, span: Span
) -> Select[UUID, str, str | None]:
    query = (
        select(ResearchRequest.agency_id, ResearchItem.share, ResearchItem.withheld_code)
        .join(ResearchItem, ResearchItem.request_id == ResearchRequest.id)
        .where(
            ResearchRequest.partnership_id == partnership_id,
            ResearchRequest.requested_at >= span.since,
            ResearchRequest.requested_at < span.until,
            ResearchRequest.state.in_((RequestState.RETURNED, RequestState.NIL_RETURN)),
            ResearchItem.removed.is_(False),
        )
    )
    return query if places is None else query.where(ResearchRequest.case_id.in_(_cases(places)))


def _asked_in(
    partnership_id: UUID, places: Sequence[UUID] | None, span: Span
) -> Select[AskedToSee]:
    query = select(AskedToSee).where(
        AskedToSee.partnership_id == partnership_id,
        AskedToSee.asked_at >= span.since,
        AskedToSee.asked_at < span.until,
        AskedToSee.decision != AskedDecision.WITHDRAWN,
    )
    return query if places is None else query.where(AskedToSee.case_id.in_(_cases(places)))


def _cases(places: Sequence[UUID]) -> Select[UUID]:
    return select(Case.id).where(Case.conference_id.in_(places))


def _research(found: dict[UUID | None, Behaviour], rows: Iterable[ResearchRequest]) -> None:
    for row in rows:
        one = found[row.agency_id]
        one.asked += 1
        one.not_known += row.state == RequestState.NIL_RETURN
        if row.answered_at is None:
            continue
        one.answered += 1
        one.in_time += row.answered_at.astimezone(LONDON).date() <= row.due_on
        one.waits.append(_hours(row.requested_at, row.answered_at))


def _items(
    found: dict[UUID | None, Behaviour], rows: Iterable[tuple[UUID, str, str | None]]
) -> None:
    for agency_id, share, code in rows:
        one = found[agency_id]
        one.items += 1
        if share == Share.WITHHELD:
            one.withheld += 1
            one.by_reason[code or ""] += 1


def _asked(found: dict[UUID | None, Behaviour], rows: Iterable[AskedToSee]) -> None:
    for row in rows:
        one = found[row.decider_agency_id]
        one.to_decide += 1
        if row.decided_at is not None:
            one.decided += 1
            one.granted += row.decision == AskedDecision.GRANTED
            one.decision_waits.append(_hours(row.asked_at, row.decided_at))


def _hours(since: datetime, until: datetime) -> float:
    return (until - since) / HOUR
