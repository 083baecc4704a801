"""A protocol on paper: its clauses with their rules in sentences, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from protocols.clauses import Clause, SharingProtocol
from protocols.conditions import plain
from protocols.decision import Decision
from protocols.engine import compile as compile_protocol
from protocols.question import Question
from protocols.sentences import rule_sentence
from protocols.vocabulary import Effect, Vocabulary

WIDTH = 96
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
