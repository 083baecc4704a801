"""Changes to a draft, as whole new documents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from casework.errors import Invalid, NotFound
from protocols.clauses import Clause, Rule, SharingProtocol


def find_clause(protocol: SharingProtocol, number: str) -> Clause:
    """The clause with that number, or NotFound."""
    found = next((c for c in protocol.clauses if c.number == number), None)
    if found is None:
        raise NotFound("clause")
    return found


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
        rules[place] = rule
    return with_clause(protocol, replace(clause, rules=tuple(rules)), number)


def without_rule(protocol: SharingProtocol, number: str, place: int) -> SharingProtocol:
    """Take one rule out of a clause."""
    clause = find_clause(protocol, number)
    left = tuple(r for n, r in enumerate(clause.rules) if n != place)
    return with_clause(protocol, replace(clause, rules=left), number)


def next_number(protocol: SharingProtocol) -> str:
    """The number that a clause after the last one would have."""
    if not protocol.clauses:
        return "1"
    *above, last = protocol.clauses[-1].number.split(".")
    return ".".join([*above, str(int(last) + 1)]) if last.isdigit() else ""


def moved(protocol: SharingProtocol, place: int, by: int) -> SharingProtocol:
    """A clause further up (-1) or down (1); at the end of the list it stays."""
    clauses = list(protocol.clauses)
    target = max(0, min(len(clauses) - 1, place + by))
    clauses.insert(target, clauses.pop(place))
    return replace(protocol, clauses=tuple(clauses))


def numbered_again(protocol: SharingProtocol) -> SharingProtocol:
    """Numbers as the clauses stand, at the depth they have; what refers to them follows."""
    names: dict[tuple[str, ...], str] = {}
    counts: dict[str, int] = {}
    changed: dict[str, str] = {}
    for clause in protocol.clauses:
        parts, above = tuple(clause.number.split(".")), ""
        for depth in range(1, len(parts) + 1):
            if parts[:depth] not in names:
                counts[above] = counts.get(above, 0) + 1
                names[parts[:depth]] = f"{above}.{counts[above]}".lstrip(".")
            above = names[parts[:depth]]
        changed[clause.number] = above
    renamed = tuple(replace(c, number=changed[c.number]) for c in protocol.clauses)
    return with_references(replace(protocol, clauses=renamed), changed)


def with_references(protocol: SharingProtocol, changed: Mapping[str, str]) -> SharingProtocol:
    """Words and reasons that name a clause by its old number name it by its new one."""

    def told(text: str) -> str:
        return _REFERENCE.sub(lambda m: m[1] + _NUMBER.sub(_new, m[2]), text)

    def _new(found: re.Match[str]) -> str:
        return changed.get(found[0], found[0])

    def rule(old: Rule) -> Rule:
        return replace(
            old, reasons=replace(old.reasons, full=told(_led(old.reasons.full, changed)))
        )

    clauses = tuple(
        replace(
            c, words=told(c.words), not_for_engine=told(c.not_for_engine),
            rules=tuple(rule(r) for r in c.rules),
        )
        for c in protocol.clauses
    )  # fmt: skip
    return replace(protocol, clauses=clauses)


def _led(text: str, changed: Mapping[str, str]) -> str:
    """A reason may begin with the number of its clause: '3.2: needs consent'."""
    number, colon, rest = text.partition(":")
    return f"{changed[number]}:{rest}" if colon and number in changed else text


# 'clause 3.2', 'clauses 3.2, 3.4 and 5'.
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9A-Za-z]+)*")
_REFERENCE = re.compile(
    r"(\b[Cc]lauses?\s+)([0-9]+(?:\.[0-9A-Za-z]+)*(?:(?:,\s*|\s+and\s+|\s+or\s+|\s+to\s+)[0-9]+(?:\.[0-9A-Za-z]+)*)*)"
)


def _order(number: str) -> tuple[object, ...]:
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in number.split("."))
