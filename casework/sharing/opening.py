"""What opens in principle, in as few lines as it can be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from protocols.compare import Block

Words = tuple[str, ...]


class Levels(NamedTuple):
    """What is shown before, and after."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Opens:
    """Agencies or kinds of them, and kinds of information treated alike, with the clauses of it."""

    agencies: Words
    kinds: Words
    levels: Levels
    clauses: Words


def together(blocks: Iterable[Block]) -> tuple[Opens, ...]:
    """Blocks in few lines: all kinds of information of the same agencies, then the reverse."""
    kinds: dict[tuple[Words, Levels], set[str]] = defaultdict(set)
    clauses: dict[tuple[Words, Levels], set[str]] = defaultdict(set)
    for block in blocks:
        key = block.who, _levels(block)
        kinds[key] |= set(block.categories)
        clauses[key] |= {block.first.clause} - {None}  # type: ignore[arg-type]  # None is taken out
    agencies: dict[tuple[Words, Levels], set[str]] = defaultdict(set)
    cited: dict[tuple[Words, Levels], set[str]] = defaultdict(set)
    for key, found in kinds.items():
        line = tuple(sorted(found)), key[1]
        agencies[line] |= set(key[0])
        cited[line] |= clauses[key]
    return tuple(
        Opens(tuple(sorted(who)), line[0], line[1], tuple(sorted(cited[line])))
        for line, who in agencies.items()
    )


def _levels(block: Block) -> Levels:
    first = block.first
    return Levels(
        "concealed" if first.concealed_before else first.before.word,
        "concealed" if first.concealed_after else first.after.word,
    )
