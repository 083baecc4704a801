"""Are the kept counts what the cases say? Case by case, and added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.cases.combining import read_fingerprints
from casework.cases.models import Case, CaseCombination, CombinationCount, FactCombination
from casework.cases.models.combination import DIGEST
from casework.cases.models.marking import AT_ONCE
from casework.cases.recounting import combinations_of, fresh, kept, unkept
from casework.clock import now


def verify(session: Session) -> list[str]:
    """What is kept and is not so, in words; empty when all is as the cases are."""
    return [*_lost(session), *_under_wrong_facts(session), *_wrong_counts(session)]


def _lost(session: Session) -> Iterator[str]:
    for case_id in session.scalars(unkept(Case.id)):
        yield f"The live case {case_id} is not kept."


def _under_wrong_facts(session: Session) -> Iterator[str]:
    for rows in _holding(session):
        found = combinations_of(session, rows)
        for row in rows:
            if kept(row) != fresh(found.get(row.case_id)):
                yield f"The case {row.case_id} is kept under facts that are not its own."


def _holding(session: Session) -> Iterator[Sequence[CaseCombination]]:
    """The rows that should hold, in batches."""
    lasting = or_(CaseCombination.until.is_(None), CaseCombination.until > now())
    query = (
        select(CaseCombination)
        .where(CaseCombination.stale.is_(False), lasting)
        .order_by(CaseCombination.case_id)
        .limit(AT_ONCE)
    )
    rows = session.scalars(query).all()
    while rows:
        yield rows
        rows = session.scalars(query.where(CaseCombination.case_id > rows[-1].case_id)).all()


def _wrong_counts(session: Session) -> Iterator[str]:
    occurs: Counter[str] = Counter()
    for context, parts in session.execute(select(CaseCombination.context, CaseCombination.parts)):
        occurs.update(f"{context}{part}" for part in read_fingerprints(parts))
    counted = dict(session.execute(select(CombinationCount.id, CombinationCount.cases)).all())
    for key in sorted({*occurs, *counted}):
        if counted.get(key, 0) != occurs[key]:
            said, right = counted.get(key, 0), occurs[key]
            yield f"The combination {key} is counted {said} and occurs {right} times."
    known = set(session.scalars(select(FactCombination.id)))
    for key in sorted({part for pair in occurs for part in (pair[:DIGEST], pair[DIGEST:])} - known):
        yield f"The facts of the combination {key} are gone."
