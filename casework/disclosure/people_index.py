"""Has this person been here before? Names are opened here, hashed in memory, and answered in ids.

One index per partnership and process, built at the first question and kept fresh by the ledger:
every writing of a name stands there, so nothing has to be searched for what is new.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from threading import Lock
from typing import cast
from uuid import UUID

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.catalogue.field import BETWEEN
from casework.clock import now
from casework.crypto.failures import SealingError
from casework.crypto.keystore import KeyStore
from casework.crypto.unseal import unseal
from casework.disclosure.ledger import Entry, Kind, append
from casework.disclosure.ledger_entry import read_body
from casework.disclosure.ledger_models import LedgerEntry, LedgerHead
from casework.disclosure.matching import Match, MatchIndex, Strength
from casework.disclosure.often import acts_within
from casework.disclosure.places import answer_place, case_scope

# A person who asks more often than this is told no hints for a while; the work goes on.
MOST_QUESTIONS = 120
WINDOW = timedelta(hours=1)
SURE = frozenset({Strength.SAME, Strength.LIKELY})
MOST_NAMES = 12
PLACEHOLDERS = frozenset({"", "not known", "unknown", "n/k", "not given", "none"})
PARTS = ("given_name", "surname", "aliases", "date_of_birth", "other_dates_of_birth")
Names = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class SealedName:
    """One answer that says who somebody is."""

    case_id: UUID
    subject_id: UUID
    field: str
    answer_id: UUID
    envelope: bytes


# All sealed names of a partnership, or those of some of its cases; the room that owns the rows
# hands it in.
Fetch = Callable[[Session, UUID, Collection[UUID] | None], Iterable[SealedName]]


class PeopleIndex:
    """The indexes of this process."""

    def __init__(self) -> None:
        self._held: dict[UUID, MatchIndex] = {}
        self._lock = Lock()

    def ask(
        self, session: Session, viewer: Viewer, fetch: Fetch, asked: Iterable[Names], case_id: UUID
    ) -> tuple[Match, ...]:
        """Who these people may be in other cases, surest first; the question is recorded."""
        wanted = [names for names in asked if _says_something(names)]
        if not wanted or _asked_too_often(session, viewer):
            return ()
        # What is undone must not stay known: the index would count entries that never were.
        event.listen(session, "after_rollback", lambda _: self.forget(), once=True)
        with self._lock:
            index = self._fresh(session, viewer, fetch)
            found = [m for n in wanted for m in index.candidates(*n)]
        surest = _opened(session, viewer.partnership_id, fetch, wanted, found, case_id)
        append(session, _entry(viewer, Kind.MATCHING_ASKED, case_id, len(surest)))
        return surest

    def ask_about(
        self, session: Session, viewer: Viewer, fetch: Fetch, case_id: UUID
    ) -> tuple[Match, ...]:
        """The same for everybody named in one case, whose names are opened here."""
        people = _people(session, fetch(session, viewer.partnership_id, [case_id]))
        asked = [names for kept in people.values() for names in kept]
        return self.ask(session, viewer, fetch, asked, case_id)

    def forget(self) -> None:
        """Start again: after a restore, and in tests."""
        with self._lock:
            self._held.clear()

    def _fresh(self, session: Session, viewer: Viewer, fetch: Fetch) -> MatchIndex:
        partnership_id = viewer.partnership_id
        size = select(LedgerHead.size).where(LedgerHead.partnership_id == partnership_id)
        head = session.scalar(size) or 0
        index = self._held.get(partnership_id)
        # A ledger that is shorter than the index remembers: yesterday's database came back.
        if index is None or index.as_of > head:
            return self._build(session, viewer, fetch, head)
        changed = _changed_since(session, partnership_id, index.as_of)
        if changed:
            _take_in(session, index, fetch(session, partnership_id, changed))
        index.as_of = head
        return index

    def _build(self, session: Session, viewer: Viewer, fetch: Fetch, head: int) -> MatchIndex:
        people = _people(session, fetch(session, viewer.partnership_id, None))
        index = MatchIndex.build(
            ((sid, cid, *names) for (cid, sid), kept in people.items() for names in kept),
            as_of=head,
        )
        self._held[viewer.partnership_id] = index
        append(session, _entry(viewer, Kind.MATCHING_BUILT, None, len(people)))
        return index


PEOPLE = PeopleIndex()


def spellings(given: Mapping[str, str]) -> tuple[Names, ...]:
    """Every name with every date of birth that a person is known by."""
    first, last = given.get("given_name", ""), given.get("surname", "")
    names = [(first, last)] if _known(first) or _known(last) else []
    also = (text for text in re.split(r"[,;\n]", given.get("aliases", "")) if text.strip())
    names += [_alias(text, first, last) for text in also]
    dates = [given.get("date_of_birth", ""), *given.get("other_dates_of_birth", "").split(BETWEEN)]
    born = list(dict.fromkeys(d for d in dates if d)) or [""]
    return tuple((*name, day) for name, day in product(dict.fromkeys(names), born))[:MOST_NAMES]


def _alias(text: str, first: str, last: str) -> tuple[str, str]:
    given, _, surname = text.strip().rpartition(" ")
    # One word alone is another surname or a nickname: the other half stays as it is.
    return (given, surname) if given else (first, surname or last)


def _known(name: str) -> bool:
    return name.strip().casefold() not in PLACEHOLDERS


def _says_something(names: Names) -> bool:
    return all(_known(part) for part in names[:2])


def _people(
    session: Session, rows: Iterable[SealedName]
) -> dict[tuple[UUID, UUID], tuple[Names, ...]]:
    """Opened names by case and person; what does not open is left out and stops nothing."""
    held = list(rows)
    store = cast(KeyStore, session.info["keys"])
    keys = store.get_many({case_scope(row.case_id) for row in held})
    given: dict[tuple[UUID, UUID], dict[str, str]] = defaultdict(dict)
    for row in held:
        scope = case_scope(row.case_id)
        if scope not in keys:
            continue
        try:
            text = unseal(keys[scope], answer_place(row.field, row.answer_id), row.envelope)
        except SealingError:
            continue
        given[row.case_id, row.subject_id][row.field.partition(".")[2]] = text.reveal()
    return {who: spellings(parts) for who, parts in given.items()}


def _take_in(session: Session, index: MatchIndex, rows: Iterable[SealedName]) -> None:
    for (case_id, subject_id), names in _people(session, rows).items():
        index.remove(subject_id)
        for name in names:
            index.add(subject_id, case_id, *name)


def _changed_since(session: Session, partnership_id: UUID, seq: int) -> set[UUID]:
    """Cases in which a name was written after that number of the ledger."""
    rows = session.execute(
        select(LedgerEntry.case_id, LedgerEntry.body).where(
            LedgerEntry.partnership_id == partnership_id,
            LedgerEntry.seq > seq,
            LedgerEntry.kind == Kind.ANSWERS_WRITTEN.value,
        )
    )
    return {case_id for case_id, body in rows if case_id is not None and _names_somebody(body)}


def _names_somebody(body: bytes) -> bool:
    written = read_body(body)["detail"].get("answers", ())
    return any(name.partition(".")[2] in PARTS for _, name, *_ in written)


def _opened(
    session: Session,
    partnership_id: UUID,
    fetch: Fetch,
    wanted: Collection[Names],
    found: Iterable[Match],
    own_case: UUID,
) -> tuple[Match, ...]:
    """The few candidates, opened as they stand now and compared again; one per person."""
    others = {m.case_id for m in found if m.case_id != own_case}
    if not others:
        return ()
    people = _people(session, fetch(session, partnership_id, others))
    check = MatchIndex.build(
        (sid, cid, *names) for (cid, sid), kept in people.items() for names in kept
    )
    spelled = {sid: kept for (_, sid), kept in people.items()}
    best = (m for n in wanted for m in _compared(check, n, spelled))
    return tuple({m.subject_id: m for m in sorted(best, key=_least_sure_first)}.values())


def _compared(
    check: MatchIndex, asked: Names, spelled: Mapping[UUID, tuple[Names, ...]]
) -> Iterator[Match]:
    for place in range(max(map(len, spelled.values()), default=0)):
        read = _reader(spelled, place)
        yield from (m for m in check.candidates(*asked, read=read) if m.strength in SURE)


def _reader(spelled: Mapping[UUID, tuple[Names, ...]], place: int) -> Callable[[UUID], Names]:
    return lambda subject_id: spelled[subject_id][min(place, len(spelled[subject_id]) - 1)]


def _least_sure_first(match: Match) -> tuple[bool, str]:
    # The last of a person stays, so the surest stands last.
    return match.strength == Strength.SAME, str(match.subject_id)


def _asked_too_often(session: Session, viewer: Viewer) -> bool:
    return acts_within(session, viewer, Kind.MATCHING_ASKED, WINDOW) >= MOST_QUESTIONS


def _entry(viewer: Viewer, kind: Kind, case_id: UUID | None, number: int) -> Entry:
    return Entry(
        kind=kind, partnership_id=viewer.partnership_id, at=now(), actor_id=viewer.person_id,
        agency_id=viewer.agency_id, case_id=case_id, detail={"people": number},
    )  # fmt: skip
