"""Which facts the protocol in force asks about, and which of its clauses they open or close."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casework.agreements.in_force import InForce
from protocols.clauses import Clause, Rule, SharingProtocol
from protocols.recording import counted_back, facts_of
from protocols.sentences import rule_sentence
from protocols.starting import speaks_of
from protocols.vocabulary import Dimension, RuleKind

CONSENT = "consent"
# What a rule does with a fact it hangs on, in words for the case page.
DOES = {
    RuleKind.GRANT: "Opens",
    RuleKind.GATE: "Has to be true first",
    RuleKind.CAP: "Holds back",
    RuleKind.EXCEPTION: "Lifts a limit",
    RuleKind.DUTY: "Sets a duty",
}


@dataclass(frozen=True, slots=True)
class Use:
    """One rule that hangs on a fact."""

    clause: str
    title: str
    does: str
    sentence: str
    version: str


@dataclass(frozen=True, slots=True)
class FactInUse:
    """A fact with every rule that hangs on it."""

    dimension: Dimension
    uses: tuple[Use, ...]
    # A date from which some rule counts the time that has passed, and which cannot lie ahead.
    is_past: bool = False

    @property
    def name(self) -> str:
        """The word of the vocabulary."""
        return self.dimension.name


def facts_in_use(versions: Iterable[InForce], conference_kind: str) -> dict[str, FactInUse]:
    """Every recordable fact that matters in a kind of conference, in the order of the clauses."""
    found: dict[str, tuple[Dimension, dict[tuple[str, str], Use]]] = {}
    past: set[str] = set()
    for version in versions:
        past |= counted_back(version.protocol)
        for name, use in _uses(version, conference_kind):
            dimension = version.protocol.vocabulary[name]
            # A clause with several rules of one kind is one line on the page.
            found.setdefault(name, (dimension, {}))[1].setdefault((use.clause, use.does), use)
    return {name: FactInUse(dimension, tuple(uses.values()), name in past)
            for name, (dimension, uses) in found.items()}  # fmt: skip


def _uses(version: InForce, conference_kind: str) -> Iterator[tuple[str, Use]]:
    protocol = version.protocol
    for clause in protocol.clauses:
        for rule in clause.rules:
            if speaks_of(rule, conference_kind, protocol):
                for name in _names(rule, protocol):
                    yield name, _use(version.label, clause, rule, protocol)


def _names(rule: Rule, protocol: SharingProtocol) -> list[str]:
    return [
        name
        for name in facts_of(rule)
        if name in protocol.vocabulary and (protocol.vocabulary[name].is_fact or name == CONSENT)
    ]


def _use(label: str, clause: Clause, rule: Rule, protocol: SharingProtocol) -> Use:
    sentence = rule_sentence(rule, protocol.vocabulary)
    return Use(clause.number, clause.title, DOES[rule.kind], sentence, label)
