"""Find a case by a name that is open to the person, or by its reference.

Everything else looks like no match: a case that is concealed, a name that is withheld, masked or
shared as a summary. A name counts only where it is open in full, or it could be guessed bit by bit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.casefile.models import SearchWindow
from casework.casefile.service import NAME_FIELDS, name_of
from casework.cases.matters import matters
from casework.cases.models import Case, CaseSubject, SealedAnswer
from casework.cases.visibility import visible_cases
from casework.clock import now
from casework.directory.names import conference_names
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Entry, Kind, append
from casework.disclosure.name_index import NamePlace, words_of
from casework.disclosure.name_search import NameSearch, SealedWord
from casework.errors import TooMany
from protocols.vocabulary import Effect

SEARCHED = (
    "victim.given_name", "victim.surname", "victim.aliases",
    "alleged_perpetrator.given_name", "alleged_perpetrator.surname", "alleged_perpetrator.aliases",
    "child.given_name", "child.surname", "other_adult.given_name", "other_adult.surname",
    "place.name",
)  # fmt: skip
MOST_SEARCHES, WINDOW = 30, timedelta(minutes=5)
MOST_HITS = 50
# Cases decided at once, and ids in one question to the database.
BATCH, ASKED_AT_ONCE, READ_AT_ONCE = 100, 2000, 4000
_REFERENCE = re.compile(r"C?[\s-]*([A-Z0-9]{4})[\s-]*([A-Z0-9]{4})")


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found: its workflow, its name as the list shows it, and what matched."""

    case: Case
    conference: str
    name: str
    matched: str


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits, newest change first, and whether there are more."""

    hits: tuple[Hit, ...]
    more: bool = False


# By case and person, the answers that each word of the question stands in.
Places = dict[UUID, dict[UUID, list[set[UUID]]]]


def sealed_words(
    session: Session, partnership_id: UUID, case_ids: Collection[UUID] | None
) -> Iterator[SealedWord]:
    """The sealed names of a partnership, or of some of its cases; nothing is opened here."""
    answer = SealedAnswer
    query = (
        select(answer.case_id, answer.subject_id, answer.id, answer.field, answer.envelope)
        .join(CaseSubject, CaseSubject.id == answer.subject_id)
        .where(
            answer.partnership_id == partnership_id,
            answer.current.is_(True),
            answer.field.in_(SEARCHED),
            CaseSubject.removed.is_(False),
        )
        .order_by(answer.case_id)
    )
    if case_ids is not None:
        query = query.where(answer.case_id.in_(case_ids))
    # Read as they are opened: never all of them at once in memory.
    rows = session.execute(query.execution_options(yield_per=READ_AT_ONCE))
    for case_id, subject_id, answer_id, field, envelope in rows:
        assert subject_id is not None, "joined on it"
        yield SealedWord(NamePlace(case_id, subject_id, answer_id), field, envelope)


NAMES = NameSearch(SEARCHED, sealed_words)


def note_search(session: Session, viewer: Viewer) -> None:
    """Count a search and write it down, without its words, before it is made. Raises TooMany."""
    _count(session, viewer)
    append(session, _entry(viewer, Kind.SEARCHED))
    if not NAMES.is_built(viewer.partnership_id):
        append(session, _entry(viewer, Kind.MATCHING_BUILT))


def asks_something(text: str) -> bool:
    """Whether there is a reference or a word to look for."""
    return bool(reference_in(text) or words_of(text))


def reference_in(text: str) -> str | None:
    """A case reference however it was typed: c 7kq2 m9xp is C-7KQ2-M9XP."""
    found = _REFERENCE.fullmatch(text.strip().upper())
    # A reference may happen to have no digit; then its own C, set apart, tells it from a name.
    is_marked = any(sign.isdigit() or sign == "-" for sign in text) or text.strip()[1:2] == " "
    return f"C-{found[1]}-{found[2]}" if found and is_marked else None


def by_reference(session: Session, viewer: Viewer, reference: str) -> Case | None:
    """The case of that reference, if this person may know of it."""
    return session.scalar(visible_cases(viewer).where(Case.reference == reference))


def by_name(session: Session, viewer: Viewer, gate: Gate, text: str) -> Found:
    """Cases in which every word is part of the name of one person or place."""
    places = _joined(NAMES.find(session, viewer.partnership_id, words_of(text)))
    found: list[tuple[Case, set[UUID]]] = []
    for cases in _visible(session, viewer, places):
        found += _open_to(session, viewer, gate, cases, places)
        if len(found) > MOST_HITS:
            break
    hits = _hits(session, viewer, gate, found[:MOST_HITS])
    return Found(tuple(hits), more=len(found) > MOST_HITS)


def _joined(found: Sequence[Sequence[NamePlace]]) -> Places:
    """Only people in whose names every word stands somewhere."""
    places: Places = {}
    for number, in_word in enumerate(found):
        for place in in_word:
            people = places.setdefault(place.case_id, {})
            people.setdefault(place.subject_id, [set() for _ in found])[number].add(place.answer_id)
    return {
        case_id: kept
        for case_id, people in places.items()
        if (kept := {who: words for who, words in people.items() if all(words)})
    }


def _visible(session: Session, viewer: Viewer, places: Places) -> Iterator[list[Case]]:
    """Those cases the viewer may know of, newest change first, some at a time."""
    wanted, rows = list(places), list[tuple[datetime, UUID]]()
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        asked = wanted[start : start + ASKED_AT_ONCE]
        query = visible_cases(viewer).with_only_columns(Case.changed_at, Case.id)
        rows += session.execute(query.where(Case.id.in_(asked)))
    ids = [case_id for _, case_id in sorted(rows, reverse=True)]
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        cases = {c.id: c for c in session.scalars(select(Case).where(Case.id.in_(part)))}
        yield [cases[case_id] for case_id in part if case_id in cases]


def _open_to(
    session: Session, viewer: Viewer, gate: Gate, cases: Sequence[Case], places: Places
) -> list[tuple[Case, set[UUID]]]:
    """Cases in which somebody's open names have every word, with the answers that have them."""
    decided = gate.decide_many(viewer, matters(session, cases, fields=SEARCHED))
    found = []
    for case, decisions in zip(cases, decided, strict=True):
        shown = {item.answer_id for item, d in decisions if d.effect == Effect.FULL}
        for words in places[case.id].values():
            if all(answers & shown for answers in words):
                found.append((case, {a for answers in words for a in answers & shown}))
                break
    return found


def _hits(
    session: Session, viewer: Viewer, gate: Gate, found: Sequence[tuple[Case, set[UUID]]]
) -> Iterator[Hit]:
    """Open what the list shows of each hit, and nothing else."""
    handed = [
        replace(
            held,
            items=tuple(i for i in held.items if i.field in NAME_FIELDS or i.answer_id in matched),
        )
        for held, (_, matched) in zip(
            matters(session, [case for case, _ in found], fields=SEARCHED), found, strict=True
        )
    ]
    conferences: Mapping[UUID, str] = conference_names(session, viewer.partnership_id)
    for (case, matched), revealed in zip(found, gate.reveal_many([viewer], handed), strict=True):
        also = [s.value for s in revealed.shown if s.answer_id in matched and s.value]
        yield Hit(case, conferences[case.conference_id], name_of(revealed), " ".join(also))


def _count(session: Session, viewer: Viewer) -> None:
    moment = now()
    row = session.get(SearchWindow, viewer.person_id, with_for_update=True)
    if row is None:
        row = SearchWindow(
            person_id=viewer.person_id, partnership_id=viewer.partnership_id,
            started_at=moment, searches=0,
        )  # fmt: skip
        session.add(row)
    if moment - row.started_at >= WINDOW:
        row.started_at, row.searches = moment, 0
    if row.searches >= MOST_SEARCHES:
        wait = int((row.started_at + WINDOW - moment).total_seconds()) + 1
        minutes = -(-wait // 60)
        raise TooMany(
            f"You have searched {MOST_SEARCHES} times in a few minutes. Wait "
            f"{minutes} {'minute' if minutes == 1 else 'minutes'}, then search again.",
            wait,
        )
    row.searches += 1
    session.flush()


def _entry(viewer: Viewer, kind: Kind) -> Entry:
    return Entry(
        kind=kind, partnership_id=viewer.partnership_id, at=now(), actor_id=viewer.person_id,
        agency_id=viewer.agency_id,
    )  # fmt: skip
