"""Recommendations that stand above their actions: a heading over a table, a row across it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from casework.reviews.intake.columns import Column, guess
from casework.reviews.intake.grid import Cell, Row, Table

HEADING = "Recommendation (above its actions)"
NOTE = "The recommendations stand above their actions: each is taken with the rows under it"
_BEGINS = re.compile(
    r"\s*rec(?:ommendation)?\b\.?\s*(?:no\.?\s*)?"
    r"(?:\d{1,3}(?:\.\d{1,2})*[a-z]?\b\s*[:.)–—-]*|[:–—-])\s*",
    re.IGNORECASE,
)


def recommended(words: str) -> str:
    """What 'Recommendation 3: …' recommends; nothing for words that do not begin so."""
    begins = _BEGINS.match(words)
    rest = words[begins.end() :].strip() if begins else ""
    return rest if any(sign.isalpha() for sign in rest) else ""


def has_own(names: Sequence[str]) -> bool:
    """Whether one of the columns holds the recommendations."""
    return Column.RECOMMENDATION in guess(names).values()


def beside_actions(table: Table) -> Table:
    """The table with a column for the recommendations above its rows, where it has none itself."""
    if has_own(table.headings) or not any(recommended(row.section) for row in table.rows):
        return table
    at = next((n for n, c in guess(table.headings).items() if c is Column.ACTION), None)
    rows = tuple(
        Row(row.number, row.where, (*row.cells, _of(row, at)), row.section) for row in table.rows
    )
    return Table((*table.headings, HEADING), rows, (*table.notes, NOTE))


def _of(row: Row, action: int | None) -> Cell:
    # A row under no recommendation is one by itself, as in a plan of actions alone.
    words = recommended(row.section)
    return Cell(words or (row.cells[action].text if action is not None else ""))
