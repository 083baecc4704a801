"""The blanks of a rule's sentence: one thing a rule may speak of, its fields, its conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import Field, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional

from casework.catalogue.sections import SECTIONS
from casework.errors import Invalid
from casework.sharing.choices import OP_WORDS
from casework.sharing.rules import approving
from casework.sharing.rules.approving import ANY
from casework.sharing.rules.vocabulary import ticked
from casework.web.choices import choice
from casework.web.forms import ConferForm
from protocols.clauses import Rule, SharingProtocol
from protocols.conditions import Condition, Constant, Op, ops_of, sentence
from protocols.spelling import capitalised
from protocols.vocabulary import NOT_APPLICABLE, Dimension, DimensionKind

PARTS: Mapping[str, str] = {"a": "applies", "r": "requires", "e": "ends_when"}
# Every rule has these to fill in; the others are added where they are wanted.
ALWAYS = ("a:agency_type", "a:category", "a:subject", "a:stage")
PARTIES = frozenset({"agency", "originator", "discloser"})
ONE_WORD = frozenset(
    {Op.AT_LEAST, Op.MORE_THAN, Op.AT_MOST, Op.LESS_THAN, Op.FROM, Op.AFTER, Op.UNTIL, Op.BEFORE}
)
MOST = 40
KINDS_TOO = "‘Is one of’ takes in every kind of it; ‘is precisely’ does not."
BOTH = "This says which, and also that it does not matter. Empty it, or choose how it is compared."


@dataclass(frozen=True, slots=True)
class Blank:
    """One dimension in one part of a rule."""

    part: str
    dimension: Dimension

    @property
    def key(self) -> str:
        """As it stands in the form's list of blanks."""
        return f"{self.part}:{self.dimension.name}"

    @property
    def name(self) -> str:
        """The field's name."""
        return f"{self.part}_{self.dimension.name}"

    @property
    def is_fact(self) -> bool:
        """Whether one list of sentences says it all."""
        return self.dimension.kind is DimensionKind.YES_NO

    @property
    def is_approval(self) -> bool:
        """Whether it says how something was approved."""
        return self.dimension.kind is DimensionKind.APPROVAL

    @property
    def typed(self) -> bool:
        """Whether the words are typed, not ticked."""
        return self.dimension.compares

    @property
    def twice(self) -> bool:
        """Whether there can be a lower and an upper bound."""
        return self.dimension.compares


def blank_of(protocol: SharingProtocol, key: str) -> Blank | None:
    """The blank with that key, if the vocabulary has it."""
    part, _, name = key.partition(":")
    found = protocol.vocabulary.dimensions.get(name)
    return Blank(part, found) if found and part in PARTS else None


def blanks_of(protocol: SharingProtocol, rule: Rule | None, more: Iterable[str]) -> list[Blank]:
    """The blanks to show: those every rule has, those in use, those that were added."""
    used = [
        f"{part}:{c.dimension}" for part, name in PARTS.items() if rule
        for c in getattr(rule, name)
    ]  # fmt: skip
    keys = list(dict.fromkeys([*ALWAYS, *used, *more]))[:MOST]
    return [b for key in keys if (b := blank_of(protocol, key)) is not None]


def fields_of(protocol: SharingProtocol, blank: Blank, rule: Rule | None) -> dict[str, Any]:
    """The fields of one blank."""
    if blank.is_fact:
        return {blank.name: _fact_field(protocol, blank, rule)}
    if blank.is_approval and approving.one_word(_held(blank, rule)):
        return approving.fields_of(blank.name, blank.dimension)
    ops = [choice("", ANY), *(choice(o.value, w) for o, w in OP_WORDS.items() if o in _ops(blank))]
    label = capitalised(blank.dimension.says)
    hint = KINDS_TOO if Op.EXACTLY in _ops(blank) else ""
    op = SelectField(label, [Optional()], choices=ops, description=hint)
    found: dict[str, Any] = {f"{blank.name}_op": op}
    found[blank.name] = _words_field(protocol, blank)
    if blank.twice:
        found[f"{blank.name}_op2"] = SelectField("And also", [Optional()], choices=ops)
        found[f"{blank.name}_2"] = _words_field(protocol, blank)
    return found


def filled(blank: Blank, rule: Rule | None) -> dict[str, Any]:
    """What the form shows of a rule in one blank."""
    held = _held(blank, rule)
    if blank.is_fact:
        return {blank.name: _coded(held[0])} if held else {}
    if blank.is_approval and approving.one_word(held):
        return approving.filled(blank.name, held)
    found: dict[str, Any] = {}
    for condition, tail in zip(held, ("", "2"), strict=False):
        words = [str(w) for w in condition.words]
        found[f"{blank.name}_op{tail}"] = condition.op.value
        found[blank.name + (f"_{tail}" if tail else "")] = (
            ", ".join(words) if blank.typed else words
        )
    return found


def begun(blank: Blank, rule: Rule | None) -> dict[str, Any]:
    """What a line that was just added says: whoever adds it means that it matters."""
    if _held(blank, rule):
        return {}
    if blank.is_fact:
        return {blank.name: _coded(Condition(blank.dimension.name, Op.IS, ("yes",)))}
    return {f"{blank.name}_op": next(o for o in OP_WORDS if o in _ops(blank)).value}


def read(blank: Blank, form: ConferForm, before: Rule | None) -> list[Condition]:
    """The conditions that a blank says; what is wrong is said at its field."""
    if blank.is_fact:
        return _fact(blank, form[blank.name].data or "")
    if approving.asked(blank.name, form):
        return approving.read(blank.name, blank.dimension, form)
    # Whoever ticks words in a line nobody had to add means these words.
    usual = Op.IS if blank.key in ALWAYS and not _held(blank, before) else None
    found = [_condition(blank, form, "", "", usual)]
    if blank.twice:
        found.append(_condition(blank, form, "2", "_2", None))
    return [c for c in found if c is not None]


def said(protocol: SharingProtocol, blank: Blank, rule: Rule | None) -> str:
    """The blank as it is filled in, or empty."""
    return ", and ".join(sentence(c, protocol.vocabulary) for c in _held(blank, rule))


def _ops(blank: Blank) -> frozenset[Op]:
    # Without words of their own there is nothing above or below.
    return ops_of(blank.dimension)


def _held(blank: Blank, rule: Rule | None) -> list[Condition]:
    conditions: Sequence[Condition] = getattr(rule, PARTS[blank.part]) if rule else ()
    return [c for c in conditions if c.dimension == blank.dimension.name]


def _words_field(protocol: SharingProtocol, blank: Blank) -> Field:
    dimension = blank.dimension
    if blank.typed:
        hint = "As 2027-03-01" if dimension.kind is DimensionKind.DATE else "A whole number"
        return StringField("Which", [Optional(), Length(max=200)], description=hint)
    return SelectMultipleField(
        "Which",
        [Optional()],
        choices=_choices(protocol, dimension),
        render_kw={"small": True, "fold": True},
    )


def _choices(protocol: SharingProtocol, dimension: Dimension) -> list[Any]:
    if dimension.name in PARTIES:
        return [choice(one.id, one.name) for one in protocol.named]
    if dimension.name == "field":
        return [
            choice(f.name, f"{s.title}: {f.label}") for s in SECTIONS.values() for f in s.fields
        ]
    return ticked(protocol, dimension)


def _fact_field(protocol: SharingProtocol, blank: Blank, rule: Rule | None) -> Field:
    name = blank.dimension.name
    usual = [
        Condition(name, op, (word,))
        for op, word in ((Op.IS, "yes"), (Op.IS, "no"), (Op.NOT, "no"), (Op.NOT, "yes"),
                         (Op.IS, NOT_APPLICABLE))
    ]  # fmt: skip
    every = [*usual, *(c for c in _held(blank, rule) if c not in usual)]
    choices = [choice(_coded(c), capitalised(sentence(c, protocol.vocabulary))) for c in every]
    return SelectField(
        f"Whether {blank.dimension.says}", [Optional()], choices=[choice("", ANY), *choices]
    )


def _coded(condition: Condition) -> str:
    return f"{condition.op.value}:{','.join(map(str, condition.words))}"


def _fact(blank: Blank, coded: str) -> list[Condition]:
    op, _, words = coded.partition(":")
    return [Condition(blank.dimension.name, Op(op), tuple(words.split(",")))] if coded else []


def _condition(
    blank: Blank, form: ConferForm, tail: str, suffix: str, usual: Op | None
) -> Condition | None:
    op, name = form[f"{blank.name}_op{tail}"].data or "", blank.name + suffix
    words = _given(blank, form[name].data)
    if not words and not op:
        return None
    if not words:
        raise Invalid({name: "Choose or enter at least one, or say that it does not matter."})
    if not op and usual is None:
        raise Invalid({name: BOTH})
    chosen = Op(op) if op else Op.IS
    if chosen in ONE_WORD and len(words) > 1:
        raise Invalid({name: f"Choose one only: '{OP_WORDS[chosen]}' compares with one."})
    constants = {_constant(blank, name, word) for word in words}
    return Condition(blank.dimension.name, chosen, tuple(sorted(constants, key=_order)))


def _given(blank: Blank, given: Any) -> list[str]:
    if blank.typed:
        return [w.strip() for w in str(given or "").split(",") if w.strip()]
    return list(given or [])


def _order(word: Constant) -> tuple[str, Any]:
    return type(word).__name__, word


def _constant(blank: Blank, name: str, word: str) -> Constant:
    kind = blank.dimension.kind
    try:
        if kind is DimensionKind.NUMBER and len(word) < 10:
            return int(word)
        if kind is DimensionKind.DATE:
            return date.fromisoformat(word)
    except ValueError:
        pass
    if blank.typed:
        raise Invalid({name: f"'{word[:40]}' is not a number, or a date such as 2027-03-01."})
    return word
