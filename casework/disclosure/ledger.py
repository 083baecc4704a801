"""The ledger: one growing tree per partnership, written with the act or before the answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.clock import LONDON
from casework.db import Database
from casework.disclosure.ledger_entry import Entry, Kind, NotForTheLedger, body_of, read_body
from casework.disclosure.ledger_models import LedgerEntry, LedgerHead
from casework.disclosure.merkle import Frontier, leaf_hash
from casework.disclosure.often import is_same_look, looks_among

__all__ = [
    "Entry",
    "Kind",
    "Ledger",
    "NotForTheLedger",
    "Sight",
    "append",
    "append_all",
    "files_opened",
    "for_case",
    "who_saw",
]


class Ledger:
    """The door for acts that write nothing else: a read is recorded and committed by itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, entries: Iterable[Entry]) -> list[int]:
        """Commit entries in a transaction of their own; when this returns, they are there."""
        waiting = list(entries)
        if not waiting:
            return []
        with self._database.writing() as session:
            return append_all(session, waiting)

    def record_look(self, entry: Entry) -> None:
        """Commit a question that opens nothing, once for a page that is only loaded again."""
        with self._database.writing() as session:
            if not is_same_look(session, entry):
                append(session, entry)


def append(session: Session, entry: Entry) -> int:
    """Write an entry in the transaction of the act itself; returns its number."""
    return append_all(session, [entry])[0]


def append_all(session: Session, entries: Sequence[Entry]) -> list[int]:
    """Several entries at once, one step of the head per partnership."""
    by_partnership: dict[UUID, list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        by_partnership[entry.partnership_id].append(place)
    numbers = [0] * len(entries)
    # Always in one order, so that two writers never wait for each other.
    for partnership_id in sorted(by_partnership):
        places = by_partnership[partnership_id]
        seqs = _append_to(session, partnership_id, [entries[place] for place in places])
        for place, seq in zip(places, seqs, strict=True):
            numbers[place] = seq
    return numbers


def head_of(session: Session, partnership_id: UUID) -> Frontier:
    """The tree of a partnership as its head has it; an empty one if nothing was recorded yet."""
    row = _head(session, partnership_id, lock=False)
    return Frontier() if row is None else row


def _append_to(session: Session, partnership_id: UUID, entries: Sequence[Entry]) -> list[int]:
    tree, rows = _locked_head(session, partnership_id), []
    for entry in entries:
        body = body_of(entry, tree.size + 1)
        tree = tree.appended(leaf_hash(body))
        rows.append(_row(entry, tree.size, body))
    session.execute(insert(LedgerEntry), rows)
    change = update(LedgerHead).where(LedgerHead.partnership_id == partnership_id)
    session.execute(change.values(size=tree.size, frontier=tree.to_bytes()))
    return list(range(tree.size - len(rows) + 1, tree.size + 1))


def _row(entry: Entry, seq: int, body: bytes) -> dict[str, object]:
    return {
        "partnership_id": entry.partnership_id,
        "seq": seq,
        "at": entry.at,
        "kind": entry.kind.value,
        "actor_id": entry.actor_id,
        "agency_id": entry.agency_id,
        "case_id": entry.case_id,
        "object_id": entry.object_id,
        "body": body,
        "leaf": leaf_hash(body),
    }


def _locked_head(session: Session, partnership_id: UUID) -> Frontier:
    # SQLite has one writer anyway (BEGIN IMMEDIATE); on PostgreSQL the row puts them in a row.
    head = _head(session, partnership_id, lock=True)
    if head is None:
        dialect = session.get_bind().dialect.name
        first = (postgresql if dialect == "postgresql" else sqlite).insert(LedgerHead)
        values = {"partnership_id": partnership_id, "size": 0, "frontier": b""}
        session.execute(first.values(values).on_conflict_do_nothing())
        head = _head(session, partnership_id, lock=True)
    assert head is not None, "it was there or has just been made"
    return head


def _head(session: Session, partnership_id: UUID, *, lock: bool) -> Frontier | None:
    question = select(LedgerHead.size, LedgerHead.frontier)
    question = question.where(LedgerHead.partnership_id == partnership_id)
    row = session.execute(question.with_for_update() if lock else question).one_or_none()
    return None if row is None else Frontier.from_bytes(row.size, row.frontier)


def for_case(session: Session, partnership_id: UUID, case_id: UUID) -> Iterator[LedgerEntry]:
    """Everything recorded about one case, oldest first."""
    question = select(LedgerEntry).where(
        LedgerEntry.partnership_id == partnership_id, LedgerEntry.case_id == case_id
    )
    yield from session.scalars(question.order_by(LedgerEntry.seq))


def files_opened(
    session: Session, partnership_id: UUID, *, case_id: UUID, person_id: UUID
) -> frozenset[UUID]:
    """Which files of a case or a review this person has opened."""
    question = select(LedgerEntry.object_id).where(
        LedgerEntry.partnership_id == partnership_id, LedgerEntry.case_id == case_id,
        LedgerEntry.kind == Kind.FILE_SHOWN.value, LedgerEntry.actor_id == person_id,
    )  # fmt: skip
    return frozenset(key for key in session.scalars(question) if key is not None)


_Line = tuple[UUID | None, UUID | None, date, str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person was shown on one day, under one clause of one version."""

    person_id: UUID | None
    agency_id: UUID | None
    day: date
    effect: str
    clause: str | None
    version: str | None
    fields: tuple[str, ...]
    # Looks, by `often`.
    times: int


def who_saw(
    session: Session,
    partnership_id: UUID,
    case_id: UUID,
    *,
    field: str | None = None,
    answer_id: UUID | None = None,
) -> list[Sight]:
    """Who was shown what of a case, newest day first; one field or answer where asked."""
    fields: dict[_Line, set[str]] = defaultdict(set)
    times: dict[_Line, list[datetime]] = defaultdict(list)
    for entry in for_case(session, partnership_id, case_id):
        if entry.kind == Kind.ANSWERS_SHOWN:
            for line, name in _lines(entry, field, answer_id):
                fields[line].add(name)
                times[line].append(entry.at)
    found = [
        Sight(*line, fields=tuple(sorted(names)), times=looks_among(times[line]))
        for line, names in fields.items()
    ]
    return sorted(found, key=lambda sight: (sight.day, str(sight.person_id)), reverse=True)


def _lines(
    entry: LedgerEntry, field: str | None, answer_id: UUID | None
) -> Iterator[tuple[_Line, str]]:
    detail = read_body(entry.body)["detail"]
    day, wanted = entry.at.astimezone(LONDON).date(), str(answer_id)
    for answer, name, effect, clause in detail.get("shown", ()):
        if field in (None, name) and (answer_id is None or answer == wanted):
            version = detail.get("version")
            yield (entry.actor_id, entry.agency_id, day, effect, clause, version), name
