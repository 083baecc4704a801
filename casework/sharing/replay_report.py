"""What a replay comes to: how many decisions are the same, which differ, and what a draft changes.

Names of questions and agencies, clauses and counts; no value, and nobody's name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.agreements.models import Agreement
from casework.casefile.seen import LABELS
from casework.clock import day_of
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_models import LedgerEntry
from casework.sharing.replay import Gone, Look, Replayed, replay_all
from casework.sharing.whatif import Touching, known_references
from casework.web.pagination import Page

# Every look is decided again from the rows of its day: some of them a second, not thousands.
LOOKS = 50


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that is decided otherwise today than the ledger says it was."""

    seq: int
    day: date
    agency: str
    category: str
    label: str
    then: str
    clause_then: str
    now: str
    clause_now: str
    cases: set[str]


@dataclass(slots=True)
class Shift:
    """What a draft would have changed for one agency and one question."""

    agency: str
    category: str
    label: str
    gains: bool
    times: int = 0
    cases: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Report:
    """One page of looks of a period, replayed."""

    page: Page[LedgerEntry]
    gone: Mapping[Gone, int]
    erased: int
    decisions: int
    different: tuple[Difference, ...]
    shifts: tuple[Shift, ...]
    # References of cases that the reader may know of; the others are only counted.
    known: frozenset[str]

    @property
    def same(self) -> int:
        """How many decisions come out as they were written down."""
        return self.decisions - len(self.different)

    @property
    def replayed(self) -> int:
        """How many looks of this page could be replayed, and were under this version."""
        return len(self.page.items) - sum(self.gone.values())


def report(
    session: Session, gate: Gate, viewer: Viewer, row: Agreement, *,
    since: datetime, until: datetime, number: int = 1, draft: Agreement | None = None,
) -> Report:  # fmt: skip
    """The looks of a period while a version was in force, one page of them decided again."""
    page = _page(session, row, since, until, number)
    looks = list(replay_all(session, gate, page.items, under=row.id, draft=draft))
    kept = [look for look in looks if look.gone is None]
    different = tuple(d for look in kept for d in _different(look))
    shifts = _shifts(kept)
    return Report(
        page, Counter(look.gone for look in looks if look.gone is not None),
        sum(look.erased for look in kept), sum(len(look.shown) for look in kept), different,
        shifts, _known(session, viewer, different, shifts),
    )  # fmt: skip


def _page(
    session: Session, row: Agreement, since: datetime, until: datetime, number: int
) -> Page[LedgerEntry]:
    query = select(LedgerEntry).where(
        LedgerEntry.partnership_id == row.partnership_id,
        LedgerEntry.kind == Kind.ANSWERS_SHOWN.value,
        LedgerEntry.at >= max(since, row.in_force_from or until),
        LedgerEntry.at < min(until, row.ended_at or until),
    )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = min(number, max(1, -(-total // LOOKS)))
    found = session.scalars(
        query.order_by(LedgerEntry.seq).offset((number - 1) * LOOKS).limit(LOOKS)
    )
    return Page(list(found), number, LOOKS, total)


def _different(look: Look) -> Iterator[Difference]:
    for one in look.shown:
        if not one.is_same:
            yield Difference(
                look.seq, day_of(look.at), look.agency, one.item.category,
                _label(one), one.shown or "", one.clause or "", _effect(one),
                one.again.clause or "", _case(look),
            )  # fmt: skip


def _shifts(looks: Iterable[Look]) -> tuple[Shift, ...]:
    """More first, then by agency; one line for each agency, question and direction."""
    found: dict[tuple[str, str, bool], Shift] = {}
    for look in looks:
        for one in look.answers:
            if one.change:
                _count(found, look, one)
    return tuple(sorted(found.values(), key=lambda s: (not s.gains, s.agency, s.label)))


def _count(found: dict[tuple[str, str, bool], Shift], look: Look, one: Replayed) -> None:
    key = (look.agency, one.item.field, one.change > 0)
    shift = found.setdefault(
        key, Shift(look.agency, one.item.category, _label(one), gains=one.change > 0)
    )
    shift.times += 1
    shift.cases |= _case(look)


def _known(
    session: Session, viewer: Viewer, different: Iterable[Difference], shifts: Iterable[Shift]
) -> frozenset[str]:
    lines: list[Touching] = [*different, *shifts]
    if viewer.may(Action.LEDGER_READ):
        # Whoever reads the ledger finds every case in it by its reference.
        return frozenset().union(*(line.cases for line in lines))
    return known_references(session, viewer, lines)


def _label(one: Replayed) -> str:
    return LABELS.get(one.item.field, one.item.label)


def _effect(one: Replayed) -> str:
    return "concealed" if one.again.concealed else one.again.effect.word


def _case(look: Look) -> set[str]:
    return {look.case.reference} if look.case is not None else set()
