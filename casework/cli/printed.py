"""A protocol on paper: its clauses with their rules in sentences, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from protocols.clauses import Clause, Rule, SharingProtocol
from protocols.conditions import listed, plain, together
from protocols.decision import Decision
from protocols.engine import compile as compile_protocol
from protocols.question import Question
from protocols.vocabulary import Effect, RuleKind, Vocabulary

WIDTH = 96
KINDS = {
    RuleKind.GATE: "Must be true first",
    RuleKind.GRANT: "May see",
    RuleKind.CAP: "Never more than",
    RuleKind.EXCEPTION: "Unless",
}
LEVELS = {
    Effect.WITHHELD: "nothing",
    Effect.EXISTENCE: "that there is something, and whom to ask",
    Effect.SUMMARY: "a summary",
    Effect.MASKED: "a part",
    Effect.FULL: "all of it",
}
CELLS = {
    Effect.WITHHELD: "-",
    Effect.EXISTENCE: "exists",
    Effect.SUMMARY: "summary",
    Effect.MASKED: "part",
    Effect.FULL: "all",
}


def document_lines(protocol: SharingProtocol) -> Iterator[str]:
    """The document as its parties read it."""
    ends = f" to {plain(protocol.ends)}" if protocol.ends else ""
    yield f"{protocol.title}, version {protocol.version}"
    yield f"In force from {plain(protocol.starts)}{ends}"
    if protocol.parties:
        yield f"Parties: {', '.join(party.name for party in protocol.parties)}"
    for basis in protocol.bases:
        yield f"Legal basis: {basis.title}"
    for clause in protocol.clauses:
        yield ""
        yield from _clause(clause, protocol.vocabulary)


def _clause(clause: Clause, vocabulary: Vocabulary) -> Iterator[str]:
    title = f" {clause.title}." if clause.title else ""
    yield from wrap(f"{clause.number}{title} {clause.words}", WIDTH, subsequent_indent="    ")
    for rule in clause.rules:
        text = rule_sentence(rule, vocabulary)
        yield from wrap(text, WIDTH, initial_indent="    * ", subsequent_indent="      ")
    if clause.not_for_engine:
        yield from wrap(
            f"For people, not for the system: {clause.not_for_engine}", WIDTH,
            initial_indent="    ", subsequent_indent="    ",
        )  # fmt: skip


def rule_sentence(rule: Rule, vocabulary: Vocabulary) -> str:
    """One rule in plain English."""
    parts = [_head(rule)]
    if rule.applies:
        parts.append(f"where {together(rule.applies, vocabulary)}")
    if rule.requires:
        word = "this holds" if rule.kind is RuleKind.GATE else "if"
        parts.append(f"{word}: {together(rule.requires, vocabulary)}")
    parts += [_duty(d.what, d.when, d.owner, d.within) for d in rule.obligations]
    if rule.until:
        parts.append(f"until {plain(rule.until)}")
    return "; ".join(parts) + "."


def _head(rule: Rule) -> str:
    head = KINDS[rule.kind]
    if rule.kind is RuleKind.EXCEPTION:
        return f"{head} (lifts {listed(rule.lifts, 'and') if rule.lifts else 'nothing'})"
    if rule.level is None:
        return head
    mask = f" ({plain(rule.mask)})" if rule.mask else ""
    hidden = ", hidden completely" if rule.concealed else ""
    if rule.kind is RuleKind.GATE:
        return f"{head}, else {LEVELS[rule.level]}{hidden}"
    return f"{head} {LEVELS[rule.level]}{mask}{hidden}"


def _duty(what: str, when: str, owner: str, within: str) -> str:
    by = f" by {plain(owner)}" if owner else ""
    time = f" within {within}" if within else ""
    return f"{plain(when)}: {plain(what)}{by}{time}"


def matrix_lines(protocol: SharingProtocol, stage: str) -> Iterator[str]:
    """What a signed party sees of the victim's information while nothing else is recorded."""
    agencies = sorted({p.agency_type for p in protocol.parties if p.agency_type})
    agencies = agencies or sorted(protocol.vocabulary["agency_type"].words)
    yield f"At the stage '{plain(stage)}', a signed party with nothing else recorded sees:"
    table = compile_protocol(protocol)
    for category in sorted(protocol.vocabulary["category"].words):
        cells = [
            f"{plain(agency)} {_cell(table.decide(_question(protocol, agency, category, stage)))}"
            for agency in agencies
        ]
        text = f"{plain(category)}: {'; '.join(cells)}"
        yield from wrap(text, WIDTH, initial_indent="    ", subsequent_indent="        ")


def _cell(decision: Decision) -> str:
    return "hidden" if decision.concealed else CELLS[decision.effect]


def _question(protocol: SharingProtocol, agency: str, category: str, stage: str) -> Question:
    values = {
        "agency_type": agency,
        "party_status": "signed",
        "category": category,
        "subject": "victim",
        "stage": stage,
        "channel": "screen",
    }
    if protocol.purposes:
        values["purpose"] = protocol.purposes[0]
    if protocol.conference_kinds:
        values["conference_kind"] = protocol.conference_kinds[0]
    return Question(values=dict(values), moment=protocol.starts)
