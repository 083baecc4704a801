"""Is what is sealed as the ledger has it? Compares every row with the last entry about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from casework.disclosure.ledger_entry import Kind, read_body
from casework.disclosure.ledger_models import LedgerEntry

BATCH = 2000
AnyRow = Row[*tuple[Any, ...]]
Written = dict[UUID, tuple[int, str]]


class Outcome(IntEnum):
    """What was found; the number is the exit code of the command."""

    INTACT = 0
    ALTERED = 2
    GAP = 3
    TRUNCATED = 4


class Fault(Exception):
    """The first thing that is not as it was written, and at which entries."""

    def __init__(
        self, outcome: Outcome, message: str, seq: int | None = None, until: int | None = None
    ) -> None:
        super().__init__(message)
        self.outcome, self.message, self.seq, self.until = outcome, message, seq, until


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row of a review's sealed record: its hash, whether it counts, and what it replaced."""

    id: UUID
    hash: str
    current: bool = True
    supersedes: UUID | None = None


def entries(session: Session, partnership_id: UUID, after: int) -> Iterator[AnyRow]:
    """The entries of a ledger after one, oldest first."""
    # Columns, not objects: a million entries pass through, and none may come from memory.
    question = select(*LedgerEntry.__table__.c).where(
        LedgerEntry.partnership_id == partnership_id, LedgerEntry.seq > after
    )
    question = question.order_by(LedgerEntry.seq).execution_options(yield_per=BATCH)
    # Closed also where a fault ends the walk: PostgreSQL keeps a cursor open until then.
    with session.execute(question) as found:
        yield from found


def compare(
    written: Iterable[AnyRow],
    rows: Iterable[tuple[UUID, str]] | None,
    records: Iterable[KeptRow] | None,
) -> None:
    """Answers of cases and records of reviews against all entries; the first fault is raised."""
    if rows is None and records is None:
        return
    told = _Told()
    for entry in written:
        told.take(entry)
    if rows is not None:
        _compare_all("answer", told.answers, rows)
    if records is not None:
        _compare_records(told, list(records))


class _Told:
    """What the entries say last of each row."""

    def __init__(self) -> None:
        self.answers: Written = {}
        self.records: Written = {}
        self.set_aside: dict[UUID, int] = {}

    def take(self, entry: AnyRow) -> None:
        if entry.kind in (Kind.ANSWERS_WRITTEN, Kind.ANSWERS_RESEALED):
            for row in read_body(entry.body)["detail"].get("answers", ()):
                self.answers[UUID(row[0])] = (entry.seq, row[2])
        elif entry.kind == Kind.ANSWERS_ERASED:
            for row in read_body(entry.body)["detail"].get("answers", ()):
                self.answers.pop(UUID(row), None)
        elif entry.kind in (Kind.REVIEW_WRITTEN, Kind.REVIEW_FILED):
            self.records[entry.object_id] = (entry.seq, read_body(entry.body)["detail"]["hash"])
        elif entry.kind == Kind.REVIEW_SET_ASIDE:
            self.set_aside[entry.object_id] = entry.seq


def _compare_records(told: _Told, records: list[KeptRow]) -> None:
    _compare_all("entry of a review", told.records, ((r.id, r.hash) for r in records))
    # The hashes agree, so what replaced what can be believed.
    replaced = {r.supersedes for r in records if r.supersedes}
    for row in records:
        if row.current is (row.id in told.set_aside or row.id in replaced):
            done = "put back" if row.current else "taken out"
            raise Fault(
                Outcome.ALTERED, f"entry of a review {row.id} was {done} without the ledger",
                told.set_aside.get(row.id),
            )  # fmt: skip


def _compare_all(noun: str, written: Written, rows: Iterable[tuple[UUID, str]]) -> None:
    left = dict(written)
    for row_id, row_hash in rows:
        seq, last = left.pop(row_id, (None, ""))
        if seq is None:
            raise Fault(
                Outcome.ALTERED, f"{noun} {row_id} was never written by the ledger's account"
            )
        if row_hash != last:
            raise Fault(Outcome.ALTERED, f"{noun} {row_id} is not as entry {seq} has it", seq)
    if left:
        row_id, (seq, _) = min(left.items(), key=lambda item: item[1])
        raise Fault(Outcome.GAP, f"{noun} {row_id} of entry {seq} is gone", seq)
