"""The face of the catalogue: every field and section, and what a referral asks in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from casework.catalogue.declared import afterwards, circumstances, people, places, referral, risk
from casework.catalogue.field import HEARS, Field
from casework.catalogue.section import Section
from casework.errors import NotFound

# The order of the referral form; each kind of conference and case takes what applies to it.
ORDER: tuple[Section, ...] = (
    *referral.OPENING,
    *places.SECTIONS,
    *people.SECTIONS,
    *circumstances.SECTIONS,
    *risk.SECTIONS,
    *referral.CLOSING,
)


def _by_name(found: Iterable[Section]) -> Mapping[str, Section]:
    kept: dict[str, Section] = {}
    for one in found:
        if one.name in kept:
            raise ValueError(f"two sections are called {one.name}")
        kept[one.name] = one
    return MappingProxyType(kept)


def _fields_by_name(found: Iterable[Section]) -> Mapping[str, Field]:
    kept: dict[str, Field] = {}
    for one in (f for s in found for f in (*s.fields, s.summary_field())):
        if one.name in kept:
            raise ValueError(f"two fields are called {one.name}")
        kept[one.name] = one
    return MappingProxyType(kept)


SECTIONS: Mapping[str, Section] = _by_name((*ORDER, *afterwards.SECTIONS))
FIELDS: Mapping[str, Field] = _fields_by_name(SECTIONS.values())


def field(name: str) -> Field:
    """The field of that name."""
    if name not in FIELDS:
        raise NotFound("question")
    return FIELDS[name]


def section(name: str) -> Section:
    """The section of that name, whole."""
    if name not in SECTIONS:
        raise NotFound("section")
    return SECTIONS[name]


def fields_of(name: str) -> tuple[Field, ...]:
    """The fields of a section, without the summary that may stand in their place."""
    return section(name).fields


def summary_field(name: str) -> Field:
    """The field that holds the summary of a section."""
    return FIELDS[section(name).summary_name]


@lru_cache(maxsize=64)
def sections(conference_kind: str, case_kind: str) -> tuple[Section, ...]:
    """The pages of the referral form in order; none where the conference hears no such case."""
    if case_kind not in HEARS.get(conference_kind, frozenset()):
        return ()
    narrowed = (s.narrowed(conference_kind, case_kind) for s in ORDER)
    return tuple(s for s in narrowed if s.fields)


def required_fields(conference_kind: str, case_kind: str) -> tuple[Field, ...]:
    """What must be answered before submitting, whatever the other answers are.

    In a section that repeats it is needed for every person or entry that was added.
    """
    asked = (f for s in sections(conference_kind, case_kind) for f in s.fields)
    return tuple(f for f in asked if f.is_required(conference_kind, case_kind))


def needed_fields(
    conference_kind: str, case_kind: str, given: Mapping[str, str]
) -> tuple[Field, ...]:
    """What must be answered, given other answers; `given` may hold `route` beside field names."""
    asked = (f for s in sections(conference_kind, case_kind) for f in s.fields)
    return tuple(
        f for f in asked if f.is_required(conference_kind, case_kind) or _called_for(f, given)
    )


def protected_fields() -> tuple[Field, ...]:
    """The safe-address class: what must not turn up in words that others may read."""
    return tuple(f for f in FIELDS.values() if f.protected)


def _called_for(asked: Field, given: Mapping[str, str]) -> bool:
    if asked.required_when is None:
        return False
    name, values = asked.required_when
    return given.get(name, "") in values
