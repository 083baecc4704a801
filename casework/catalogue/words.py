"""Answers and people in the words of the screen: no stored code ever reaches a person."""

from __future__ import annotations

from collections.abc import Mapping

from casework.catalogue.field import ASB_REVIEW, BETWEEN, COMMUNITY, DOMESTIC_ABUSE, Field, Kind
from casework.catalogue.partial_dates import spoken_date

_CONFERENCES: Mapping[str, str] = {
    DOMESTIC_ABUSE: "Domestic abuse MARAC",
    COMMUNITY: "Community MARAC",
    ASB_REVIEW: "ASB case review",
}
_KINDS: Mapping[str, str] = {
    "person": "One person",
    "household": "A household",
    "place": "A place with several people affected",
}
# What people are called is a custom of the conference (DESIGN 10).
_COMMON: Mapping[str, str] = {
    "victim": "Victim",
    "alleged_perpetrator": "Person causing harm",
    "child": "Child",
    "other_adult": "Other adult",
    "household": "Household",
    "place": "Place",
    "complainant": "Person who complained",
    "incident": "Incident",
    "referrer": "Referrer",
    "staff": "Staff",
    "case": "Case",
}
_CUSTOMS: Mapping[str, Mapping[str, str]] = {
    DOMESTIC_ABUSE: {"alleged_perpetrator": "Alleged perpetrator"},
    COMMUNITY: {"victim": "Person at risk"},
    ASB_REVIEW: {"victim": "Person affected"},
}


def spoken(field: Field, stored: str) -> str:
    """A stored answer in words; one that is not in stored form (a mask) stays as it is."""
    if field.kind is Kind.DATE:
        return ", ".join(_date(part) for part in stored.split(BETWEEN))
    if not field.choices:
        return stored
    labels = dict(field.choices)
    return ", ".join(labels.get(part, part) for part in stored.split(BETWEEN))


def party(conference_kind: str, kind: str) -> str:
    """What this conference calls a victim, a person causing harm, a place …"""
    return _CUSTOMS.get(conference_kind, {}).get(kind) or _COMMON.get(
        kind, kind.replace("_", " ").capitalize()
    )


def conference_words(conference_kind: str) -> str:
    """The kind of conference in words."""
    return _CONFERENCES.get(conference_kind, conference_kind.replace("_", " "))


def case_kind_words(case_kind: str) -> str:
    """The kind of case in words."""
    return _KINDS.get(case_kind, case_kind.replace("_", " "))


def _date(stored: str) -> str:
    try:
        return spoken_date(stored)
    except (ValueError, IndexError):
        return stored
