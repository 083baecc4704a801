"""A document file with its mistakes at their lines; nothing of it is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casework.sharing.spoken import spoken
from protocols.errors import Problem

# A long file is shown around its mistakes only.
SHORT, AROUND, MOST = 400, 4, 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, and what is wrong with it."""

    number: int
    text: str
    wrong: tuple[str, ...]


def marked(text: str, problems: Sequence[Problem]) -> list[Line]:
    """The lines with what is wrong at each."""
    wrong: dict[int, list[str]] = {}
    for problem in problems[:MOST]:
        wrong.setdefault(max(1, problem.line), []).append(_said(problem))
    lines = text.split("\n")
    shown: Sequence[int] = range(1, len(lines) + 1)
    if len(lines) > SHORT:
        near = {n + d for n in wrong for d in range(-AROUND, AROUND + 1)}
        shown = [n for n in sorted(near) if 1 <= n <= len(lines)]
    return [Line(n, lines[n - 1][:500], tuple(wrong.get(n, ()))) for n in shown]


def _said(problem: Problem) -> str:
    where = f"Clause {problem.clause}, " if problem.clause else ""
    return f"{where}{problem.key}: {spoken(problem.message)}"
