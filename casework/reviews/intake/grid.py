"""What was found in a file, before anybody understood it: sheets of cells, then one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from casework.paper.word import printable

LONGEST = 8_000
FORMULA = "A formula stands here and is not run: write what it shows"


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell as they stood, what is odd about it, and its colour by name."""

    text: str = ""
    odd: str = ""
    colour: str = ""
    # Part of a cell that begins in the row above.
    above: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet, under the number that it has in the file."""

    number: int
    cells: tuple[Cell, ...]
    # Its first cell spans several columns, as titles do.
    wide: bool = False

    @property
    def filled(self) -> list[Cell]:
        """Cells that say something of their own."""
        return [cell for cell in self.cells if cell.text and not cell.above]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a spreadsheet, a table of a document, or a whole CSV."""

    name: str
    lines: tuple[Line, ...]
    # A recommendation that stands above it, where a document has a table of actions under each.
    above: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the plan: where it stands in the file, and the section it stands under."""

    number: int
    where: str
    cells: tuple[Cell, ...]
    section: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The plan: headings, rows, and what was left out or joined on the way."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def clean(text: str) -> str:
    """Lines tidied and unseen signs left out; nothing else changes."""
    seen = printable(text.replace("\r", "\n"))
    lines = (" ".join(line.split()) for line in seen.split("\n"))
    return "\n".join(line for line in lines if line)[:LONGEST]


def kept(table: Table) -> dict[str, Any]:
    """As it is stored between two pages."""
    return {
        "headings": list(table.headings), "notes": list(table.notes),
        "rows": [
            [r.number, r.where, r.section, [[c.text, c.odd, c.colour, c.above] for c in r.cells]]
            for r in table.rows
        ],
    }  # fmt: skip


def brought_back(stored: dict[str, Any]) -> Table:
    """The table that was stored."""
    rows = (
        Row(number, where, tuple(Cell(*cell) for cell in cells), section)
        for number, where, section, cells in stored["rows"]
    )
    return Table(tuple(stored["headings"]), tuple(rows), tuple(stored["notes"]))
