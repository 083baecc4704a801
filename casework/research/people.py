"""Whom an agency may look up: the people and places of a case, as far as the gate showed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from casework.cases.models import CaseSubject
from casework.catalogue.field import Row
from casework.catalogue.partial_dates import spoken_date
from casework.catalogue.sections import FIELDS
from casework.disclosure.shown import Revealed, Shown

_PARTS = (
    "given_name", "surname", "aliases", "description", "date_of_birth", "other_dates_of_birth",
    "gender", "current_address", "address", "postcode", "name",
)  # fmt: skip
# What an agency needs to find somebody in its records, and no more.
IDENTIFIERS: tuple[str, ...] = tuple(
    name
    for row in (
        "victim", "alleged_perpetrator", "child", "other_adult", "household", "place",
        "complainant",
    )
    for part in _PARTS
    if (name := f"{row}.{part}") in FIELDS
)  # fmt: skip
NAMES = frozenset({"given_name", "surname", "name"})
TITLES = {
    Row.VICTIM: "Person at risk",
    Row.ALLEGED_PERPETRATOR: "Person causing harm",
    Row.CHILD: "Child",
    Row.OTHER_ADULT: "Other adult",
    Row.HOUSEHOLD: "Household",
    Row.PLACE: "Place",
    Row.COMPLAINANT: "Complainant",
    Row.INCIDENT: "Incident",
}
READ = ("full", "masked")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, or a place, that the agency can look for in its records."""

    id: UUID
    title: str
    name: str
    rows: tuple[Shown, ...]

    @property
    def label(self) -> str:
        """'Person at risk: Ada Lovelace', as far as the name is open."""
        return f"{self.title}: {self.name}" if self.name else self.title

    @property
    def spoken(self) -> str:
        """The name, or the title where the name is not open."""
        return self.name or f"the {self.title[:1].lower()}{self.title[1:]}"


def people_of(subjects: Sequence[CaseSubject], revealed: Revealed) -> list[Person]:
    """Those of whom the viewer may read at least one thing, in the order they were entered."""
    titles, found = titles_of(subjects), []
    for subject in sorted(subjects, key=lambda s: (list(TITLES).index(Row(s.kind)), s.ordinal)):
        rows = tuple(
            s
            for s in revealed.shown
            if s.subject_id == subject.id and s.value and s.effect in READ and _identifies(s)
        )
        if rows:
            found.append(Person(subject.id, titles[subject.id], _name(rows), rows))
    return found


def titles_of(subjects: Sequence[CaseSubject]) -> dict[UUID, str]:
    """What to call each of them without a name: 'Child 2'."""
    several = [s.kind for s in subjects]
    return {
        s.id: f"{TITLES[Row(s.kind)]}{f' {s.ordinal}' if several.count(s.kind) > 1 else ''}"
        for s in subjects
    }


def value_words(shown: Shown) -> str:
    """A value as a person reads it: dates in words, choices by their label."""
    spec, text = FIELDS[shown.field], shown.value or ""
    if shown.effect == "full" and spec.kind == "date" and not spec.several:
        return spoken_date(text) if text.replace("-", "").isdigit() else text
    return dict(spec.choices).get(text, text)


def _identifies(shown: Shown) -> bool:
    return shown.field in IDENTIFIERS


def _name(rows: Sequence[Shown]) -> str:
    parts = [r.value for r in rows if r.field.partition(".")[2] in NAMES and r.value]
    return " ".join(parts)
