"""The closed grammar of conditions: each prints as a plain sentence."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from protocols import approvals
from protocols.spelling import either, spelled
from protocols.vocabulary import NOT_APPLICABLE, Dimension, DimensionKind, Vocabulary

Constant = str | int | date


class Op(StrEnum):
    """How a condition compares. `is` and `not` cover whatever stands under a word."""

    IS = "is"
    EXACTLY = "exactly"
    UNDER = "under"
    NOT = "not"
    ALL_OF = "all_of"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    FROM = "from"
    AFTER = "after"
    UNTIL = "until"
    BEFORE = "before"


LOWER_BOUNDS = {Op.AT_LEAST: True, Op.FROM: True, Op.MORE_THAN: False, Op.AFTER: False}
UPPER_BOUNDS = {Op.AT_MOST: True, Op.UNTIL: True, Op.LESS_THAN: False, Op.BEFORE: False}
NUMBER_OPS = frozenset({Op.AT_LEAST, Op.MORE_THAN, Op.AT_MOST, Op.LESS_THAN})
DATE_OPS = frozenset({Op.FROM, Op.AFTER, Op.UNTIL, Op.BEFORE})
WORD_OPS = frozenset({Op.IS, Op.EXACTLY, Op.UNDER, Op.NOT})


@dataclass(frozen=True)
class Condition:
    """One test on one dimension; `words` are its constants, sorted and without repeats."""

    dimension: str
    op: Op
    words: tuple[Constant, ...]


def ops_of(dimension: Dimension) -> frozenset[Op]:
    """The comparisons that make sense for a dimension."""
    if dimension.kind is DimensionKind.NUMBER:
        return NUMBER_OPS | {Op.IS, Op.NOT}
    if dimension.kind is DimensionKind.DATE:
        return DATE_OPS | {Op.IS, Op.NOT}
    if dimension.kind.has_axes:
        return frozenset({Op.IS, Op.NOT, Op.ALL_OF})
    if dimension.kind is DimensionKind.OPEN:
        return frozenset({Op.IS, Op.NOT})
    return WORD_OPS | (NUMBER_OPS if dimension.ordered else frozenset())


def plain(word: Constant) -> str:
    """A constant as a partner reads it in a text to be signed."""
    if isinstance(word, date):
        return f"{word.day} {word:%B %Y}"
    return spelled(str(word))


def listed(words: tuple[Constant, ...], last: str = "or") -> str:
    """'a, b or c'."""
    return either([plain(word) for word in words], last)


def _spoken(words: tuple[Constant, ...], dimension: Dimension) -> list[str]:
    """A party by its name; one of several things at once in quotes: 'includes “on the case”'."""
    if dimension.kind is DimensionKind.MANY:
        return [f"“{plain(word)}”" for word in words]
    names = {party: name for name, party in dimension.aliases.items()}
    return [names.get(str(word)) or plain(word) for word in words]


_COMPARING = {
    Op.AT_LEAST: "at least",
    Op.MORE_THAN: "more than",
    Op.AT_MOST: "at most",
    Op.LESS_THAN: "less than",
    Op.FROM: "on or after",
    Op.AFTER: "after",
    Op.UNTIL: "on or before",
    Op.BEFORE: "before",
    Op.EXACTLY: "precisely",
    Op.UNDER: "a kind of",
}


def sentence(condition: Condition, vocabulary: Vocabulary) -> str:
    """The condition in plain English."""
    dimension = vocabulary[condition.dimension]
    if dimension.kind is DimensionKind.YES_NO:
        return _fact_sentence(condition, dimension)
    if dimension.kind is DimensionKind.APPROVAL:
        return _approval_sentence(condition, dimension)
    if condition.op is Op.ALL_OF:
        return f"{dimension.says} includes {either(_spoken(condition.words, dimension), 'and')}"
    includes = dimension.kind is DimensionKind.MANY
    if condition.op is Op.NOT:
        verb = "does not include" if includes else "is not"
    else:
        verb = "includes" if includes else f"is {_COMPARING.get(condition.op, '')}".strip()
    words = condition.words
    if dimension.kind is DimensionKind.QUORUM:
        words = tuple(_OF_THEM.get(str(word), word) for word in words)
    return f"{dimension.says} {verb} {either(_spoken(words, dimension))}"


_OF_THEM = {"all": "all of them", "some": "some of them", "none": "none of them"}


def _fact_sentence(condition: Condition, dimension: Dimension) -> str:
    says = dimension.says
    if condition.op is Op.NOT:
        spoken = {
            "no": "it is not ruled out that",
            "yes": "it is not the case, or does not arise, that",
        }
    else:
        spoken = {
            "yes": "",
            "no": "it is not the case that",
            NOT_APPLICABLE: "it does not arise whether",
        }
    openings = (spoken.get(str(word), str(word)) for word in condition.words)
    return f"{' or '.join(openings)} {says}".strip()


def _approval_sentence(condition: Condition, dimension: Dimension) -> str:
    spoken = [approvals.sentence(dimension.says, str(word)) for word in condition.words]
    if condition.op is Op.NOT:
        return f"it is not the case that {' or '.join(spoken)}"
    return (" and " if condition.op is Op.ALL_OF else " or ").join(spoken)


def together(conditions: tuple[Condition, ...], vocabulary: Vocabulary) -> str:
    """Several conditions, joined by 'and'."""
    return ", and ".join(sentence(condition, vocabulary) for condition in conditions)
