"""A protocol on paper: its clauses with their rules in sentences, and what they add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from textwrap import wrap

from casework.sharing.matrix import WORDS
from casework.sharing.printed.contents import ORDINARY, Grid, grid
from protocols.clauses import Clause, SharingProtocol
from protocols.conditions import plain
from protocols.sentences import basis_sentence, rule_sentence
from protocols.spelling import capitalised
from protocols.vocabulary import Vocabulary

WIDTH = 96


def document_lines(protocol: SharingProtocol) -> Iterator[str]:
    """The document as its parties read it."""
    ends = f" to {plain(protocol.ends)}" if protocol.ends else ""
    yield f"{protocol.title}, version {protocol.version}"
    yield f"In force from {plain(protocol.starts)}{ends}"
    if protocol.parties:
        yield f"Parties: {', '.join(party.name for party in protocol.parties)}"
    for group in protocol.groups:
        yield from wrap(f"{capitalised(group.name)}: {', '.join(protocol.members(group))}", WIDTH)
    for basis in protocol.bases:
        yield f"Legal basis: {basis_sentence(basis)}"
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
    """For each kind of information: who sees all of it, a part, a summary, nothing."""
    made = grid(protocol, stage, short=False)
    when = f". {made.behind}" if made.behind else f", in {ORDINARY}:"
    yield from wrap(f"At the stage '{made.stage}'{when}", WIDTH)
    for category, cells in made.lines:
        by_words: dict[str, list[str]] = defaultdict(list)
        for column, cell in zip(made.columns, cells, strict=True):
            by_words[cell.words].append(column)
        yield f"    {category}"
        for words in (w for w in WORDS.values() if w in by_words):
            yield from wrap(
                f"{words}: {_everybody(by_words[words], made)}", WIDTH,
                initial_indent="        ", subsequent_indent="            ",
            )  # fmt: skip


def _everybody(columns: list[str], made: Grid) -> str:
    return "everybody" if len(columns) == len(made.columns) else ", ".join(columns)
