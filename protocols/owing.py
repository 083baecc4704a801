"""What two versions ask people to do: what is no longer owed, and what is newly owed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from protocols.clauses import Obligation, Reasons, Rule, SharingProtocol
from protocols.sentences import duty_sentence, rule_sentence
from protocols.spelling import capitalised
from protocols.vocabulary import RuleKind


@dataclass(frozen=True)
class Owed:
    """One thing that a version asks for, in words, with the clause that does."""

    clause: str
    says: str
    dropped: bool


# What makes two duties the same: one by itself with all its conditions, another by what it asks.
Key = tuple[Rule | None, Obligation]


def owing(old: SharingProtocol, new: SharingProtocol) -> list[Owed]:
    """What is dropped, then what is added, each in the order of its text."""
    before, after = dict(_duties(old)), dict(_duties(new))
    gone = [replace(owed, dropped=True) for key, owed in before.items() if key not in after]
    return gone + [owed for key, owed in after.items() if key not in before]


def _duties(protocol: SharingProtocol) -> Iterator[tuple[Key, Owed]]:
    for clause in protocol.clauses:
        for rule in clause.rules:
            for duty in rule.obligations:
                yield _key(rule, duty), Owed(clause.number, _says(protocol, rule, duty), False)


def _key(rule: Rule, duty: Obligation) -> Key:
    alone = rule.kind is RuleKind.DUTY
    return (replace(rule, obligations=(), reasons=Reasons()) if alone else None), duty


def _says(protocol: SharingProtocol, rule: Rule, duty: Obligation) -> str:
    if rule.kind is RuleKind.DUTY:
        return rule_sentence(replace(rule, obligations=(duty,)), protocol.vocabulary)
    return f"{capitalised(duty_sentence(duty, protocol.vocabulary))}."
