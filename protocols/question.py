"""A question: who asks, for which answer, at what stage, what for, under which facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from math import isfinite
from typing import Any, Final

from protocols.errors import QuestionError, did_you_mean

Value = str | int | date


class FactValue(StrEnum):
    """The four values of a fact."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


Fact = FactValue | bool | int | float | str | date | frozenset[str]

SINGLE: Final = frozenset(
    [
        "agency",
        "agency_type",
        "party_status",
        "stage",
        "purpose",
        "channel",
        "subject",
        "category",
        "field",
        "originator",
        "discloser",
        "originator_type",
        "discloser_type",
        "marking",
        "consent",
        "risk_level",
        "conference_kind",
        "sensitivity",
    ]
)
MANY: Final = frozenset(
    [
        "role",
        "relationship",
        "handling",
        "item_relationship",
        "direction",
        "consent_purposes",
    ]
)
GIVEN_KEYS: Final = SINGLE | MANY | {"date", "facts"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question, as plain values.

    `values` holds single-valued dimensions and `many` the sets; a set that contains `unknown`
    is not known to be complete. A dimension left out means what its declaration says.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    many: Mapping[str, frozenset[str]] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    moment: datetime | date | None = None

    @classmethod
    def from_given(cls, given: Mapping[str, Any]) -> "Question":
        """A question from the published form; an unknown key is an error that names it."""
        for key in given:
            if key not in GIVEN_KEYS:
                raise QuestionError(key, f"unknown key.{did_you_mean(key, GIVEN_KEYS)}")
        return cls(
            {k: _single(k, v) for k, v in given.items() if k in SINGLE and v is not None},
            {k: _set(k, v) for k, v in given.items() if k in MANY and v is not None},
            _facts(given.get("facts", {})),
            _moment(given.get("date")),
        )

    def item_relationships(self) -> frozenset[str] | None:
        """How the asker stands to the information; who provided it is never left to the caller."""
        told = self.many.get("item_relationship")
        origin, agency = self.values.get("originator"), self.values.get("agency")
        if {origin, agency} & {None, FactValue.UNKNOWN, FactValue.NOT_APPLICABLE}:
            return told
        found = told or frozenset()
        return found | {"originator"} if origin == agency else found - {"originator"}


def _single(key: str, value: Any) -> Value:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise QuestionError(key, f"expected a word, not {value!r}.")
    return value


def _set(key: str, value: Any) -> frozenset[str]:
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, (list, tuple, set, frozenset)) or not all(
        isinstance(w, str) for w in words
    ):
        raise QuestionError(key, f"expected a word or a list of words, not {value!r}.")
    return frozenset(words)


def _facts(value: Any) -> dict[str, Fact]:
    if not isinstance(value, Mapping):
        raise QuestionError("facts", f"expected names with values, not {value!r}.")
    return {name: _fact(name, fact) for name, fact in value.items()}


def _fact(name: str, fact: Any) -> Fact:
    if fact is None:
        return FactValue.UNKNOWN
    if isinstance(fact, (list, tuple)) and all(isinstance(word, str) for word in fact):
        return frozenset(fact)
    if isinstance(fact, float) and not isfinite(fact):
        raise QuestionError(f"facts.{name}", f"expected a number, not {fact!r}.")
    if not isinstance(fact, (bool, int, float, str, date)):
        raise QuestionError(f"facts.{name}", f"expected a value or a list of words, not {fact!r}.")
    return fact


def _moment(value: Any) -> datetime | date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise QuestionError("date", f"expected a date such as 2026-03-01, not {value!r}.") from None
