"""The public JSON Schema of a referral, derived from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from casework.catalogue.entry_routes import ThresholdRoute
from casework.catalogue.field import CASE_KINDS, MOST_DATES, Field, Kind, Row
from casework.catalogue.instruments import INSTRUMENTS
from casework.catalogue.sections import ORDER

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LONGEST_NAME = 200
# The longest list of people or entries that one document may carry.
MOST_ENTRIES = 100
# The lists of a document, with the row each entry becomes; `household` and `place` are single.
LISTS: Mapping[str, Row] = {
    "victims": Row.VICTIM,
    "alleged_perpetrators": Row.ALLEGED_PERPETRATOR,
    "children": Row.CHILD,
    "other_adults": Row.OTHER_ADULT,
    "complainants": Row.COMPLAINANT,
    "incidents": Row.INCIDENT,
}
SINGLES: Mapping[str, Row] = {"household": Row.HOUSEHOLD, "place": Row.PLACE}
NEEDED: tuple[str, ...] = ("conference", "kind", "route")
TOP: tuple[str, ...] = (
    "reference_of_sender", "conference", "kind", "route", "urgent",
    *LISTS, *SINGLES, "case", "risk", "awareness",
)  # fmt: skip

_DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
_ASKED: tuple[Field, ...] = tuple(f for s in ORDER for f in s.fields)
_ITEM_NAMES = frozenset(item.field for i in INSTRUMENTS.values() for item in i.items)


@cache
def row_fields(row: Row) -> Mapping[str, Field]:
    """The fields of one person, place or entry, by the name they have in a document."""
    return {f.short: f for f in _ASKED if f.row is row}


@cache
def risk_answers() -> Mapping[str, Field]:
    """The items of every instrument, with their sources and comments."""
    return {f.short: f for f in _ASKED if f.name in _ITEM_NAMES or f.under in _ITEM_NAMES}


@cache
def risk_words() -> Mapping[str, Field]:
    """The professional's own view, beside the score."""
    return {f.short: f for f in _ASKED if f.name.startswith("risk.")}


@cache
def awareness_fields() -> Mapping[str, Field]:
    """Told, agrees, lawful basis and reason."""
    return {f.short: f for f in _ASKED if f.name.startswith("awareness.")}


@cache
def case_fields() -> Mapping[str, Field]:
    """What belongs to the case itself; here the whole name of the field is used."""
    apart = {
        f.name for part in (risk_answers(), risk_words(), awareness_fields()) for f in part.values()
    }
    return {f.name: f for f in _ASKED if f.row is Row.CASE and f.name not in apart}


def referral_schema() -> Schema:
    """The whole schema (JSON Schema 2020-12)."""
    lists = {name: _list(row_fields(row)) for name, row in LISTS.items()}
    singles = {name: _object(row_fields(row).items()) for name, row in SINGLES.items()}
    return {
        "$schema": DIALECT,
        "title": "Referral to a conference",
        "description": "One referral, or a list of referrals, each taken whole or not at all.",
        "type": "object",
        "additionalProperties": False,
        "required": list(NEEDED),
        "properties": {
            "reference_of_sender": _words("Your own reference. Not a name and not an address."),
            "conference": _words("The name of the conference, as this partnership writes it."),
            "kind": {"enum": sorted(CASE_KINDS)},
            "route": {"enum": [route.value for route in ThresholdRoute]},
            "urgent": {"type": "boolean", "default": False},
            **lists,
            **singles,
            "case": _object(case_fields().items()),
            "risk": _risk(),
            "awareness": _object(awareness_fields().items()),
        },
    }


def answer_schema(field: Field) -> Schema:
    """The schema of one answer."""
    described = {"title": field.label} | ({"description": field.hint} if field.hint else {})
    return described | _of_kind(field)


def _of_kind(field: Field) -> Schema:
    values = [value for value, _ in field.choices]
    if field.kind is Kind.CHOICES:
        return {"type": "array", "items": {"enum": values}, "uniqueItems": True}
    if values:
        return {"enum": values}
    if field.kind is Kind.NUMBER:
        return {"type": "integer", "minimum": 0, "maximum": 99_999}
    if field.several:
        dates = {"type": "string", "pattern": _DATE}
        return {"type": "array", "items": dates, "uniqueItems": True, "maxItems": MOST_DATES}
    if field.kind is Kind.DATE:
        return {"type": "string", "pattern": _DATE}
    return {"type": "string", "maxLength": field.limit}


def _object(fields: Iterable[tuple[str, Field]]) -> Schema:
    properties = {name: answer_schema(field) for name, field in fields}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _list(fields: Mapping[str, Field]) -> Schema:
    return {"type": "array", "maxItems": MOST_ENTRIES, "items": _object(fields.items())}


def _risk() -> Schema:
    whole = _object(risk_words().items())
    whole["properties"] = {
        "instrument": {"enum": sorted(INSTRUMENTS)},
        "answers": _object(risk_answers().items()),
        **whole["properties"],
    }
    return whole


def _words(description: str) -> Schema:
    return {"type": "string", "maxLength": LONGEST_NAME, "description": description}
