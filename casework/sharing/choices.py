"""The words a person picks from when a rule is written as a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from casework.errors import Invalid
from casework.web.choices import choice
from protocols.clauses import Rule, SharingProtocol
from protocols.conditions import Condition, Constant, Op, ops_of, plain
from protocols.sentences import LEVELS
from protocols.vocabulary import Dimension, DimensionKind, Effect, RuleKind

KIND_HINTS = {
    RuleKind.GRANT: ("May see", "Opens information up to a level."),
    RuleKind.CAP: ("Never more than", "Holds information at a level, whatever else allows it."),
    RuleKind.GATE: ("Must be true first", "Nothing is shown until this holds."),
    RuleKind.EXCEPTION: ("Unless", "Lifts the limits that it names."),
}
OP_WORDS = {
    Op.IS: "is one of",
    Op.NOT: "is not one of",
    Op.ALL_OF: "includes all of",
    Op.EXACTLY: "is precisely",
    Op.UNDER: "is a kind of",
    Op.AT_LEAST: "is at least",
    Op.MORE_THAN: "is more than",
    Op.AT_MOST: "is at most",
    Op.LESS_THAN: "is less than",
    Op.FROM: "is on or after",
    Op.AFTER: "is after",
    Op.UNTIL: "is on or before",
    Op.BEFORE: "is before",
}
# What is asked first, because most rules hang on it.
FIRST = (
    "agency_type", "category", "subject", "stage", "role", "relationship", "purpose", "channel",
    "handling", "consent", "risk_level", "conference_kind", "party_status", "item_relationship",
)  # fmt: skip
OPEN_WORDS = (DimensionKind.OPEN, DimensionKind.NUMBER, DimensionKind.DATE)


def kind_choices() -> list[Any]:
    """The four kinds of rule."""
    return [choice(k.value, text, hint=hint) for k, (text, hint) in KIND_HINTS.items()]


def level_choices() -> list[Any]:
    """How much, least to most."""
    return [choice(e.word, LEVELS[e].capitalize()) for e in Effect]


def limit_choices(protocol: SharingProtocol) -> list[Any]:
    """Named limits that an exception may lift."""
    names = {
        r.name
        for c in protocol.clauses
        for r in c.rules
        if r.name and r.kind in (RuleKind.CAP, RuleKind.GATE) and not r.absolute
    }
    return [choice(n, plain(n).capitalize()) for n in sorted(names)]


def dimension_choices(protocol: SharingProtocol) -> list[Any]:
    """What a condition can be about: the common ones first, then recorded facts."""
    dimensions = protocol.vocabulary.dimensions
    rest = sorted(set(dimensions) - set(FIRST) - {"date", "sensitivity"})
    return [
        choice(
            name,
            dimensions[name].says.capitalize(),
            group="Recorded facts" if n else "The situation",
        )
        for n, names in enumerate((FIRST, rest))
        for name in names
        if name in dimensions
    ]


def op_choices(dimension: Dimension) -> list[Any]:
    """The comparisons that make sense."""
    allowed = ops_of(dimension)
    return [choice(op.value, words) for op, words in OP_WORDS.items() if op in allowed]


def word_choices(dimension: Dimension) -> list[Any]:
    """The words of a dimension; none where anything can be written."""
    if dimension.kind in OPEN_WORDS:
        return []
    return [choice(word, plain(word).capitalize()) for word in dimension.words]


def condition(dimension: Dimension, op: str, words: Sequence[str], typed: str) -> Condition:
    """A condition from what was picked or typed; says at the field what is wrong."""
    if dimension.kind in OPEN_WORDS:
        words = [w.strip() for w in typed.split(",") if w.strip()]
    if not words:
        raise Invalid({"words": "Choose or enter at least one."})
    unknown = [w for w in words if dimension.words and w not in dimension.words]
    if unknown:
        raise Invalid({"words": "Select from the options shown."})
    return Condition(
        dimension.name, Op(op), tuple(sorted({_constant(dimension, w) for w in words}, key=str))
    )


def _constant(dimension: Dimension, word: str) -> Constant:
    try:
        if dimension.kind is DimensionKind.NUMBER:
            return int(word)
        if dimension.kind is DimensionKind.DATE:
            return date.fromisoformat(word)
    except ValueError:
        raise Invalid(
            {"words": f"'{word[:40]}' is not a number or a date such as 2027-03-01."}
        ) from None
    return word


def effect_named(word: str) -> Effect:
    """The effect behind a level's word."""
    return next(e for e in Effect if e.word == word)


def rule_of(form: dict[str, Any], before: Rule | None) -> Rule:
    """The rule that a form describes; conditions of the rule before are kept."""
    kind = RuleKind(form["kind"])
    exception = kind is RuleKind.EXCEPTION
    level = None if exception else effect_named(form["level"] or "withheld")
    if kind is RuleKind.GATE:
        level = Effect.WITHHELD
    base = before or Rule(kind)
    return Rule(
        kind=kind,
        level=level,
        name=form["name"] or None,
        mask=base.mask if level is Effect.MASKED else None,
        concealed=bool(form["concealed"]) and kind in (RuleKind.CAP, RuleKind.GATE),
        absolute=bool(form["absolute"]) and kind in (RuleKind.CAP, RuleKind.GATE),
        lifts=tuple(sorted(form["lifts"] or ())) if exception else (),
        applies=base.applies,
        requires=base.requires,
        basis=base.basis,
        reasons=base.reasons
        if not form["reason"]
        else type(base.reasons)(form["reason"], base.reasons.full),
        obligations=base.obligations if kind in (RuleKind.GRANT, RuleKind.EXCEPTION) else (),
        until=base.until,
    )
