"""Rules that cite a legal basis where it does not reach; the example lies where it does not."""

from collections.abc import Iterator
from dataclasses import dataclass

from protocols.boxes import Box
from protocols.clauses import Basis
from protocols.compiling import CompiledRule, Program
from protocols.exact.asker import Asker
from protocols.exact.goal import Goal
from protocols.finding import Finding, found, shown
from protocols.findings import of_clauses
from protocols.kinds import kinds_of, possible
from protocols.vocabulary import RuleKind

OPENING = frozenset({RuleKind.GRANT, RuleKind.EXCEPTION})


@dataclass(frozen=True)
class Mismatch:
    """A rule, a basis that it cites, and a part of where it speaks that the basis leaves out."""

    rule: CompiledRule
    basis: Basis
    axis: str
    word: str
    box: Box


def mismatches(program: Program) -> list[Mismatch]:
    """Every opening rule with every part of its reach that a basis it cites leaves out."""
    kinds = kinds_of(program.protocol)
    return [
        one
        for rule in of_clauses(program)
        if rule.rule.kind in OPENING
        for id in rule.rule.basis
        for reach in rule.reach
        if (box := possible(kinds, reach)) is not None
        for one in _mismatch(program, rule, program.protocol.basis(id), box)
    ]


def basis_mismatches(asker: Asker, known: list[Mismatch]) -> Iterator[Finding]:
    """One finding for each, whose boxes are the first probes of the asker."""
    for one, probe in zip(known, asker.probes, strict=False):
        message = f"basis '{one.basis.id}' does not reach {one.axis.replace('_', ' ')} '{one.word}'"
        finding = found("warning", "basis mismatch", one.rule, message)
        yield shown(finding, asker.example(Goal(probe)))


def _mismatch(program: Program, rule: CompiledRule, basis: Basis, box: Box) -> Iterator[Mismatch]:
    for axis, words in (
        ("discloser_type", basis.disclosers),
        ("agency_type", basis.recipients),
        ("purpose", basis.purposes),
        ("category", basis.barred),
    ):
        beyond = _beyond(program, box, axis, words)
        if beyond:
            yield Mismatch(rule, basis, axis, min(beyond), {**box, axis: frozenset({min(beyond)})})
            return


def _beyond(program: Program, box: Box, axis: str, words: tuple[str, ...]) -> frozenset[str]:
    """The words of an axis that a rule speaks of and its basis does not reach."""
    if not words:
        return frozenset()
    covers = program.protocol.vocabulary[axis].covered
    named = frozenset[str]().union(*(covers[word] for word in words))
    used = box.get(axis, program.space.universe(axis)) - {"not_applicable"}
    return used & named if axis == "category" else used - named
