"""A protocol on paper: its clauses with their rules in sentences, and what they add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from textwrap import wrap

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from casework.sharing.matrix import WORDS, Cell, matrix
from protocols.clauses import Clause, SharingProtocol
from protocols.conditions import plain
from protocols.engine import compile as compile_protocol
from protocols.sentences import rule_sentence
from protocols.vocabulary import Vocabulary
from protocols.writer import digest

WIDTH = 96
ON_PAPER = ("agenda", "meeting", "after_meeting")
ORDINARY = (
    "an ordinary case about an adult: every agency has signed, what is asked for is relevant and "
    "released, nothing special is recorded"
)
PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grid:
    """One stage as a table; who sees the same of everything shares a column."""

    stage: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, tuple[Cell, ...]], ...]


def grid(protocol: SharingProtocol, stage: str) -> Grid:
    """What each kind of agency, the coordinator and the chair see of a victim's information."""
    whole = matrix(
        protocol, compile_protocol(protocol), sorted(protocol.vocabulary["agency_type"].words),
        stage=stage, subject="victim", moment=datetime.combine(protocol.starts, time(), UTC),
    )  # fmt: skip
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in range(len(whole.columns)):
        alike[tuple(line.cells[number].words for line in whole.lines)].append(number)
    return Grid(
        plain(stage),
        tuple(", ".join(whole.columns[n] for n in group) for group in alike.values()),
        tuple(
            (line.category, tuple(line.cells[group[0]] for group in alike.values()))
            for line in whole.lines
        ),
    )


def page(protocol: SharingProtocol) -> str:
    """The whole document as one HTML page that needs nothing from outside itself."""
    return PAGES.get_template("protocol.html").render(
        protocol=protocol,
        digest=digest(protocol),
        grids=[grid(protocol, stage) for stage in ON_PAPER],
        ordinary=ORDINARY,
        plain=plain,
        sentence=lambda rule: rule_sentence(rule, protocol.vocabulary),
    )


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
    """For each kind of information: who sees all of it, a part, a summary, nothing."""
    made = grid(protocol, stage)
    yield from wrap(f"At the stage '{made.stage}', in {ORDINARY}:", WIDTH)
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
