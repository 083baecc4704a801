"""One rule of a document, read and checked by itself."""

from datetime import date
from typing import Any

from protocols import clocks, masks
from protocols.clauses import EVERY_LIMIT, GOES_WITH, MISSED, Obligation, Reasons, Rule
from protocols.conditions import Condition, Constant, Op, ops_of
from protocols.errors import did_you_mean
from protocols.facts import is_constant
from protocols.limits import MOST_WORDS
from protocols.plain_text import hostile
from protocols.reading import Table
from protocols.vocabulary import (
    NOT_APPLICABLE,
    Dimension,
    DimensionKind,
    Effect,
    RuleKind,
    Vocabulary,
)

KEYS = (
    "kind",
    "level",
    "mask",
    "concealed",
    "absolute",
    "name",
    "lifts",
    "applies",
    "requires",
    "basis",
    "reasons",
    "obligations",
    "until",
    "ends_when",
    "per_request",
    "goes_with",
)
DUTY_KEYS = ("what", "when", "owner", "within", "needs", "missed")
LEVELS = {effect.word: effect for effect in Effect}
ALIASES = {"any_of": Op.IS, **{op.value: op for op in Op}}


def read_rule(table: Table, vocabulary: Vocabulary) -> Rule:
    """A rule; whatever is wrong with it is noted at its line."""
    table.only(KEYS)
    everything = table.data.get("lifts") == EVERY_LIMIT
    rule = Rule(
        kind=_kind(table),
        level=_level(table),
        name=table.text("name", None),
        mask=table.text("mask", None),
        concealed=table.flag("concealed"),
        absolute=table.flag("absolute"),
        lifts=() if everything else tuple(sorted(set(table.words("lifts")))),
        lifts_all=everything,
        applies=read_conditions(table.table("applies"), vocabulary),
        requires=read_conditions(table.table("requires"), vocabulary),
        basis=table.words("basis"),
        reasons=_reasons(table.table("reasons")),
        obligations=tuple(_obligation(duty, vocabulary) for duty in table.tables("obligations")),
        until=table.get("until", date, None),
        ends_when=read_conditions(table.table("ends_when"), vocabulary),
        per_request=table.flag("per_request"),
        goes_with=_goes_with(table),
        line=table.line(),
    )
    _check_shape(table, rule)
    _check_duties(table, rule, vocabulary)
    return rule


def _kind(table: Table) -> RuleKind:
    word = table.text("kind")
    if word not in RuleKind.__members__.values():
        if word:
            table.complain(
                "kind",
                f"unknown kind '{word}'.{did_you_mean(word, [kind.value for kind in RuleKind])}",
            )
        return RuleKind.CAP
    return RuleKind(word)


def _goes_with(table: Table) -> str:
    """The sort of answers a duty goes with; of other rules nothing."""
    word: str = table.text("goes_with", "shown" if table.data.get("kind") == "duty" else "")
    if word and word not in GOES_WITH:
        table.complain("goes_with", f"unknown word '{word}'.{did_you_mean(word, GOES_WITH)}")
    return word


def _level(table: Table) -> Effect | None:
    word = table.text("level", None)
    if word is not None and word not in LEVELS:
        table.complain("level", f"unknown level '{word}'.{did_you_mean(word, LEVELS)}")
    return LEVELS.get(word)


def _reasons(table: Table) -> Reasons:
    table.only(("viewer", "full"))
    return Reasons(table.text("viewer", ""), table.text("full", ""))


def _obligation(table: Table, vocabulary: Vocabulary) -> Obligation:
    table.only(DUTY_KEYS)
    when = table.text("when", "after")
    if when not in ("before", "after"):
        table.complain("when", f"'{when}' is neither 'before' nor 'after'")
    what, missed = table.text("what"), table.text("missed", "")
    if missed and missed not in MISSED:
        table.complain("missed", f"unknown word '{missed}'.{did_you_mean(missed, MISSED)}")
    within = table.text("within", "")
    if within and clocks.read(within) is None:
        table.complain("within", f"'{within}' is no time: write '2 hours' or '1 working day'")
    return Obligation(
        what, when, table.text("owner", ""), within, _needs(table, what, vocabulary), missed
    )


def _needs(table: Table, what: str, vocabulary: Vocabulary) -> str:
    """Which approval is enough, where the duty is to get one."""
    approval = what in vocabulary and vocabulary[what].kind is DimensionKind.APPROVAL
    needs: str = table.text("needs", "any" if approval else "")
    if needs and not approval:
        table.complain("needs", f"'{what}' is no approval")
    elif needs and needs not in vocabulary[what].parents:
        hint = did_you_mean(needs, vocabulary[what].words)
        table.complain("needs", f"unknown word '{needs}'.{hint}")
    return needs


def _check_shape(table: Table, rule: Rule) -> None:
    """What each kind of rule must have and may not have."""
    bars = rule.kind in (RuleKind.GATE, RuleKind.CAP)
    wrong = {
        "level": rule.kind in (RuleKind.GRANT, RuleKind.CAP) and "level" not in table.data,
        "requires": rule.kind is RuleKind.GATE and not rule.requires,
        "lifts": (rule.kind is RuleKind.EXCEPTION) is not bool(rule.lifts or rule.lifts_all),
        "concealed": rule.concealed and (not bars or rule.level not in (None, Effect.WITHHELD)),
        "absolute": rule.absolute and not bars,
        "mask": (rule.level is Effect.MASKED) is not bool(rule.mask),
        "ends_when": bars and bool(rule.ends_when),
        "per_request": bars and rule.per_request,
        "goes_with": rule.kind is not RuleKind.DUTY and bool(rule.goes_with),
    }
    wrong_mask = masks.problem(rule.mask) if rule.mask else None
    if wrong_mask:
        table.complain("mask", wrong_mask)
    if rule.kind is RuleKind.EXCEPTION and rule.level is not None:
        table.complain("level", "an exception lifts; it has no level of its own")
    for key, is_wrong in wrong.items():
        if is_wrong:
            table.complain(key if key in table.data else None, _SHAPE[key])
    if rule.kind is RuleKind.DUTY:
        _check_duty(table, rule)


def _check_duty(table: Table, rule: Rule) -> None:
    """A duty says what has to be done, and nothing of what is shown."""
    for key in ("level", "name", "basis", "ends_when", "per_request"):
        if table.data.get(key):
            table.complain(key, f"a duty changes nothing that is shown: it has no '{key}'")
    if not rule.obligations:
        table.complain(None, "'obligations' is missing: a duty has to say what is to be done")


_SHAPE = {
    "level": "'level' is missing: a grant or a cap has to say how much",
    "requires": "'requires' is missing: a gate has to say what must be true",
    "lifts": 'an exception names the caps it lifts, or "all", and no other rule does',
    "concealed": "only a gate or cap that withholds can hide completely",
    "absolute": "only a gate or a cap can be absolute",
    "mask": "a mask goes with level 'masked', and that level with a mask",
    "ends_when": "only a grant or an exception ends; write where a gate or cap applies instead",
    "per_request": "only a grant or an exception can be for one request",
    "goes_with": "only a duty says which answers it goes with",
}


def _check_duties(table: Table, rule: Rule, vocabulary: Vocabulary) -> None:
    opening = rule.kind in (RuleKind.GRANT, RuleKind.EXCEPTION)
    for place, duty in enumerate(rule.obligations):
        if duty.when != "before":
            continue
        path = (*table.path, "obligations", place, "what")
        kinds = (DimensionKind.YES_NO, DimensionKind.APPROVAL)
        known = duty.what in vocabulary and vocabulary[duty.what].kind in kinds
        if not known:
            facts = [name for name, dimension in vocabulary.dimensions.items() if dimension.is_fact]
            hint = did_you_mean(duty.what, facts)
            table.document.complain(
                path, f"nobody can record '{duty.what}': it is no fact.{hint}", table.clause
            )
        if not opening:
            message = "what a gate or cap needs first belongs in its requirements"
            if rule.kind is RuleKind.DUTY:
                message = "what is due before something is shown belongs in a gate"
            table.document.complain(path, message, table.clause)


def read_conditions(table: Table, vocabulary: Vocabulary) -> tuple[Condition, ...]:
    """Every condition of a table, in canonical order."""
    found: list[Condition] = []
    for name, value in table.data.items():
        if name not in vocabulary:
            table.complain(
                name, f"unknown dimension '{name}'.{did_you_mean(name, vocabulary.dimensions)}"
            )
            continue
        tests = value if isinstance(value, dict) else {"is": value}
        if "any_of" in tests and "is" in tests:
            table.complain(name, "'is' and 'any_of' mean the same: write one of them")
            continue
        conditions = (_condition(table, vocabulary[name], op, words) for op, words in tests.items())
        found += [condition for condition in conditions if condition]
    return tuple(sorted(found, key=lambda c: (c.dimension, c.op)))


def _condition(table: Table, dimension: Dimension, spoken: str, value: Any) -> Condition | None:
    op = ALIASES.get(spoken)
    if op is None or op not in ops_of(dimension):
        usable = [op.value for op in ops_of(dimension)]
        hint = did_you_mean(spoken, usable)
        table.complain(dimension.name, f"'{spoken}' is no comparison of '{dimension.name}'.{hint}")
        return None
    words = [_yes_no(dimension, word) for word in (value if isinstance(value, list) else [value])]
    if not words or (op not in (Op.IS, Op.NOT, Op.ALL_OF, Op.EXACTLY, Op.UNDER) and len(words) > 1):
        table.complain(
            dimension.name, f"'{spoken}' needs {'a value' if not words else 'one value'}"
        )
        return None
    if len(words) > MOST_WORDS:
        table.complain(dimension.name, f"{len(words):,} words; at most {MOST_WORDS:,} are read")
        return None
    if not _check_words(table, dimension, words, isinstance(value, list)):
        return None
    return Condition(dimension.name, op, tuple(sorted(set(words))))


def _yes_no(dimension: Dimension, word: Any) -> Any:
    """True and false are other spellings of yes and no."""
    if dimension.kind is DimensionKind.YES_NO and isinstance(word, bool):
        return "yes" if word else "no"
    return word


def _check_words(table: Table, dimension: Dimension, words: list[Any], listed: bool) -> bool:
    fine = True
    for place, word in enumerate(words):
        message = _wrong_word(dimension, word)
        if message:
            steps = (dimension.name, place) if listed else (dimension.name,)
            table.document.complain((*table.path, *steps), message, table.clause)
            fine = False
    return fine


def _wrong_word(dimension: Dimension, word: Constant) -> str | None:
    if not is_constant(dimension, word):
        sort = "a word" if not dimension.compares else f"a {dimension.kind.value}"
        return f"expected {sort} for '{dimension.name}', not {word!r}"
    if isinstance(word, str) and (letter := hostile(word)):
        return f"has a letter that cannot be seen, {letter}"
    single = not dimension.kind.has_axes
    if (
        dimension.compares
        or dimension.kind is DimensionKind.OPEN
        or (single and word == NOT_APPLICABLE)
    ):
        return None
    if word not in dimension.parents:
        hint = did_you_mean(str(word), dimension.words)
        return f"unknown word '{word}' for '{dimension.name}'.{hint}"
    return None
