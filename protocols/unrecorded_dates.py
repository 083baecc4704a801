"""What counts the time since a date: where it lies ahead, and where nobody recorded it."""

from collections.abc import Iterator

from protocols.clauses import Rule, SharingProtocol
from protocols.conditions import Condition, Op
from protocols.finding import Finding
from protocols.vocabulary import UNKNOWN, RuleKind, told_by

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


def not_recorded(protocol: SharingProtocol) -> Iterator[Finding]:
    """Limits that hold back in every case in which nobody has recorded a date.

    One that asks for a stage, or for something else that is recorded, has been thought about.
    """
    for clause in protocol.clauses:
        for rule in clause.rules:
            for name in _silently(rule, protocol):
                yield Finding("note", "no date", clause.number, rule.line, _silence(name))


def _silently(rule: Rule, protocol: SharingProtocol) -> list[str]:
    asked = [protocol.vocabulary[c.dimension] for c in rule.applies]
    counted = [d for d in asked if d.compares and told_by(d.name) != d.name]
    others = [d for d in asked if d.name == "stage" or d.is_fact]
    if rule.kind not in _LIMITS or len(others) > len(counted):
        return []
    return list(dict.fromkeys(told_by(d.name) for d in counted if d.absent == UNKNOWN))


def _silence(name: str) -> str:
    return (
        f"holds back wherever nobody has recorded '{name}': if silence means that it has not "
        f'happened, say {name} = "not_applicable" in [absence], or name the stage'
    )


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
