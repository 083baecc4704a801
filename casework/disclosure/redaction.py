"""The redaction guard: does a report that is to be published say who or where somebody is?

It opens what a case knows of people's names, dates of birth and addresses, and answers with the
lines of the report in which one of them stands: which kind of thing, never the thing. Every
question is in the ledger, and somebody who asks very often is stopped: line by line a list of
guesses would find an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.catalogue.field import Field
from casework.catalogue.field import Kind as Asked
from casework.catalogue.sections import FIELDS
from casework.clock import now
from casework.crypto.keystore import KeyStore
from casework.crypto.unseal import unseal
from casework.disclosure.address_guard import Protected, ProtectedKind, find_protected
from casework.disclosure.guard_words import words
from casework.disclosure.ledger import Entry, Kind, append_all
from casework.disclosure.matter import Matter
from casework.disclosure.often import acts_within
from casework.disclosure.places import answer_place, case_scope
from casework.errors import TooMany

MOST_CHECKS = 20
WINDOW = timedelta(hours=1)
# Shorter names stand in too many other words to say anything.
SHORTEST_NAME = 3
NAMED = ("given_name", "surname", "aliases", "place.name", "complainant.name")
WORDS = {
    ProtectedKind.NAME: "a name",
    ProtectedKind.ADDRESS: "an address or postcode",
    ProtectedKind.PHONE: "a phone number",
    ProtectedKind.EMAIL: "an email address",
}
BORN = "a date of birth"
_PLACES = {
    Asked.ADDRESS: ProtectedKind.ADDRESS,
    Asked.POSTCODE: ProtectedKind.ADDRESS,
    Asked.PHONE: ProtectedKind.PHONE,
    Asked.EMAIL: ProtectedKind.EMAIL,
}
_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?[\s./-]+(\d{1,2}|[a-z]{3,9})[\s./-]+(\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """One line of the report, and what kind of thing stands in it."""

    line: int
    what: str


def identifying_fields() -> tuple[str, ...]:
    """Catalogue fields whose answers would say who or where somebody is."""
    return tuple(name for name, spec in FIELDS.items() if _identifies(spec))


def identifying_lines(
    session: Session, viewer: Viewer, held: Sequence[Matter], text: str
) -> tuple[Found, ...]:
    """Lines of the text that say who or where somebody of these cases is. Raises TooMany.

    Commit before acting on the answer: a refusal that undoes this entry is a guess nobody counts.
    """
    _refuse_too_many(session, viewer)
    protected, born = list[Protected](), set[date]()
    for matter in held:
        for spec, value in _opened(session, matter):
            born |= _dates(spec, value)
            protected += _protected(spec, value)
    found = sorted({*_lines(text, protected), *_born(text, born)})
    # One check, however many cases it is about: its entries carry one moment and count once.
    moment = now()
    append_all(session, [_entry(viewer, matter, len(found), moment) for matter in held])
    return tuple(found)


def _identifies(spec: Field) -> bool:
    if spec.name.startswith(("referrer.", "attachment.")):
        return False
    return spec.kind in _PLACES or spec.name.endswith((*NAMED, "date_of_birth"))


def _opened(session: Session, matter: Matter) -> Iterator[tuple[Field, str]]:
    keys = cast(KeyStore, session.info["keys"]).keys(case_scope(matter.case_id))
    for item in matter.items:
        if item.envelope is not None and item.answer_id is not None:
            place = answer_place(item.field, item.answer_id)
            yield FIELDS[item.field], unseal(keys, place, item.envelope).reveal()


def _protected(spec: Field, value: str) -> Iterator[Protected]:
    if spec.kind in _PLACES:
        yield Protected(_PLACES[spec.kind], value)
    elif spec.name.endswith(NAMED):
        yield from (
            Protected(ProtectedKind.NAME, part)
            for part in re.split(r"[\s,;]+", value)
            if len(part) >= SHORTEST_NAME
        )


def _dates(spec: Field, value: str) -> set[date]:
    if not spec.name.endswith("date_of_birth"):
        return set()
    return {date(*map(int, match.groups())) for match in _ISO.finditer(value)}


def _lines(text: str, protected: Iterable[Protected]) -> Iterator[Found]:
    for finding in find_protected(text, _worth_looking_for(text, protected)):
        yield Found(text.count("\n", 0, finding.start) + 1, WORDS[finding.kind])


def _worth_looking_for(text: str, protected: Iterable[Protected]) -> Iterator[Protected]:
    # One name of hundreds stands in a report: the rest need no search of their own.
    there = {word.text for word in words(text)}
    seen = set[tuple[ProtectedKind, str]]()
    for item in protected:
        key = (item.kind, item.value.casefold())
        is_name = item.kind is ProtectedKind.NAME
        if key in seen or (is_name and not {w.text for w in words(item.value)} <= there):
            continue
        seen.add(key)
        yield item


def _born(text: str, born: set[date]) -> Iterator[Found]:
    for number, line in enumerate(text.splitlines(), start=1):
        if born & set(_days(line.casefold())):
            yield Found(number, BORN)


def _days(line: str) -> Iterator[date]:
    for match in _DAY.finditer(line):
        day, month, year = match.groups()
        named = month[:3] in _MONTHS
        if not named and not month.isdigit():
            continue
        number = _MONTHS.index(month[:3]) + 1 if named else int(month)
        yield from _real(int(year), number, int(day))
    for match in _ISO.finditer(line):
        yield from _real(*map(int, match.groups()))


def _real(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def _entry(viewer: Viewer, matter: Matter, count: int, moment: datetime) -> Entry:
    return Entry(
        kind=Kind.REDACTION_CHECKED, partnership_id=matter.partnership_id, at=moment,
        actor_id=viewer.person_id, agency_id=viewer.agency_id, case_id=matter.case_id,
        detail={"lines": count},
    )  # fmt: skip


def _refuse_too_many(session: Session, viewer: Viewer) -> None:
    if acts_within(session, viewer, Kind.REDACTION_CHECKED, WINDOW) >= MOST_CHECKS:
        raise TooMany(
            "You have had many texts checked for names in the last hour. "
            "Wait an hour, then try again.",
            int(WINDOW.total_seconds()),
        )
