"""Changes to a draft, as whole new documents."""

from __future__ import annotations

from dataclasses import replace

from casework.errors import Invalid, NotFound
from protocols.clauses import Clause, Rule, SharingProtocol
from protocols.conditions import Condition


def find_clause(protocol: SharingProtocol, number: str) -> Clause:
    """The clause with that number, or NotFound."""
    found = next((c for c in protocol.clauses if c.number == number), None)
    if found is None:
        raise NotFound("clause")
    return found


def find_rule(protocol: SharingProtocol, number: str, place: int) -> Rule:
    """The rule at that place (from 0) under a clause, or NotFound."""
    rules = find_clause(protocol, number).rules
    if not 0 <= place < len(rules):
        raise NotFound("rule")
    return rules[place]


def with_label(protocol: SharingProtocol, label: str) -> SharingProtocol:
    """The same document as another version."""
    return replace(protocol, version=label)


def with_clause(protocol: SharingProtocol, clause: Clause, number: str | None) -> SharingProtocol:
    """Add a clause in the order of its number, or put it in place of the one named."""
    others = [c for c in protocol.clauses if c.number != number]
    if any(c.number == clause.number for c in others):
        raise Invalid({"number": f"There is a clause {clause.number} already."})
    if number == clause.number:
        placed = tuple(clause if c.number == number else c for c in protocol.clauses)
    else:
        placed = tuple(sorted([*others, clause], key=lambda c: _order(c.number)))
    return replace(protocol, clauses=placed)


def without_clause(protocol: SharingProtocol, number: str) -> SharingProtocol:
    """Take a clause out, with its rules."""
    find_clause(protocol, number)
    return replace(protocol, clauses=tuple(c for c in protocol.clauses if c.number != number))


def with_rule(
    protocol: SharingProtocol, number: str, place: int | None, rule: Rule
) -> SharingProtocol:
    """Add a rule to a clause, or put it in place of the one at `place`."""
    clause = find_clause(protocol, number)
    rules = list(clause.rules)
    if place is None:
        rules.append(rule)
    else:
        find_rule(protocol, number, place)
        rules[place] = rule
    return with_clause(protocol, replace(clause, rules=tuple(rules)), number)


def without_rule(protocol: SharingProtocol, number: str, place: int) -> SharingProtocol:
    """Take one rule out of a clause."""
    find_rule(protocol, number, place)
    clause = find_clause(protocol, number)
    left = tuple(r for n, r in enumerate(clause.rules) if n != place)
    return with_clause(protocol, replace(clause, rules=left), number)


def with_condition(rule: Rule, part: str, condition: Condition) -> Rule:
    """Add a condition to where a rule applies or to what it requires; one per dimension."""
    kept = tuple(c for c in conditions_of(rule, part) if c.dimension != condition.dimension)
    return _with_part(rule, part, (*kept, condition))


def without_condition(rule: Rule, part: str, dimension: str) -> Rule:
    """Take the conditions about one dimension out."""
    kept = tuple(c for c in conditions_of(rule, part) if c.dimension != dimension)
    return _with_part(rule, part, kept)


def conditions_of(rule: Rule, part: str) -> tuple[Condition, ...]:
    """Where the rule applies, or what it requires."""
    if part not in ("applies", "requires"):
        raise NotFound("rule")
    return rule.applies if part == "applies" else rule.requires


def _with_part(rule: Rule, part: str, conditions: tuple[Condition, ...]) -> Rule:
    return replace(rule, **{part: conditions})  # type: ignore[arg-type]  # `part` is checked above


def _order(number: str) -> tuple[object, ...]:
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in number.split("."))
