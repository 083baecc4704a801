"""Pages of what two versions change on live cases: people first, then the cases of one change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements.models import Agreement
from casework.cases.visibility import visible_cases
from casework.catalogue.sections import SECTIONS
from casework.directory.models import Person
from casework.errors import NotFound
from casework.sharing.named import name_cases
from casework.sharing.preview import Key, Look, Shift, between, look_at
from casework.web.pagination import Page, page_of

# References in one line of the table; where there are more, they have a page of their own.
FEW = 3


@dataclass(frozen=True, slots=True)
class Compared:
    """One page of the changes, how many there are of either sort, and cases one may know of."""

    page: Page[Shift]
    more: int
    less: int
    named: Mapping[Key, Sequence[str]]


@dataclass(frozen=True, slots=True)
class ChangedCases:
    """One change: whose, where, in how many live cases, and which of them one may know of."""

    person: str
    section: str
    gains: bool
    cases: int
    known: Sequence[str]


def compared(
    session: Session, viewer: Viewer, before: Agreement, row: Agreement, number: int
) -> Compared:
    """A page of who would gain and who would lose; the cases of others are only counted."""
    look = look_at(session, row.partnership_id, between(session, before, row))
    shifts = look.shifts()
    page, more = page_of(shifts, number), sum(shift.gains for shift in shifts)
    named = _named(session, viewer, look, page.items, most=FEW + 1)
    return Compared(page, more, len(shifts) - more, named)


def changed_cases(
    session: Session, viewer: Viewer, before: Agreement, row: Agreement, key: Key
) -> ChangedCases:
    """The live cases of one change, all that this person may know of."""
    person_id, section, gains = key
    person = session.get(Person, person_id)
    if person is None or person.partnership_id != row.partnership_id or section not in SECTIONS:
        raise NotFound("change")
    look = look_at(session, row.partnership_id, between(session, before, row)).narrowed(person_id)
    found = [shift for shift in look.shifts() if shift.key == key]
    named = _named(session, viewer, look, found)
    return ChangedCases(
        person.name, SECTIONS[section].title, gains, sum(shift.cases for shift in found),
        named.get(key, ()),
    )  # fmt: skip


def _named(
    session: Session, viewer: Viewer, look: Look, shifts: Sequence[Shift], most: int | None = None
) -> Mapping[Key, Sequence[str]]:
    return name_cases(
        session, visible_cases(viewer), look.counted, lambda: look.touched(shifts), most=most
    )
