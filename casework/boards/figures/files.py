"""The table as CSV and as a workbook: the words of the screen, plain numbers beside them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from casework.boards.figures.reading import HOW_TO_READ
from casework.boards.figures.table import Row, Table
from casework.web.csv_text import guarded
from casework.web.workbook import workbook

HEADINGS = (
    "Section", "Measure", "What it counts", "This period", "Same months a year before",
    "Difference", "Change", "Number", "Number a year before", "Target", "Counted differently",
    "What happened", "Commentary", "Elsewhere",
)  # fmt: skip
WIDTHS = (18, 38, 40, 24, 24, 22, 18, 10, 12, 22, 40, 40, 60, 60)
Cell = str | float | None


def to_csv(table: Table) -> str:
    """Two lines that say what it is, a heading, and a line a measure."""
    out = io.StringIO()
    writer = csv.writer(out)
    for line in about(table):
        writer.writerow([line])
    writer.writerow(HEADINGS)
    for row in table.rows:
        writer.writerow([_text(cell) for cell in cells(row)])
    return out.getvalue()


def to_xlsx(table: Table) -> bytes:
    """The same as a workbook that runs nothing: no formula, no link."""
    out = io.BytesIO()
    with workbook(out) as book:
        sheet = book.add_worksheet("Figures")
        bold, wrap = (
            book.add_format({"bold": True}),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )
        for place, line in enumerate(about(table)):
            sheet.write_string(place, 0, line)
        top = place + 2
        for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(top, column, heading, bold)
        for down, row in enumerate(table.rows, start=top + 1):
            for column, cell in enumerate(cells(row)):
                if isinstance(cell, str):
                    sheet.write_string(down, column, cell, wrap)
                elif cell is not None:
                    sheet.write_number(down, column, cell, wrap)
        sheet.freeze_panes(top + 1, 2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return out.getvalue()


def about(table: Table) -> Iterator[str]:
    """What the file holds, and how it is to be read."""
    yield f"{table.period.label}: {table.period.span.words}, beside {table.before.words}"
    yield HOW_TO_READ


def cells(row: Row) -> tuple[Cell, ...]:
    """One line."""
    m, c = row.measure, row.compared
    return (
        m.section, m.label, m.meaning, c.now, c.then, c.difference, c.change, c.number, c.before,
        c.target, "; ".join(c.breaks), "; ".join(row.notes), row.commentary,
        "; ".join(row.elsewhere),
    )  # fmt: skip


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) else f"{cell:g}"
