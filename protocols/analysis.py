"""What is odd about a document, found on the same boxes that decide.

Boxes are exact, so conflicts, shadows under one limit, unreachable rules and basis mismatches are
found by set algebra. That a rule changes no answer, and that a grant hides what is shown without
it, is proved for every question that can be put (`findings`). Gaps look at grants only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from protocols.boxes import Box, covered, example, overlap
from protocols.clauses import Basis, Clause, Rule, SharingProtocol
from protocols.compiling import CompiledRule, Program, compile_program
from protocols.errors import ProtocolError
from protocols.exact.asking import given, in_words
from protocols.findings import adds_duties, missed, narrows, of_clauses
from protocols.loader import load
from protocols.question import Question
from protocols.recording import unrecordable
from protocols.vocabulary import Effect, RuleKind


@dataclass(frozen=True)
class Finding:
    """One thing to look at. Severity: error, warning or note."""

    severity: str
    kind: str
    clause: str | None
    line: int
    message: str
    example: Mapping[str, str] | None = None
    # The other clauses it is about; a question that shows it, as `protocol decide` takes one.
    clauses: tuple[str, ...] = ()
    question: Mapping[str, Any] | None = None


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
    found = [
        *_bare_clauses(protocol),
        *_nobody_signs(protocol),
        *_unreachable(program),
        *_unrecordable(protocol),
        *_shadowed_grants(program),
        *_shadowed_exceptions(program),
        *_conflicts(program),
        *_basis_mismatches(program),
        *_by_search(program),
        *_gaps(program),
    ]
    return sorted(found, key=lambda finding: (_ORDER[finding.severity], finding.line))


def _of_kind(program: Program, *kinds: RuleKind) -> list[CompiledRule]:
    return [rule for rule in of_clauses(program) if rule.rule.kind in kinds]


def _finding(
    severity: str, kind: str, rule: CompiledRule, message: str, box: Box | None = None
) -> Finding:
    return Finding(
        severity, kind, rule.number, rule.rule.line, message, None if box is None else example(box)
    )


def _bare_clauses(protocol: SharingProtocol) -> Iterator[Finding]:
    for clause in protocol.clauses:
        if not clause.rules and not clause.scope and not clause.not_for_engine:
            yield _clause_finding(
                clause, "no rule carries this clause out, and it does not say why"
            )
        if not clause.words.strip():
            yield _clause_finding(clause, "rules without words: partners sign words")


def _nobody_signs(protocol: SharingProtocol) -> Iterator[Finding]:
    for party in protocol.parties:
        if not party.officer and party.part_of is None:
            message = f"'{party.name}' names no officer who signs for it"
            yield Finding("warning", "officer", None, 1, message)


def _clause_finding(clause: Clause, message: str) -> Finding:
    return Finding("warning", "clause", clause.number, clause.line, message)


def _unreachable(program: Program) -> Iterator[Finding]:
    for rule in _of_kind(program, *RuleKind):
        if not rule.reach:
            yield _finding(
                "error",
                "unreachable",
                rule,
                "its conditions contradict each other: it never applies",
            )
        for duty in rule.rule.obligations:
            if duty.when == "before" and not duty.owner:
                yield _finding(
                    "warning", "unreachable", rule, f"nobody is named to see to '{duty.what}'"
                )


def _unrecordable(protocol: SharingProtocol) -> Iterator[Finding]:
    for found in unrecordable(protocol):
        yield Finding(found.severity, "unrecordable", found.clause, found.line, found.message)


def _liftable(program: Program) -> set[str]:
    return {
        name
        for rule in _of_kind(program, RuleKind.EXCEPTION)
        if rule.reach
        for name in rule.rule.lifts
    }


def _shadowed_grants(program: Program) -> Iterator[Finding]:
    liftable = _liftable(program)
    caps = [
        c
        for c in _of_kind(program, RuleKind.CAP, RuleKind.GATE)
        if c.rule.absolute or c.rule.name not in liftable
    ]
    for grant in _of_kind(program, RuleKind.GRANT):
        for cap in caps:
            bites = program.space.biting(cap.rule)
            if grant.reach and bites and cap.level < grant.level and covered(grant.reach, bites):
                message = (
                    f"never opens to '{grant.level.word}': "
                    f"clause {cap.number} always holds it at '{cap.level.word}'"
                )
                yield _finding("warning", "shadowed grant", grant, message, grant.reach[0])
                break


def _shadowed_exceptions(program: Program) -> Iterator[Finding]:
    bars = _of_kind(program, RuleKind.CAP, RuleKind.GATE)
    for exception in _of_kind(program, RuleKind.EXCEPTION):
        for name in exception.rule.lifts:
            named = [bar for bar in bars if bar.rule.name == name]
            if not any(overlap(exception.reach, program.space.biting(bar.rule)) for bar in named):
                yield _finding(
                    "warning",
                    "shadowed exception",
                    exception,
                    f"'{name}' never applies where this does",
                )


def _conflicts(program: Program) -> Iterator[Finding]:
    for first, second in combinations(_of_kind(program, RuleKind.GRANT), 2):
        if (first.level, first.rule.mask) == (second.level, second.rule.mask) or _ordered(
            program, first, second
        ):
            continue
        box = overlap(first.reach, second.reach)
        if box is not None:
            message = (
                f"clause {first.number} opens to '{first.level.word}' and clause {second.number} "
                f"to '{second.level.word}'; neither is narrower, so the lower holds"
            )
            found = _finding("warning", "conflict", second, message, box)
            yield replace(found, clauses=(first.number or "",))


def _ordered(program: Program, first: CompiledRule, second: CompiledRule) -> bool:
    return (
        second.place in program.narrower[first.place]
        or first.place in program.narrower[second.place]
    )


def _basis_mismatches(program: Program) -> Iterator[Finding]:
    for rule in _of_kind(program, RuleKind.GRANT, RuleKind.EXCEPTION):
        for id in rule.rule.basis:
            for box in rule.reach:
                yield from _mismatch(program, rule, program.protocol.basis(id), box)


def _mismatch(program: Program, rule: CompiledRule, basis: Basis, box: Box) -> Iterator[Finding]:
    for axis, words in (
        ("agency_type", basis.recipients),
        ("purpose", basis.purposes),
        ("category", basis.barred),
    ):
        if not words:
            continue
        covers = program.protocol.vocabulary[axis].covered
        reach = frozenset[str]().union(*(covers[word] for word in words))
        used = box.get(axis, program.space.universe(axis))
        beyond = used & reach if axis == "category" else used - reach
        if beyond:
            message = f"basis '{basis.id}' does not reach {axis.replace('_', ' ')} '{min(beyond)}'"
            yield _finding("warning", "basis mismatch", rule, message, {**box, axis: beyond})
            return


def _by_search(program: Program) -> Iterator[Finding]:
    """Rules that change no answer; rules without which, or after which, more is shown."""
    for one in missed(program):
        rule, until = one.rule, one.rule.rule.until
        if one.is_idle and not adds_duties(rule):
            yield _finding("warning", "redundant", rule, "taking it out changes no answer")
        elif narrows(one):
            yield _shown(_severity(rule.rule), rule, _narrowing(program, rule), one.shows_more)
        elif until and rule.rule.kind in (RuleKind.CAP, RuleKind.GATE) and one.shows_more:
            yield _shown("warning", rule, f"more is shown once it ends on {until}", one.shows_more)


def _shown(severity: str, rule: CompiledRule, message: str, asked: Question | None) -> Finding:
    found = Finding(severity, "cliff", rule.number, rule.rule.line, message)
    if asked is None:
        return found
    return replace(found, example=in_words(asked), question=given(asked))


def _narrowing(program: Program, rule: CompiledRule) -> str:
    wider = [program.rules[place] for place in sorted(program.narrower[rule.place])]
    over = [w for w in wider if w.rule.kind is RuleKind.GRANT and w.level > rule.level]
    if not over:
        return "it holds other rules down: without it more is shown"
    return f"it narrows clause {over[0].number}: without it '{over[0].level.word}' is shown"


def _severity(rule: Rule) -> str:
    return "warning" if rule.until else "note"


def _gaps(program: Program) -> Iterator[Finding]:
    """Kinds of agency and of information that no grant speaks of, at any stage or at some."""
    grants = [g for g in _of_kind(program, RuleKind.GRANT) if g.level > Effect.WITHHELD]
    types = sorted(program.space.universe("agency_type") - {"not_applicable"})
    categories = sorted(program.space.universe("category") - {"not_applicable"})
    for kind in types:
        boxes = [
            box
            for g in grants
            for box in g.reach
            if _ordinary(box) and kind in box.get("agency_type", {kind})
        ]
        missing = [c for c in categories if not any(c in box.get("category", {c}) for box in boxes)]
        if missing and boxes:
            message = f"'{kind}' never sees {', '.join(missing)}: intended?"
            yield Finding(
                "note", "gap", None, 1, message, {"agency_type": kind, "category": missing[0]}
            )
        elif missing:
            yield Finding(
                "note",
                "gap",
                None,
                1,
                f"'{kind}' never sees anything: intended?",
                {"agency_type": kind},
            )
    yield from _stage_gaps(program, grants)


def _ordinary(box: Box) -> bool:
    """A grant to a role, or to whoever asked for more, does not close a gap."""
    by_role = any(axis.startswith("role:") and "no" not in cells for axis, cells in box.items())
    return not by_role and bool(
        {"agency_type", "category", "subject", "field", "stage"} & box.keys()
    )


def _stage_gaps(program: Program, grants: list[CompiledRule]) -> Iterator[Finding]:
    for stage in sorted(program.space.universe("stage") - {"not_applicable"}):
        if not any(stage in box.get("stage", {stage}) for g in grants for box in g.reach):
            yield Finding(
                "note",
                "gap",
                None,
                1,
                f"nothing is shared at stage '{stage}': intended?",
                {"stage": stage},
            )
