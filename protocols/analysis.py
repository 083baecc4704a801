"""What is odd about a document, found on the same boxes that decide.

Boxes are exact, so shadows under one limit, unreachable rules and basis mismatches are found by set
algebra. That a rule changes no answer, that a grant hides what is shown without it, that two
grants clash: each is proved for every question that can be put. Gaps look at grants only.
"""

from collections.abc import Iterator

from protocols.clauses import Clause, SharingProtocol
from protocols.compiling import Program, compile_program
from protocols.conflicts import conflicts
from protocols.engine import DecisionTable
from protocols.errors import ProtocolError
from protocols.exact.asker import Asker
from protocols.finding import Finding, found
from protocols.findings import of_clauses
from protocols.gaps import gaps
from protocols.idle_duties import idle_duties, spoken_of
from protocols.kinds import kinds_of, possible
from protocols.loader import load
from protocols.reaches import basis_mismatches, mismatches
from protocols.recording import unrecordable
from protocols.shadows import by_search, shadowed_exceptions, shadowed_grants
from protocols.starting import idle_clocks
from protocols.sums import leaks_by_sum
from protocols.unrecorded_dates import dates_ahead, not_recorded
from protocols.vocabulary import RuleKind

_ORDER = {"error": 0, "warning": 1, "note": 2}


def check(text: str) -> list[Finding]:
    """Every finding about a document; the problems of one that cannot be loaded are errors."""
    try:
        protocol = load(text)
    except ProtocolError as error:
        return [
            Finding(p.severity, "document", p.clause, p.line, f"{p.key}: {p.message}")
            for p in error.problems
        ]
    return examine(protocol)


def examine(protocol: SharingProtocol) -> list[Finding]:
    """Every finding about a protocol, the serious ones first."""
    program = compile_program(protocol)
    beyond = mismatches(program)
    spoken = spoken_of(program)
    asker = Asker(program, [*(one.box for one in beyond), *(one.box for one in spoken)])
    all_found = [
        *_bare_clauses(protocol),
        *_nobody_signs(protocol),
        *_unreachable(program),
        *_toothless(program),
        *_unrecordable(protocol),
        *idle_clocks(protocol),
        *dates_ahead(protocol),
        *not_recorded(protocol),
        *shadowed_grants(asker),
        *shadowed_exceptions(asker),
        *conflicts(asker),
        *basis_mismatches(asker, beyond),
        *idle_duties(asker, spoken, asker.probes[len(beyond) :]),
        *by_search(asker, DecisionTable(program)),
        *leaks_by_sum(asker),
        *gaps(asker),
    ]
    return sorted(all_found, key=lambda finding: (_ORDER[finding.severity], finding.line))


def _bare_clauses(protocol: SharingProtocol) -> Iterator[Finding]:
    for clause in protocol.clauses:
        if not clause.rules and not clause.scope and not clause.not_for_engine:
            yield _clause_finding(
                clause, "no rule carries this clause out, and it does not say why"
            )
        if not clause.words.strip():
            yield _clause_finding(clause, "rules without words: partners sign words")


def _nobody_signs(protocol: SharingProtocol) -> Iterator[Finding]:
    """One thing to settle, however many parties it is about."""
    bare = [p.name for p in protocol.parties if not p.officer and p.part_of is None]
    if len(bare) == 1:
        yield Finding(
            "warning", "officer", None, 1, f"'{bare[0]}' names no officer who signs for it"
        )
    elif bare:
        message = f"{len(bare)} parties name no officer who signs for them: {'; '.join(bare)}"
        yield Finding("warning", "officer", None, 1, message)


def _clause_finding(clause: Clause, message: str) -> Finding:
    return Finding("warning", "clause", clause.number, clause.line, message)


def _unreachable(program: Program) -> Iterator[Finding]:
    kinds = kinds_of(program.protocol)
    for rule in of_clauses(program):
        if all(possible(kinds, box) is None for box in rule.reach):
            message = "its conditions contradict each other: it never applies"
            yield found("error", "unreachable", rule, message)
        for duty in rule.rule.obligations:
            if duty.when == "before" and not duty.owner:
                message = f"nobody is named to see to '{duty.what}'"
                yield found("warning", "unreachable", rule, message)


def _toothless(program: Program) -> Iterator[Finding]:
    """A gate that looks only where what it asks for is so already."""
    for rule in of_clauses(program):
        asked = rule.rule.requires
        if rule.rule.kind is RuleKind.GATE and asked and set(asked) <= set(rule.rule.applies):
            message = "it looks only where what must be true is true already: it holds nothing back"
            yield found("warning", "toothless", rule, message)


def _unrecordable(protocol: SharingProtocol) -> Iterator[Finding]:
    for one in unrecordable(protocol):
        yield Finding(one.severity, "unrecordable", one.clause, one.line, one.message)
