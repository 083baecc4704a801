"""The page 'What is recorded about this case', built from the protocol in force."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.models import Case, RecordedFact
from casework.clock import now
from casework.directory.names import person_names
from casework.disclosure.shown import Revealed
from casework.recorded.in_use import FactInUse, Use
from casework.recorded.kinds import Elsewhere, Recorder, elsewhere, kind_of
from casework.recorded.reach import answers_of, key_of, recorder_of, words_of
from casework.recorded.service import Recordable, holds, mine, reads, recorded_by_me, used_in
from casework.recorded.values import spoken
from protocols.spelling import capitalised

PEOPLE_WORDS: Mapping[Recorder, str] = {r: r.value for r in Recorder}


@dataclass(frozen=True, slots=True)
class Line:
    """One recorded fact as a page tells it."""

    id: UUID
    about: str
    value: str
    purpose: str
    by: str
    at: datetime
    until: datetime | None
    while_risk: str
    holds: bool
    ended_at: datetime | None
    ended_by: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact of the protocol: what hangs on it, what holds, and who may record it."""

    name: str
    question: str
    uses: tuple[Use, ...]
    held: tuple[Line, ...]
    may_record: bool
    who: str
    elsewhere: Elsewhere | None


def entries(
    session: Session, viewer: Viewer, case: Case, known: Collection[UUID]
) -> tuple[Entry, ...]:
    """Every fact of the versions in force; `known` are answers this person may know of."""
    used = used_in(session, case)
    book = _Book(session, viewer, case)
    facts = _by_name(session, case, frozenset(used), known)
    return tuple(_entry(book, fact, facts.get(name, [])) for name, fact in used.items())


def history(session: Session, viewer: Viewer, case: Case, fact: Recordable) -> tuple[Line, ...]:
    """Everything that was ever recorded under one name and may be known here, newest first."""
    book, may = _Book(session, viewer, case), {reach.key for reach in fact.reaches}
    return tuple(
        book.line(row, fact.used, mine=key_of(row) in may)
        for row in mine(session, viewer, case, fact)
    )


def line_of(session: Session, viewer: Viewer, case: Case, name: str, fact_id: UUID) -> Line:
    """One fact this person may end, or NotFound."""
    row = recorded_by_me(session, viewer, case, name, fact_id)
    used = used_in(session, case)[name]
    return _Book(session, viewer, case).line(row, used, mine=True)


def reasons(revealed: Revealed) -> dict[tuple[str, UUID], str]:
    """Why, by what is recorded: the words that the gate let this person read."""
    return {
        (s.about_kind, s.about_id): s.value
        for s in revealed.shown
        if s.about_kind and s.about_id and s.value
    }


class _Book:
    """Names and words of one case, looked up once."""

    def __init__(self, session: Session, viewer: Viewer, case: Case) -> None:
        self.session, self.viewer, self.case = session, viewer, case
        self.recorder = recorder_of(viewer, case)
        self._words = words_of(session, case)
        self._own = {r.key: r.words for r in answers_of(session, viewer, case)}
        self._people = person_names(session, viewer.partnership_id)
        self._moment = now()

    def line(self, row: RecordedFact, used: FactInUse, *, mine: bool) -> Line:
        """One row in words."""
        key = key_of(row)
        known = self._words.get(key)
        return Line(
            row.id, known.words if known else self._own.get(key, "One piece of information"),
            spoken(used.dimension, row.value), (row.purpose or "").replace("_", " "),
            self._people.get(row.recorded_by, ""), row.recorded_at, row.ends_at,
            (row.while_risk or "").replace("_", " "),
            holds(row, self._moment, self.case.risk_level),
            row.withdrawn_at, self._people.get(row.withdrawn_by, "") if row.withdrawn_by else "",
            mine,
        )  # fmt: skip


def _by_name(
    session: Session, case: Case, names: Collection[str], known: Collection[UUID]
) -> dict[str, list[RecordedFact]]:
    rows = session.scalars(
        select(RecordedFact)
        .where(RecordedFact.case_id == case.id, RecordedFact.name.in_(names))
        .order_by(RecordedFact.recorded_at)
    )
    found: dict[str, list[RecordedFact]] = {}
    for row in rows:
        if holds(row, now(), case.risk_level) and (row.answer_id is None or row.answer_id in known):
            found.setdefault(row.name, []).append(row)
    return found


def _entry(book: _Book, used: FactInUse, facts: Sequence[RecordedFact]) -> Entry:
    kind = kind_of(used.dimension)
    if kind is None:
        there = elsewhere(used.dimension)
        office = Recorder.OFFICE in book.recorder
        held = facts if office and there.endpoint else ()
        lines = tuple(book.line(row, used, mine=False) for row in held)
        shown = there if office else Elsewhere(there.words)
        return Entry(used.name, _title(used), used.uses, lines, False, "", shown)
    held = [row for row in facts if row.answer_id or reads(book.viewer, book.case, kind, row)]
    return Entry(
        used.name, kind.question, used.uses,
        tuple(book.line(row, used, mine=False) for row in held),
        bool(book.recorder & kind.recorders),
        " or ".join(sorted(PEOPLE_WORDS[r] for r in kind.recorders)), None,
    )  # fmt: skip


def _title(used: FactInUse) -> str:
    return capitalised(used.dimension.says)
