"""Who can record what a protocol asks about: the facts that its rules use, with who and where."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from protocols.clauses import Rule, SharingProtocol
from protocols.core_facts import FACTS, UNRECORDED, About, Place
from protocols.vocabulary import Dimension, told_by


@dataclass(frozen=True)
class Recordable:
    """A fact that people record: where, who may, and what it is then true of."""

    fact: Dimension
    place: Place
    by: tuple[str, ...]
    about: About


@dataclass(frozen=True)
class Unrecordable:
    """A rule that asks for something nobody can record: it would never open, or always bar."""

    clause: str
    line: int
    severity: str
    message: str


def recordable(protocol: SharingProtocol) -> tuple[Recordable, ...]:
    """Every fact that the rules of a protocol use and somebody records, in order of name."""
    names = {fact for _, rule in _rules(protocol) for fact in facts_of(rule)}
    found = (recording(protocol, name) for name in sorted(names))
    return tuple(fact for fact in found if fact is not None)


def recording(protocol: SharingProtocol, name: str) -> Recordable | None:
    """Who records a fact and where; None if nobody can."""
    if name not in protocol.vocabulary or not protocol.vocabulary[name].is_fact:
        return None
    fact = protocol.vocabulary[name]
    if fact.recorded_by:
        program = fact.recorded_by == ("program",)
        place = Place.PROGRAM if program else Place.CASE
        return Recordable(fact, place, fact.recorded_by, About(fact.about))
    core = FACTS.get(name)
    return None if core is None else Recordable(fact, core.place, core.by, core.about)


def facts_of(rule: Rule) -> tuple[str, ...]:
    """The names that a rule asks for, in its conditions and in what is due before."""
    conditions = (*rule.applies, *rule.requires, *rule.ends_when)
    asked = [told_by(condition.dimension) for condition in conditions]
    asked += [duty.what for duty in rule.obligations if duty.when == "before"]
    return tuple(dict.fromkeys(asked))


def counted_back(protocol: SharingProtocol) -> frozenset[str]:
    """The dates from which a rule counts the time that has passed, and that cannot lie ahead."""
    rules = [rule for _, rule in _rules(protocol)]
    asked = (c.dimension for r in rules for c in (*r.applies, *r.requires, *r.ends_when))
    vocabulary = protocol.vocabulary
    return frozenset(told_by(name) for name in asked if vocabulary[name].past)


def asked_words(protocol: SharingProtocol, dimension: str) -> Iterator[tuple[str, str]]:
    """Each word of a dimension that a rule asks for, with the number of its clause."""
    for number, rule in _rules(protocol):
        for condition in (*rule.applies, *rule.requires, *rule.ends_when):
            if condition.dimension == dimension:
                yield from ((str(word), number) for word in condition.words)


def unrecordable(protocol: SharingProtocol) -> Iterator[Unrecordable]:
    """Rules on facts that nobody can record, and on what no screen of the program knows."""
    for number, rule in _rules(protocol):
        for name in facts_of(rule):
            fact = name in protocol.vocabulary and protocol.vocabulary[name].is_fact
            if fact and recording(protocol, name) is None:
                message = f"nobody can record '{name}': say who with recorded_by in its [[fact]]"
                yield Unrecordable(number, rule.line, "error", message)
            elif name in UNRECORDED:
                message = f"no screen records the {name}: it counts as unknown"
                yield Unrecordable(number, rule.line, "note", message)


def _rules(protocol: SharingProtocol) -> Iterable[tuple[str, Rule]]:
    return [(clause.number, rule) for clause in protocol.clauses for rule in clause.rules]
