"""What counts the time since a date: where it lies ahead, and where nobody recorded it."""

from collections.abc import Iterator

from protocols.clauses import Rule, SharingProtocol
from protocols.conditions import Condition, Op
from protocols.finding import Finding
from protocols.vocabulary import RuleKind, told_by

_LEAST = {Op.AT_LEAST: 0, Op.MORE_THAN: -1}
_MOST = {Op.LESS_THAN: 0, Op.AT_MOST: -1}
_LIMITS = (RuleKind.GATE, RuleKind.CAP)


def dates_ahead(protocol: SharingProtocol) -> Iterator[Finding]:
    """Conditions that only make sense of a date that lies ahead, of one that may not."""
    for clause in protocol.clauses:
        for rule in clause.rules:
            for condition in _counting(rule, protocol):
                if protocol.vocabulary[condition.dimension].past and _means_ahead(condition, rule):
                    message = _ahead(told_by(condition.dimension))
                    yield Finding("note", "date ahead", clause.number, rule.line, message)


def _ahead(name: str) -> str:
    return (
        f"a date that lies ahead counts as not known: if '{name}' may lie ahead, say so in its "
        "[[fact]] with may_lie_ahead = true"
    )


def _counting(rule: Rule, protocol: SharingProtocol) -> list[Condition]:
    asked = (*rule.applies, *rule.requires, *rule.ends_when)
    return [c for c in asked if told_by(c.dimension) != c.dimension and _is_number(c, protocol)]


def _is_number(condition: Condition, protocol: SharingProtocol) -> bool:
    return protocol.vocabulary[condition.dimension].compares


def _means_ahead(condition: Condition, rule: Rule) -> bool:
    """Below nothing is always meant so; 'at least nothing' where a limit waits for its day."""
    words = [word for word in condition.words if isinstance(word, int)]
    if condition.op in _MOST:
        return any(word <= _MOST[condition.op] for word in words)
    if condition.op in _LEAST:
        return rule.kind in _LIMITS and any(word <= _LEAST[condition.op] for word in words)
    return any(word < 0 for word in words)
