"""A protocol as Cedar policies: a second opinion in the tests, and a peer to be measured against.

Cedar knows yes and no. A level becomes an action ('see at least a summary'), a cap a `forbid`, an
exception the `unless` of every cap it lifts. What it cannot say is left to the engine alone: that a
narrower grant goes before a wider one, masks, duties, reasons. So the tests use protocols whose
grants are all of one level.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from protocols.approvals import answers
from protocols.clauses import Basis, Rule, SharingProtocol
from protocols.conditions import Condition, Op
from protocols.vocabulary import NOT_APPLICABLE, UNKNOWN, Dimension, DimensionKind, Effect, RuleKind

ACTIONS = tuple(effect for effect in Effect if effect is not Effect.WITHHELD)
_COMPARING = {
    Op.AT_LEAST: ">=", Op.FROM: ">=", Op.MORE_THAN: ">", Op.AFTER: ">",
    Op.AT_MOST: "<=", Op.UNTIL: "<=", Op.LESS_THAN: "<", Op.BEFORE: "<",
}  # fmt: skip


class Translator:
    """One protocol in Cedar's words, without the boxes and masks of the engine."""

    def __init__(self, protocol: SharingProtocol) -> None:
        self._protocol = protocol
        self._rules = [rule for clause in protocol.clauses for rule in clause.rules]

    def policies(self) -> str:
        """Every policy: what is permitted, what is forbidden and unless what."""
        own = _policy("permit", ACTIONS, 'context.item_relationship.contains("originator")')
        return "\n".join([own, *self._permits(), *self._forbids(), *self._head()])

    def conditions_alone(self, left_out: Iterable[str]) -> str:
        """Each rule as a permit on anything, what the item tells left out: asked once per page.

        Whoever asks still has to join rules and items, lift, and take the lowest: not in the time.
        """
        out = set(left_out)
        found = []
        for place, rule in enumerate(self._rules):
            if rule.kind is RuleKind.DUTY:
                continue
            kept = [c for c in (*rule.applies, *rule.requires) if c.dimension not in out]
            modes = {RuleKind.GRANT: (True, False), RuleKind.EXCEPTION: (True,)}
            for certain in modes.get(rule.kind, (False,)):
                asked = _all(self.condition(c, certain=certain) for c in kept)
                name = f"{place}-{certain}"
                rule_text = f"permit(principal, action, resource) when {{ {asked} }};"
                found.append(f'@id("{name}") {rule_text}')
        return "\n".join(found)

    def _permits(self) -> Iterator[str]:
        for rule in self._rules:
            if rule.kind is RuleKind.GRANT and rule.level:
                yield _policy("permit", (a for a in ACTIONS if a <= rule.level), self._opens(rule))

    def _forbids(self) -> Iterator[str]:
        for rule in self._rules:
            if rule.kind not in (RuleKind.GATE, RuleKind.CAP):
                continue
            level = rule.level or Effect.WITHHELD
            failing = f"!({_all(self.condition(c) for c in rule.requires)})"
            bites = [self.condition(c) for c in rule.applies] + [failing] * bool(rule.requires)
            lifts = [
                self._opens(other)
                for other in self._rules
                if other.kind is RuleKind.EXCEPTION
                and (other.lifts_all or rule.name in other.lifts)
                and not rule.absolute
            ]
            over = [action for action in ACTIONS if action > level]
            if over:
                yield _policy("forbid", over, _all([*bites, *self._alive(rule)]), _any(lifts))

    def _head(self) -> Iterator[str]:
        protocol = self._protocol
        limits = [Condition("date", Op.BEFORE, (protocol.starts,))]
        limits += [Condition("date", Op.AFTER, (protocol.ends,))] if protocol.ends else []
        for condition in limits:
            yield _policy("forbid", ACTIONS, self.condition(condition))
        kinds = (*protocol.conference_kinds, NOT_APPLICABLE)
        for name, words in (("purpose", protocol.purposes), ("conference_kind", kinds)):
            if protocol.purposes if name == "purpose" else protocol.conference_kinds:
                wanted = self.condition(Condition(name, Op.IS, words))
                yield _policy("forbid", ACTIONS, f"!({wanted})")

    def _opens(self, rule: Rule) -> str:
        """Where a grant or an exception works, its duties done and its basis reaching."""
        parts = [self.condition(c) for c in (*rule.applies, *rule.requires)]
        parts += [f"!({self.condition(c)})" for c in rule.ends_when]
        parts += ['context.granted_request == "yes"'] if rule.per_request else []
        for duty in rule.obligations:
            if duty.when == "before":
                met = duty.needs or "yes"
                parts.append(self.condition(Condition(duty.what, Op.IS, (met,))))
        if rule.basis:
            parts.append(_any(self._reach(self._protocol.basis(id)) for id in rule.basis))
        return _all([*parts, *self._alive(rule)])

    def _reach(self, basis: Basis) -> str:
        limits = {
            "discloser_type": basis.disclosers,
            "agency_type": basis.recipients,
            "purpose": basis.purposes,
        }
        conditions = [Condition(name, Op.IS, words) for name, words in limits.items() if words]
        conditions += [Condition("category", Op.NOT, basis.barred)] if basis.barred else []
        return _all(self.condition(c) for c in conditions)

    def _alive(self, rule: Rule) -> list[str]:
        if rule.until is None:
            return []
        end = self.condition(Condition("date", Op.UNTIL, (rule.until,)))
        bars = rule.kind in (RuleKind.GATE, RuleKind.CAP)
        return [f"(!(context has date) || {end})" if bars else end]

    def condition(self, condition: Condition, *, certain: bool = True) -> str:
        """One test; with something unknown, either certainly or possibly so."""
        dimension = self._protocol.vocabulary[condition.dimension]
        if dimension.kind.has_axes:
            return _of_set(condition, certain=certain)
        if dimension.compares:
            return _of_number(condition)
        accepted = [
            word
            for word in (*dimension.words, NOT_APPLICABLE)
            if _takes(condition, dimension, word)
        ]
        words = _set([*accepted, *([] if certain else [UNKNOWN])])
        return f"{words}.contains(context.{dimension.name})"


def context_of(protocol: SharingProtocol, world: Mapping[str, Any]) -> dict[str, Any]:
    """What is known, as Cedar is told it: sets, words, whole numbers, days as whole numbers."""
    found: dict[str, Any] = {}
    for name, value in world.items():
        dimension = protocol.vocabulary[name]
        if dimension.kind is DimensionKind.APPROVAL:
            found[name] = sorted(w for w, a in answers(name, value).items() if a == "yes")
        elif dimension.kind.has_axes:
            found[name] = sorted({above for word in value for above in dimension.above(word)})
        elif not dimension.compares:
            found[name] = value
        elif value not in (UNKNOWN, NOT_APPLICABLE) and not (dimension.past and value < 0):
            found[name] = value.toordinal() if isinstance(value, date) else value
    return found


def _takes(condition: Condition, dimension: Dimension, word: str) -> bool:
    above = dimension.above(word)
    covered = any(wanted in above for wanted in condition.words)
    if condition.op in _COMPARING:
        if word == NOT_APPLICABLE:
            return False
        (scale, own), (wanted, bound) = (
            dimension.place(one) for one in (word, str(condition.words[0]))
        )
        if scale is not wanted:
            return False
        sign = _COMPARING[condition.op]
        return (
            (own > bound)
            if sign == ">"
            else (own >= bound)
            if sign == ">="
            else (own < bound if sign == "<" else own <= bound)
        )
    if condition.op is Op.EXACTLY:
        return word in condition.words
    if condition.op is Op.UNDER:
        return covered and word not in condition.words
    return covered is not (condition.op is Op.NOT)


def _of_set(condition: Condition, *, certain: bool) -> str:
    words, attribute = [str(w) for w in condition.words], f"context.{condition.dimension}"
    if condition.op is Op.NOT:
        return f"!{attribute}.containsAny({_set([*words, *([UNKNOWN] if certain else [])])})"
    if condition.op is Op.ALL_OF:
        return f"{attribute}.containsAll({_set(words)})"
    return f"{attribute}.containsAny({_set([*words, *([] if certain else [UNKNOWN])])})"


def _of_number(condition: Condition) -> str:
    name = condition.dimension
    bounds = [w.toordinal() if isinstance(w, date) else int(w) for w in condition.words]
    if condition.op in (Op.IS, Op.NOT):
        same = _any(f"context.{name} == {bound}" for bound in bounds)
        found = f"(context has {name} && {same})"
        return f"!{found}" if condition.op is Op.NOT else found
    return f"(context has {name} && context.{name} {_COMPARING[condition.op]} {bounds[0]})"


def _policy(effect: str, actions: Iterable[Effect], when: str, unless: str = "false") -> str:
    named = ", ".join(f'Action::"{action.word}"' for action in actions)
    scope = f"(principal, action in [{named}], resource)"
    return f"{effect}{scope} when {{ {when} }} unless {{ {unless} }};"


def _set(words: Iterable[str]) -> str:
    quoted = ", ".join(f'"{word}"' for word in words)
    return f"[{quoted}]"


def _all(parts: Iterable[str]) -> str:
    return " && ".join(f"({part})" for part in parts) or "true"


def _any(parts: Iterable[str]) -> str:
    found = " || ".join(f"({part})" for part in parts)
    return f"({found})" if found else "false"
