"""Whatever changes a case marks its kept combinations as stale, in the same transaction.

The mark is an upsert on every change, also of a case that is marked already: it waits for a routine
that is just working the case out, and marks it again behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.cases.models.answer import AnswerRelease, SealedAnswer
from casework.cases.models.combination import CaseCombination
from casework.cases.models.record import Case, CaseSubject
from casework.cases.models.standing import AskedToSee, CaseRole, DutySettled, RecordedFact
from casework.db import Base

# With the case itself, every row that a combination is made from.
SOURCES = (
    SealedAnswer, AnswerRelease, CaseSubject, CaseRole, RecordedFact, DutySettled, AskedToSee,
)  # fmt: skip
AT_ONCE = 200
Values = Mapping[str, Any]


def mark_touched(session: Session, *_: object) -> None:
    """After every flush: the combinations of the cases that it touched no longer hold."""
    rows = (*session.new, *session.dirty, *session.deleted)
    touched = {key for row in rows if (key := _case_of(row)) is not None}
    if touched:
        mark(session, sorted(touched))


def mark(session: Session, cases: Sequence[tuple[UUID, UUID]]) -> None:
    """Mark cases, each with its partnership; in one order, so that no two wait for each other."""
    rows = [
        {"case_id": case_id, "partnership_id": partnership_id, "stale": True, "parts": ""}
        for case_id, partnership_id in cases
    ]
    for start in range(0, len(rows), AT_ONCE):
        upsert(session, CaseCombination, rows[start : start + AT_ONCE], put={"stale": True})


def upsert(
    session: Session, model: type[Base], rows: Sequence[Values], *,
    put: Values | None = None, add: str | None = None,
) -> None:  # fmt: skip
    """Insert rows; of one that is there already, `put` values or `add` to a column, or neither."""
    table = model.__table__
    assert isinstance(table, Table), "a model has one table"
    key = [column.name for column in table.primary_key]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    query = dialect.insert(table).values(list(rows))
    changes = dict(put or {}) | ({add: table.c[add] + query.excluded[add]} if add else {})
    if changes:
        query = query.on_conflict_do_update(index_elements=key, set_=changes)
    else:
        query = query.on_conflict_do_nothing(index_elements=key)
    session.connection().execute(query)


def _case_of(row: object) -> tuple[UUID, UUID] | None:
    if isinstance(row, Case):
        return row.id, row.partnership_id
    return (row.case_id, row.partnership_id) if isinstance(row, SOURCES) else None


event.listen(Session, "after_flush", mark_touched)
