"""Which kinds of answers two documents show more of, and which less, for one way of standing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from casework.sharing.kinds import Told, read_by, read_of, told
from protocols.engine import DecisionTable
from protocols.question import Question
from protocols.rows import Row
from protocols.runs import Verdict
from protocols.vocabulary import Effect

NOTHING: Final = Verdict(Effect.WITHHELD)
Tables = tuple[DecisionTable | None, ...]
# Numbers of kinds: those of which more is shown, and those of which less.
Turned = tuple[frozenset[int], frozenset[int]]


class Turning:
    """Two documents and every kind of answer, decided a whole row at a time."""

    def __init__(self, tables: Tables, kinds: Sequence[Question]) -> None:
        self._read = read_by(table for table in tables if table)
        self._known: dict[Told, Turned] = {}
        self._rows = [
            (numbers, [Row(t, [kinds[n] for n in numbers]) if t else None for t in tables])
            for numbers in _alike(kinds)
        ]

    def of(self, standing: Question) -> Turned:
        """What turns for whoever stands like this: equal standings are decided once."""
        read = read_of(standing, self._read)
        key = told(read)
        if key not in self._known:
            self._known[key] = self._decided(read)
        return self._known[key]

    def _decided(self, standing: Question) -> Turned:
        more, less = set[int](), set[int]()
        for numbers, rows in self._rows:
            silent = (NOTHING,) * len(numbers)
            sides = [row.decide(standing) if row else silent for row in rows]
            for number, before, after in zip(numbers, *sides, strict=True):
                # Most are answered alike, which is seen without looking closer.
                if before != after and (turned := direction(before, after)):
                    (more if turned > 0 else less).add(number)
        return frozenset(more), frozenset(less)


def direction(before: Verdict, after: Verdict) -> int:
    """1 where the new version shows more, -1 where less, 0 where the same."""
    was, becomes = _openness(before), _openness(after)
    if was == becomes:
        # Another mask shows other parts: whoever confirms has to see it.
        return int(before.mask != after.mask)
    return 1 if becomes > was else -1


def _openness(verdict: Verdict) -> tuple[int, bool]:
    return int(verdict.effect), not verdict.concealed


def _alike(kinds: Sequence[Question]) -> list[list[int]]:
    """A row takes from its context what its items do not tell, so all of them tell the same."""
    groups: dict[frozenset[str], list[int]] = defaultdict(list)
    for number, question in enumerate(kinds):
        groups[frozenset({*question.values, *question.many, *question.facts})].append(number)
    return list(groups.values())
