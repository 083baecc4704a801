"""A matter: the facts and the sealed answers that a room hands to the gate. It opens nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from casework.crypto.data_key import Scope
from casework.disclosure.places import ANSWER_TABLE, ENTRY_TABLE, case_scope, review_scope
from protocols.question import Fact

NOTHING: Mapping[str, Fact] = MappingProxyType({})
# Who refers a case, leads it or works with anybody in it is on the case; who only sat in the room,
# lets the flat or has the next area is not.
ON_CASE = "on_case"
PUTS_ON_CASE = frozenset({
    "referrer", "lead", "works_with_victim", "works_with_perpetrator", "works_with_child",
    "provides_care", "supervises_perpetrator",
})  # fmt: skip
# What an agency says of itself; a worker of it may say something else of themselves alone.
SAID_BY_AGENCY = frozenset({
    "works_with_victim", "works_with_perpetrator", "works_with_child", "neutral",
})  # fmt: skip
# What the roll of a meeting says of an agency and the case that is heard.
ATTENDS, ABSENT = "attends_meeting", "absent_from_meeting"
ATTENDANCE = frozenset({ATTENDS, ABSENT})
# What whoever takes part in a meeting has signed before a case is heard, as a fact.
SIGNED = "confidentiality_signed"
GIVES_WAY = SAID_BY_AGENCY | {"referrer", ON_CASE}


@dataclass(frozen=True, slots=True)
class Item:
    """One field of one subject, answered (with an envelope) or not; never its value."""

    field: str
    label: str
    section: str
    subject: str
    subject_id: UUID | None
    category: str
    sensitivity: int
    mask: str | None = None
    answer_id: UUID | None = None
    envelope: bytes | None = None
    origin_agency_id: UUID | None = None
    author_id: UUID | None = None
    given_at: datetime | None = None
    nature: str = "fact"
    handling: frozenset[str] = frozenset()
    released: bool = True
    # Recipients an unreleased answer was let go to: on paper, or by word of mouth in session.
    released_to: frozenset[UUID] = frozenset()
    told_to: frozenset[UUID] = frozenset()
    about_kind: str | None = None
    about_id: UUID | None = None
    # Whether a form asks it, so that a blank stands in its place where nobody has answered.
    declared: bool = True
    # Facts recorded about this very answer (relevant? necessary? originator_approved?).
    facts: Mapping[str, Fact] = attribute(default_factory=lambda: NOTHING)

    @property
    def is_summary(self) -> bool:
        """Words written for release in place of a section."""
        return self.field.startswith("summary.")

    def is_let_go(self, agency_id: UUID) -> bool:
        """Whether this is the agency's own, or its author's agency has let it go to it."""
        return (
            self.released
            or agency_id == self.origin_agency_id
            or agency_id in self.released_to | self.told_to
        )


@dataclass(frozen=True, slots=True)
class Granted:
    """A request to see more that was granted to an agency, until it ends."""

    agency_id: UUID
    section: str
    subject_id: UUID | None
    field: str | None
    ends_at: datetime
    # The agency that said yes, for what it supplied itself; None where the chair said it for all.
    supplier_id: UUID | None = None

    def covers(self, item: Item, agency_id: UUID, moment: datetime) -> bool:
        """Whether this grant reaches the item for that agency at that moment."""
        return (
            self.agency_id == agency_id
            and self.section == item.section
            and self.field in (None, item.field)
            and self.subject_id in (None, item.subject_id)
            and self.supplier_id in (None, item.origin_agency_id)
            and moment < self.ends_at
        )


@dataclass(frozen=True, slots=True)
class Matter:
    """One case as the gate knows it: plain facts, who stands where, and its items."""

    partnership_id: UUID
    case_id: UUID
    conference_id: UUID
    conference_kind: str
    stage: str
    risk_level: str
    items: tuple[Item, ...]
    # True for every recipient.
    facts: Mapping[str, Fact] = attribute(default_factory=lambda: NOTHING)
    consent: Mapping[UUID | None, str] = attribute(default_factory=dict)
    # The same for one purpose only, which goes before the answer for every purpose.
    consent_for: Mapping[tuple[UUID | None, str], str] = attribute(default_factory=dict)
    # Words of the `relationship` dimension; a person's own, where recorded, stand in place of
    # what the agency says of itself, so that one on both sides can keep its workers apart. What
    # the roll or the office says of the agency is so for all of them.
    standings: Mapping[UUID, frozenset[str]] = attribute(default_factory=dict)
    person_standings: Mapping[UUID, frozenset[str]] = attribute(default_factory=dict)
    # Facts that hold for one recipient only (signed today's statement, own tenant …).
    agency_facts: Mapping[UUID, Mapping[str, Fact]] = attribute(default_factory=dict)
    person_facts: Mapping[UUID, Mapping[str, Fact]] = attribute(default_factory=dict)
    granted: tuple[Granted, ...] = ()
    agency_codes: Mapping[UUID, str] = attribute(default_factory=dict)
    agency_types: Mapping[UUID, str] = attribute(default_factory=dict)
    agency_names: Mapping[UUID, str] = attribute(default_factory=dict)
    # The record of a review lies in a table of its own, under a key of its own.
    sealed_in: str = ANSWER_TABLE

    @property
    def scope(self) -> Scope:
        """Whose key opens it."""
        if self.sealed_in == ENTRY_TABLE:
            return review_scope(self.case_id)
        return case_scope(self.case_id)

    def standing(self, agency_id: UUID, person_id: UUID) -> frozenset[str]:
        """How this person of this agency stands to the case."""
        agency = self.standings.get(agency_id, frozenset())
        own = self.person_standings.get(person_id)
        return own | stands(agency - GIVES_WAY) if own else agency

    def consent_of(self, subject_id: UUID | None, purpose: str) -> str:
        """What this person of the case said about this purpose, as a word of `consent`."""
        said = self.consent_for.get((subject_id, purpose))
        return said or self.consent.get(subject_id, "not_asked")

    def summary_of(self, section: str) -> Item | None:
        """The summary written for a section, unless something in the section is newer (stale)."""
        wanted = f"summary.{section}"
        found = [i for i in self.items if i.field == wanted and i.envelope is not None]
        if not found:
            return None
        latest = max(found, key=_given)
        newer = any(
            _given(i) > _given(latest)
            for i in self.items
            if i.section == section and i.envelope is not None and not i.is_summary
        )
        return None if newer else latest


def _given(item: Item) -> datetime:
    assert item.given_at is not None, "an answered item has a moment"
    return item.given_at


def stands(recorded: Iterable[str]) -> frozenset[str]:
    """How somebody stands by what was recorded, and whether that puts them on the case."""
    words = frozenset(recorded)
    return words | {ON_CASE} if words & PUTS_ON_CASE else words
