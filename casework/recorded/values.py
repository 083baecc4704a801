"""The values a fact can have, as a person picks them and as the gate reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from protocols.spelling import headed, spelled
from protocols.vocabulary import NOT_APPLICABLE, UNKNOWN, Dimension, DimensionKind

FOUR: Mapping[str, str] = {
    "yes": "Yes",
    "no": "No",
    UNKNOWN: "Not known",
    NOT_APPLICABLE: "Does not apply",
}
_SPOKEN: Mapping[str, Mapping[str, str]] = {
    "consent": {
        "given": "Agrees",
        "refused": "Does not agree",
        "withdrawn": "Agreed, and has withdrawn it",
        "not_asked": "Was not asked",
        "unable": "Is not able to say",
        "unsafe_to_ask": "It was not safe to ask",
    },
}
_QUORUM = {
    "all": "All agencies concerned",
    "some": "Some of the agencies concerned",
    "none": "None of the agencies concerned",
}
_APPROVAL = {
    "written_this_request": "Yes, in writing, for this request",
    "written_standing": "Yes, in writing, once and for all",
    "verbal_this_request": "Yes, by word of mouth, for this request",
    "verbal_standing": "Yes, by word of mouth, once and for all",
    "pending": "Asked, no answer yet",
    "refused": "No",
}
# Several words of one fact stand in one line, which the ledger takes as it takes one word.
BETWEEN = ","
LONGEST = 120


def choices_of(dimension: Dimension) -> Mapping[str, str]:
    """The values to pick from; empty where a number or a date is typed."""
    if dimension.compares or dimension.kind is DimensionKind.OPEN:
        return {}
    if dimension.kind is DimensionKind.YES_NO:
        return FOUR
    if dimension.kind is DimensionKind.QUORUM:
        return {**_QUORUM, UNKNOWN: FOUR[UNKNOWN]}
    if dimension.kind is DimensionKind.APPROVAL:
        return _APPROVAL
    spoken = _SPOKEN.get(dimension.name, {})
    words = {w: spoken.get(w, headed(w)) for w in dimension.words}
    return words if dimension.name in _SPOKEN else words | {k: FOUR[k] for k in list(FOUR)[2:]}


def is_value(dimension: Dimension, value: str) -> bool:
    """Whether a text is a value of the fact, as the engine would read it."""
    if not value or len(value) > LONGEST:
        return False
    if value in (UNKNOWN, NOT_APPLICABLE):
        return True
    if dimension.kind is DimensionKind.MANY:
        return all(word in dimension.parents for word in value.split(BETWEEN))
    if dimension.kind is DimensionKind.NUMBER:
        return value.isascii() and value.isdigit()
    if dimension.kind is DimensionKind.DATE:
        return _is_date(value)
    return dimension.kind is DimensionKind.OPEN or value in choices_of(dimension)


def spoken(dimension: Dimension, value: str) -> str:
    """A value in words."""
    words, known = value.split(BETWEEN), choices_of(dimension)
    return ", ".join(known.get(word) or FOUR.get(word, spelled(word)) for word in words)


def lies_ahead(value: str, day: date) -> bool:
    """Whether a date, as a person records it, is later than a day."""
    return _is_date(value) and date.fromisoformat(value) > day


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
