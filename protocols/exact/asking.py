"""From told variables to the question that a person could put."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from protocols.exact.alphabet import SILENT
from protocols.exact.search import Told
from protocols.exact.variables import INCOMPLETE, Choice, Variable
from protocols.question import MANY, SINGLE, Question
from protocols.vocabulary import NOT_APPLICABLE, UNKNOWN


def question(told: Told, point: int | None = None) -> Question:
    """The question at one point; what is not told is left out, a list that is not told is empty."""
    values: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    many: dict[str, frozenset[str] | None] = dict.fromkeys(MANY, frozenset[str]())
    moment: date | None = None
    for variable, choice in told:
        name, value = variable.dimension, choice.value
        if variable.point not in (None, point) or (value == SILENT and name not in MANY):
            continue
        if name in MANY:
            many[name] = _list(many[name], value)
        elif name == "date" and value == UNKNOWN:
            moment = UNKNOWN  # type: ignore[assignment]  # the engine reads it as not known
        elif name == "date":
            moment = None if value == NOT_APPLICABLE else value
        elif name in SINGLE:
            values[name] = value
        else:
            facts[name] = value
    listed = {name: words for name, words in many.items() if words is not None}
    return Question(values, listed, facts, moment)


def _list(known: frozenset[str] | None, value: Any) -> frozenset[str] | None:
    if value == SILENT:
        return None
    if value == INCOMPLETE:
        return (known or frozenset()) | {UNKNOWN}
    return (known or frozenset()) | value if isinstance(value, frozenset) else known


def value_at(told: Iterable[tuple[Variable, Choice]], name: str) -> Any:
    """What a question says of one dimension, or None where it does not matter."""
    return next((c.value for v, c in told if v.dimension == name), None)


def in_words(asked: Question) -> Mapping[str, str]:
    """A question as plain words, for a page."""
    found = {name: str(value) for name, value in asked.values.items()}
    found |= {name: ", ".join(sorted(words)) for name, words in asked.many.items() if words}
    found |= {name: str(value) for name, value in asked.facts.items()}
    if asked.moment is not None:
        found["date"] = str(asked.moment)
    return dict(sorted(found.items()))


def given(asked: Question) -> dict[str, Any]:
    """A question in the form that `protocol decide` takes."""
    found: dict[str, Any] = dict(asked.values)
    found |= {name: sorted(words) for name, words in asked.many.items()}
    if isinstance(asked.moment, date):
        found["date"] = asked.moment.isoformat()
    facts = {n: v.isoformat() if isinstance(v, date) else v for n, v in asked.facts.items()}
    return found | ({"facts": facts} if facts else {})
