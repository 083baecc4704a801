"""The sealed record as its page shows it: what the gate let through, in the order of the days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casework.catalogue.declared.afterwards.review import RECORD
from casework.disclosure.shown import Revealed, Shown
from casework.reviews.service.sealed import DATED

PURPOSE = "service_research"


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry that this person may read."""

    id: UUID
    day: date | None
    text: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """All entries of one kind."""

    title: str
    entries: tuple[EntryLine, ...]
    dated: bool


def parts_of(revealed: Revealed, people: Mapping[UUID, str]) -> list[Part]:
    """The kinds of entry in their order, each with what may be read of it."""
    return [
        Part(spec.label, _entries(revealed, spec.name, people), spec.name in DATED)
        for spec in RECORD.fields
    ]


def _entries(revealed: Revealed, field: str, people: Mapping[UUID, str]) -> tuple[EntryLine, ...]:
    found = [_line(s, people) for s in revealed.shown if s.field == field and s.value]
    return tuple(sorted(found, key=lambda e: e.day or date.min))


def split_day(shown: Shown) -> tuple[date | None, str]:
    """The day in front of an entry, and its words."""
    text = shown.value or ""
    if shown.field not in DATED:
        return None, text
    day, _, words = text.partition("\n")
    return date.fromisoformat(day), words


def _line(shown: Shown, people: Mapping[UUID, str]) -> EntryLine:
    assert shown.answer_id is not None, "what is shown in full has a row"
    day, words = split_day(shown)
    who = people.get(shown.author_id, "") if shown.author_id else ""
    return EntryLine(shown.answer_id, day, words, f"{who}, {shown.originator}", shown.given_at)
