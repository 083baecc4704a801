"""The safe-address guard at work: opens a case's protected answers and searches words for them.

It answers with places, never with what stands there. It runs inside the transaction of the act it
guards: a pass is recorded with the act; a find undoes the act and is recorded by `note_stop`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import timedelta
from typing import cast
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.catalogue.field import Field
from casework.catalogue.field import Kind as Asked
from casework.catalogue.sections import FIELDS
from casework.clock import now
from casework.crypto.data_key import ScopeKeys
from casework.crypto.keystore import KeyStore
from casework.crypto.unseal import unseal
from casework.disclosure.address_guard import Protected, ProtectedKind, find_protected
from casework.disclosure.guard_prose import protected_in
from casework.disclosure.ledger import Entry, Kind, append
from casework.disclosure.matter import Item, Matter
from casework.disclosure.often import acts_within
from casework.disclosure.places import answer_place, case_scope
from casework.errors import Invalid, TooMany

# Where an address belongs: these questions ask for one and are protected themselves.
ITS_OWN_PLACE = frozenset({"location", "safe_contact"})
# Somebody who is told 'yes, that is it' often enough has found the address by asking.
MOST_STOPS = 30
WINDOW = timedelta(hours=1)
KINDS: Mapping[Asked, ProtectedKind] = {
    Asked.ADDRESS: ProtectedKind.ADDRESS,
    Asked.POSTCODE: ProtectedKind.ADDRESS,
    Asked.PHONE: ProtectedKind.PHONE,
    Asked.EMAIL: ProtectedKind.EMAIL,
    Asked.TEXT: ProtectedKind.NAME,
}
WORDS: Mapping[ProtectedKind, str] = {
    ProtectedKind.ADDRESS: "the safe address",
    ProtectedKind.PHONE: "a protected phone number",
    ProtectedKind.EMAIL: "a protected email address",
    ProtectedKind.NAME: "a protected place",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Something written that others may read: an answer to a field, or the name of a file."""

    field: str
    text: str = attribute(repr=False)
    subject_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Leak:
    """Where something protected stands; never what."""

    field: str
    label: str
    line: int
    kind: ProtectedKind
    subject_id: UUID | None = None

    def __str__(self) -> str:
        what = WORDS[self.kind]
        held = what.removeprefix("the ").removeprefix("a ")
        return (
            f"Line {self.line} of “{self.label}” seems to contain {what}. "
            f"Remove it or write “{held} held”"
        )


class AddressFound(Invalid):
    """The act was refused because of what the guard found."""

    def __init__(self, leaks: Sequence[Leak], entry: Entry) -> None:
        super().__init__({leak.field: str(leak) for leak in reversed(leaks)})
        self.leaks, self.entry = tuple(leaks), entry

    def beside(self, names: Mapping[str, str]) -> AddressFound:
        """The same refusal at the fields of a form; `names` maps a catalogue field to its own."""
        self.errors = {names.get(field, field): words for field, words in self.errors.items()}
        return self


# Opens one writing transaction.
Writes = Callable[[], AbstractContextManager[Session]]


@contextmanager
def guarded(writing: Writes) -> Iterator[Session]:
    """One writing transaction whose refusal by the guard is recorded by itself."""
    try:
        with writing() as session:
            yield session
    except AddressFound as found:
        with writing() as session:
            append(session, found.entry)
        raise


def is_searched(field: Field) -> bool:
    """Whether what is written here is searched: free text that asks for no address itself."""
    return field.free_text and not field.protected and field.category not in ITS_OWN_PLACE


def refuse_protected(
    session: Session,
    viewer: Viewer,
    held: Matter,
    words: Iterable[Words],
    *,
    known: Collection[UUID] = (),
) -> None:
    """Refuse words that contain what is protected in this case; `held` carries those answers.

    Nothing is protected about the subjects in `known`: whoever causes harm is no secret to us.
    """
    searched = [w for w in words if w.text and is_searched(FIELDS[w.field])]
    if searched:
        _refuse(session, viewer, held, searched, known)


def refuse_protected_in(
    session: Session, viewer: Viewer, whole: Matter, *, known: Collection[UUID] = ()
) -> None:
    """The same for everything already written in a case, before others may read it."""
    keys = _keys(session, whole.case_id)
    searched = [
        Words(item.field, _text(keys, item), item.subject_id)
        for item in whole.items
        if item.envelope is not None and item.field in FIELDS and is_searched(FIELDS[item.field])
    ]
    if searched:
        _refuse(session, viewer, whole, searched, known)


def find_elsewhere(
    session: Session, viewer: Viewer, whole: Matter, answer_id: UUID
) -> tuple[Leak, ...]:
    """Where a protected answer that is new stands in what was written before; places alone.

    Not in what other agencies wrote beside the form: that they wrote anything is theirs to tell.
    """
    new = next(i for i in whole.items if i.answer_id == answer_id)
    keys = _keys(session, whole.case_id)
    protected = _protected(keys, new)
    searched = [
        Words(item.field, _text(keys, item), item.subject_id)
        for item in whole.items
        if item.envelope is not None
        and item.field in FIELDS
        and is_searched(FIELDS[item.field])
        and (item.declared or item.origin_agency_id == viewer.agency_id)
    ]
    append(session, _entry(viewer, whole, Kind.GUARD_ASKED, searched))
    return tuple(leak for words in searched for leak in _leaks(words, protected))


def _refuse(
    session: Session, viewer: Viewer, held: Matter, words: Sequence[Words], known: Collection[UUID]
) -> None:
    answered = [i for i in held.items if i.envelope is not None and i.subject_id not in known]
    items = [i for i in answered if FIELDS[i.field].protected]
    if not items:
        return
    _refuse_too_many(session, viewer)
    keys = _keys(session, held.case_id)
    protected = [p for item in items for p in _protected(keys, item)]
    leaks = [leak for w in words for leak in _leaks(w, protected)]
    entry = _entry(viewer, held, Kind.GUARD_STOPPED if leaks else Kind.GUARD_ASKED, words)
    if leaks:
        raise AddressFound(leaks, entry)
    append(session, entry)


def _leaks(words: Words, protected: Sequence[Protected]) -> list[Leak]:
    label = FIELDS[words.field].label
    found = {
        (words.text.count("\n", 0, finding.start) + 1, finding.kind)
        for finding in find_protected(words.text, protected)
    }
    return [Leak(words.field, label, line, kind, words.subject_id) for line, kind in sorted(found)]


def _protected(keys: ScopeKeys, item: Item) -> tuple[Protected, ...]:
    text, asked = _text(keys, item), FIELDS[item.field].kind
    if asked == Asked.LONG_TEXT:
        return protected_in(text)
    return (Protected(KINDS[asked], text),) if text else ()


def _text(keys: ScopeKeys, item: Item) -> str:
    assert item.envelope is not None, "only answers are opened"
    assert item.answer_id is not None, "an answer has an id"
    return unseal(keys, answer_place(item.field, item.answer_id), item.envelope).reveal()


def _keys(session: Session, case_id: UUID) -> ScopeKeys:
    return cast(KeyStore, session.info["keys"]).keys(case_scope(case_id))


def _entry(viewer: Viewer, held: Matter, kind: Kind, words: Sequence[Words]) -> Entry:
    return Entry(
        kind=kind,
        partnership_id=held.partnership_id,
        at=now(),
        actor_id=viewer.person_id,
        agency_id=viewer.agency_id,
        case_id=held.case_id,
        detail={"fields": sorted({w.field for w in words})},
    )


def _refuse_too_many(session: Session, viewer: Viewer) -> None:
    if acts_within(session, viewer, Kind.GUARD_STOPPED, WINDOW) >= MOST_STOPS:
        raise TooMany(
            "The check for safe addresses has stopped you many times in the last hour. "
            "Wait an hour, or ask your coordinator.",
            int(WINDOW.total_seconds()),
        )
