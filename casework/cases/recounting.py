"""Counts of live cases by combination, worked out by a routine in turns.

Between two turns a changed case is marked, and whoever counts works it out for itself
(`cases.tally`). The mark is locked before the case is read, so no change in between is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, delete, select, text, union_all, update
from sqlalchemy.orm import Session

from casework.cases.combining import Combined, combine, read_fingerprints
from casework.cases.models import Case, CaseCombination, CombinationCount, FactCombination, mark
from casework.cases.models.combination import DIGEST
from casework.cases.models.marking import AT_ONCE, upsert
from casework.cases.states import LIVE
from casework.clock import now
from casework.db import Database

# Any number will do, as long as two routines on one PostgreSQL database use the same.
LOCK = 7_036_022
Kept = tuple[str | None, tuple[str, ...]]


def recount(store: Database) -> None:
    """Work out every case whose combinations no longer hold."""
    adopt(store, unkept(Case.id, Case.partnership_id))
    worked_out = 0
    while found := _turn(store):
        worked_out += found
    if worked_out:
        with store.writing() as session:
            _alone(session)
            _forget_unused(session)


def adopt(store: Database, cases: Select[UUID, UUID]) -> None:
    """Mark cases that nobody changed: those that are not kept, or all of them to rebuild."""
    with store.reading() as session:
        found = list(session.execute(cases))
    if found:
        with store.writing() as session:
            mark(session, sorted(found))


def mark_all(store: Database) -> None:
    """Nothing that is kept counts any more: a new program may read cases in another way."""
    with store.writing() as session:
        session.execute(update(CaseCombination).values(stale=True))


def rebuild(store: Database) -> None:
    """Forget everything that is kept, and work every live case out again."""
    with store.writing() as session:
        _alone(session)
        for model in (CombinationCount, FactCombination):
            session.execute(delete(model))
        session.execute(update(CaseCombination).values(stale=True, context=None, parts=""))
    recount(store)


def unkept(*columns: Any) -> Select[Any]:
    """The live cases that nothing is kept of, not even a mark."""
    return (
        select(*columns)
        .select_from(Case)
        .outerjoin(CaseCombination, CaseCombination.case_id == Case.id)
        .where(Case.state.in_(LIVE), CaseCombination.case_id.is_(None))
    )


def no_longer_holding(*columns: Any, moment: datetime) -> CompoundSelect[Any]:
    """Rows that say nothing any more: marked, or past the moment at which something ended."""
    marked = select(*columns).where(CaseCombination.stale.is_(True))
    ended = select(*columns).where(
        CaseCombination.stale.is_(False), CaseCombination.until <= moment
    )  # fmt: skip
    return union_all(marked, ended)


def kept(row: CaseCombination) -> Kept:
    """What a row says of its case."""
    return row.context, read_fingerprints(row.parts)


def fresh(found: Combined | None) -> Kept:
    """What it should say; a case that is not live is not counted."""
    return (found.context, found.parts) if found else (None, ())


def combinations_of(
    session: Session, rows: Sequence[CaseCombination]
) -> Mapping[UUID, Combined]:  # fmt: skip
    """The cases of these rows, worked out from their own rows as they stand now."""
    ids = [row.case_id for row in rows]
    query = select(Case).where(Case.id.in_(ids)).execution_options(populate_existing=True)
    return combine(session, session.scalars(query).all())


def _turn(store: Database) -> int:
    with store.reading() as session:
        waiting = no_longer_holding(CaseCombination.case_id, moment=now())
        ids = session.scalars(waiting.limit(AT_ONCE)).all()
    if ids:
        with store.writing() as session:
            _alone(session)
            query = select(CaseCombination).where(CaseCombination.case_id.in_(ids))
            # Never waits for somebody's work: what they hold is marked, and has its turn later.
            rows = session.scalars(query.with_for_update(skip_locked=True)).all()
            _work_out(session, rows)
            return len(rows)
    return 0


def _alone(session: Session) -> None:
    # One at a time: what one forgets as unused, another may just be counting.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _work_out(session: Session, rows: Sequence[CaseCombination]) -> None:
    found = combinations_of(session, rows)
    change: Counter[str] = Counter()
    owners: dict[str, UUID] = {}
    for row in rows:
        new = found.get(row.case_id)
        before, after = _ids(*kept(row)), _ids(*fresh(new))
        change.subtract(before)
        change.update(after)
        owners |= dict.fromkeys([*before, *after], row.partnership_id)
        _keep(session, row, new)
    session.flush()
    _count(session, change, owners)


def _ids(context: str | None, parts: Iterable[str]) -> list[str]:
    return [f"{context}{part}" for part in parts]


def _keep(session: Session, row: CaseCombination, new: Combined | None) -> None:
    row.stale, row.until = False, new.until if new else None
    row.context, row.parts = new.context if new else None, "".join(new.parts) if new else ""
    if new:
        facts = [
            {"id": key, "partnership_id": row.partnership_id, "facts": told}
            for key, told in sorted(new.facts.items())
        ]
        upsert(session, FactCombination, facts)


def _count(session: Session, change: Mapping[str, int], owners: Mapping[str, UUID]) -> None:
    rows = [
        {"id": key, "partnership_id": owners[key], "cases": by}
        for key, by in sorted(change.items())
        if by
    ]
    for start in range(0, len(rows), AT_ONCE):
        upsert(session, CombinationCount, rows[start : start + AT_ONCE], add="cases")
    session.execute(delete(CombinationCount).where(CombinationCount.cases == 0))


def _forget_unused(session: Session) -> None:
    """What no case has any more is not kept: it would tell of a case that once was."""
    used = set(session.scalars(select(CaseCombination.context).distinct()))
    for key in session.scalars(select(CombinationCount.id)):
        used.add(key[DIGEST:])
    for key in session.scalars(select(FactCombination.id)).all():
        if key not in used:
            session.execute(delete(FactCombination).where(FactCombination.id == key))
