"""A question as others write it down, read with the vocabulary of a document.

Whoever writes a case down knows the agreement and not this program: names keep their meaning
however they are spelt, and stand where their writer put them. What cannot be told for certain is
an error that names it, never a guess.
"""

from collections.abc import Mapping
from typing import Any

from protocols.clauses import SharingProtocol
from protocols.errors import QuestionError, did_you_mean
from protocols.kinds import KIND_OF, UNTOLD, kinds_of
from protocols.question import GIVEN_KEYS, MANY, SINGLE, Question
from protocols.vocabulary import NOT_APPLICABLE, UNKNOWN, Dimension, DimensionKind, Vocabulary

_SETTLED = frozenset({UNKNOWN, NOT_APPLICABLE})
_SPELT = (DimensionKind.WORDS, DimensionKind.MANY, DimensionKind.YES_NO)


def question_of(protocol: SharingProtocol, given: Mapping[str, Any]) -> Question:
    """The question that a published case puts to a document."""
    vocabulary = protocol.vocabulary
    told, facts = _sorted(vocabulary, given)
    values = {name: _value(vocabulary, name, value, given) for name, value in told.items()}
    read = {name: _fact(vocabulary, name, value) for name, value in facts.items()}
    values |= _kinds(protocol, values)
    return Question.from_given({**values, "facts": read})


def _kinds(protocol: SharingProtocol, values: Mapping[str, Any]) -> dict[str, str]:
    """The kinds of the agencies that the document names, where the case does not tell them."""
    known = kinds_of(protocol)
    named = {kind: known.get(str(values.get(name))) for name, kind in KIND_OF.items()}
    return {
        kind: said
        for kind, said in named.items()
        if said is not None and values.get(kind) in UNTOLD
    }


def mistold(protocol: SharingProtocol, given: Mapping[str, Any]) -> list[str]:
    """Where a case tells another kind of an agency than the document, in words for who put it."""
    known = kinds_of(protocol)
    return [
        f"by the document {name} '{given[name]}' is '{said}', and not '{given[kind]}'."
        for name, kind in KIND_OF.items()
        if (said := known.get(str(given.get(name)))) and given.get(kind) not in {said, *UNTOLD}
    ]


def _value(vocabulary: Vocabulary, name: str, value: Any, given: Mapping[str, Any]) -> Any:
    """What was told of one dimension, in a word of the document."""
    one = _alone(name, _of_subject(vocabulary, value, given)) if name in SINGLE else value
    return _spelt(vocabulary[name], one)


def _sorted(
    vocabulary: Vocabulary, given: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Dimensions and facts, each where it belongs, wherever it was told."""
    told: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    inner = given.get("facts", {})
    if not isinstance(inner, Mapping):
        raise QuestionError("facts", f"expected names with values, not {inner!r}.")
    outer = {key: value for key, value in given.items() if key != "facts"}
    for name, value in [*outer.items(), *_flat(vocabulary, inner)]:
        place = told if _is_dimension(name) else facts
        if place is facts and not _is_fact(vocabulary, name) and name in outer:
            raise QuestionError(name, f"unknown key.{did_you_mean(name, GIVEN_KEYS)}")
        if name in place and place[name] != value:
            raise QuestionError(name, "told twice, and not the same.")
        place[name] = value
    return told, facts


def _is_dimension(name: str) -> bool:
    return name in SINGLE or name in MANY or name == "date"


def _is_fact(vocabulary: Vocabulary, name: str) -> bool:
    return name in vocabulary and vocabulary[name].is_fact


def _flat(vocabulary: Vocabulary, facts: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Facts told in groups, `{"panel": {"quorate": true}}`, as `panel_quorate`."""
    found: list[tuple[str, Any]] = []
    for name, value in facts.items():
        if isinstance(value, Mapping) and not _is_dimension(name):
            inner = {f"{name}_{part}": one for part, one in value.items()}
            found += _flat(vocabulary, inner)
        else:
            found.append((name, value))
    return found


def _of_subject(vocabulary: Vocabulary, value: Any, given: Mapping[str, Any]) -> Any:
    """What was told for each person separately, as `{"victim": "given"}`, for the one asked of."""
    if not isinstance(value, Mapping):
        return value
    subject = _spelt(vocabulary["subject"], _alone("subject", given.get("subject")))
    above = vocabulary["subject"].above(str(subject))
    return next((value[word] for word in above if word in value), None)


def _alone(name: str, value: Any) -> Any:
    """A list of one word is that word; several at once cannot be one."""
    if not isinstance(value, (list, tuple)):
        return value
    if len(value) > 1:
        raise QuestionError(name, f"expected one word, not {len(value)}: ask for each by itself.")
    return value[0] if value else None


def _fact(vocabulary: Vocabulary, name: str, value: Any) -> Any:
    dimension = vocabulary[name] if _is_fact(vocabulary, name) else None
    if dimension is None:
        return value
    if dimension.kind is DimensionKind.NUMBER:
        return _number(value)
    words = isinstance(value, (list, tuple)) and all(isinstance(word, str) for word in value)
    if words and dimension.kind is not DimensionKind.MANY:
        value = _alone(f"facts.{name}", value)
    if words and dimension.of:
        names = vocabulary[dimension.of].aliases
        value = [names.get(word, word) for word in value]
    return _spelt(dimension, value)


def _number(value: Any) -> Any:
    """A number in figures is a number, in quotation marks or not."""
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.removeprefix("-").isdecimal() else value


def _spelt(dimension: Dimension, value: Any) -> Any:
    """A word of the vocabulary, in capitals, with spaces or hyphens, as the document writes it."""
    if dimension.kind not in _SPELT:
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_spelt(dimension, word) for word in value]
    if not isinstance(value, str) or value in dimension.parents or value in _SETTLED:
        return value
    found = {word for word in (*dimension.words, *_SETTLED) if _plain(word) == _plain(value)}
    return found.pop() if len(found) == 1 else value


def _plain(word: str) -> str:
    letters = word.lower().replace("'", "").replace("’", "")
    return " ".join("".join(one if one.isalnum() else " " for one in letters).split())
