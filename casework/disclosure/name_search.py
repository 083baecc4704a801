"""The names of a partnership in memory, built at the first search and kept fresh by the ledger.

Names are opened here and leave only as hashes. A search answers with ids of sealed answers; whether
one of them counts for somebody is the gate's decision, taken by the room before it shows anything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.crypto.data_key import ScopeKeys
from casework.crypto.failures import SealingError
from casework.crypto.keystore import KeyStore
from casework.crypto.unseal import unseal
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_entry import read_body
from casework.disclosure.ledger_models import LedgerEntry, LedgerHead
from casework.disclosure.name_index import NameIndex, NamePlace
from casework.disclosure.places import answer_place, case_scope

# As many as the key store opens at once.
CHUNK = 4000


@dataclass(frozen=True, slots=True)
class SealedWord:
    """One answer that names somebody or some place."""

    place: NamePlace
    field: str
    envelope: bytes


# All sealed names of a partnership, or those of some of its cases; the room that owns the rows
# hands it in.
Fetch = Callable[[Session, UUID, Collection[UUID] | None], Iterable[SealedWord]]


class NameSearch:
    """The indexes of this process, one a partnership; `fields` are those that name somebody."""

    def __init__(self, fields: Collection[str], fetch: Fetch) -> None:
        self._fields, self._fetch = frozenset(fields), fetch
        self._held: dict[UUID, NameIndex] = {}
        self._lock = Lock()

    def is_built(self, partnership_id: UUID) -> bool:
        """Whether a question would be answered from memory; building is recorded by the room."""
        return partnership_id in self._held

    def find(
        self, session: Session, partnership_id: UUID, words: Sequence[str]
    ) -> list[list[NamePlace]]:
        """For each word, the answers in which it stands, whoever may see them."""
        with self._lock:
            return self._fresh(session, partnership_id).find(words)

    def forget(self) -> None:
        """Start again: after a restore, and in tests."""
        with self._lock:
            self._held.clear()

    def _fresh(self, session: Session, partnership_id: UUID) -> NameIndex:
        head = _head(session, partnership_id)
        index = self._held.get(partnership_id)
        # A ledger that is shorter than the index remembers: yesterday's database came back.
        if index is None or index.as_of > head:
            names = _opened(session, self._fetch(session, partnership_id, None))
            index = self._held[partnership_id] = NameIndex.build(names, as_of=head)
        elif index.as_of < head:
            self._catch_up(session, partnership_id, index, head)
        return index

    def _catch_up(
        self, session: Session, partnership_id: UUID, index: NameIndex, head: int
    ) -> None:
        changed = self._changed_since(session, partnership_id, index.as_of)
        if changed:
            for place, text in _opened(session, self._fetch(session, partnership_id, changed)):
                index.add(place, text)
        index.as_of = head

    def _changed_since(self, session: Session, partnership_id: UUID, seq: int) -> set[UUID]:
        rows = session.execute(
            select(LedgerEntry.case_id, LedgerEntry.body).where(
                LedgerEntry.partnership_id == partnership_id,
                LedgerEntry.seq > seq,
                LedgerEntry.kind == Kind.ANSWERS_WRITTEN.value,
            )
        )
        return {case_id for case_id, body in rows if case_id and self._names_somebody(body)}

    def _names_somebody(self, body: bytes) -> bool:
        written = read_body(body)["detail"].get("answers", ())
        return any(name in self._fields for _, name, *_ in written)


def _head(session: Session, partnership_id: UUID) -> int:
    size = select(LedgerHead.size).where(LedgerHead.partnership_id == partnership_id)
    return session.scalar(size) or 0


def _opened(session: Session, rows: Iterable[SealedWord]) -> Iterator[tuple[NamePlace, str]]:
    """Opened names; what does not open is left out and stops nothing."""
    store, left = cast(KeyStore, session.info["keys"]), iter(rows)
    while part := list(islice(left, CHUNK)):
        scopes = {case_id: case_scope(case_id) for case_id in {row.place.case_id for row in part}}
        keys = store.get_many(scopes.values())
        for row in part:
            key = keys.get(scopes[row.place.case_id])
            text = _text(key, row) if key is not None else None
            if text is not None:
                yield row.place, text


def _text(key: ScopeKeys, row: SealedWord) -> str | None:
    try:
        return unseal(key, answer_place(row.field, row.place.answer_id), row.envelope).reveal()
    except SealingError:
        return None
