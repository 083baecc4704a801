"""Cells of a spreadsheet: text, dates and numbers as they are shown; formulas are never run."""

from __future__ import annotations

import io
from collections import defaultdict
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook

from casework.reviews.intake.bounds import COLUMNS, ROWS, checked_package, refused, too_many
from casework.reviews.intake.colours import colour_name
from casework.reviews.intake.grid import FORMULA, Cell, Line, Sheet, clean
from casework.web.dates import day

SPANS = 3
STRUCK = "Struck through in the file; that makes nothing done"
BROKEN = "The spreadsheet shows an error here"


def sheets(content: bytes) -> list[Sheet]:
    """Every visible sheet that has words on it."""
    checked_package(content)
    try:
        book = load_workbook(io.BytesIO(content), keep_links=False)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, BadZipFile, SyntaxError):
        # What openpyxl raises for a damaged workbook.
        raise refused("This spreadsheet is damaged and cannot be read") from None
    found = [_sheet(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [sheet for sheet in found if sheet.lines]


def _sheet(sheet: Any) -> Sheet:
    # Only what is there: a single cell in the last row does not make a million.
    by_row: dict[int, dict[int, Cell]] = defaultdict(dict)
    for (row, column), cell in sheet._cells.items():  # noqa: SLF001  # iterating would fill the gaps
        if column <= COLUMNS and (read := _cell(cell)) != Cell():
            by_row[row][column] = read
    _spread(sheet, by_row)
    if len(by_row) > ROWS:
        raise too_many("rows", ROWS)
    width = max((max(cells) for cells in by_row.values()), default=0)
    wide = {
        area.min_row for area in sheet.merged_cells.ranges
        if area.min_col == 1 and area.max_col >= SPANS
    }  # fmt: skip
    lines = [
        Line(
            number,
            tuple(cells.get(column, Cell()) for column in range(1, width + 1)),
            number in wide,
        )
        for number, cells in sorted(by_row.items())
    ]
    return Sheet(sheet.title, tuple(line for line in lines if any(c.text for c in line.cells)))


def _spread(sheet: Any, by_row: dict[int, dict[int, Cell]]) -> None:
    # A cell that is merged downwards speaks for every row it covers.
    for area in sheet.merged_cells.ranges:
        first = by_row.get(area.min_row, {}).get(area.min_col)
        if first is None or area.max_row == area.min_row or area.min_col > COLUMNS:
            continue
        for row in range(area.min_row + 1, min(area.max_row, area.min_row + ROWS) + 1):
            if row in by_row:
                by_row[row][area.min_col] = Cell(first.text, first.odd, first.colour, above=True)


def _cell(cell: Any) -> Cell:
    colour = _colour(cell)
    value = cell.value
    if value is None:
        return Cell(colour=colour) if colour else Cell()
    if cell.data_type == "f":
        return Cell("", FORMULA, colour)
    odd = BROKEN if cell.data_type == "e" else STRUCK if cell.font and cell.font.strike else ""
    words = clean(_words(value, str(cell.number_format or "")))
    if cell.comment and words:
        note = clean(str(cell.comment.text))[:300]
        odd = f"{odd}. A note on the cell says: {note}".removeprefix(". ")
    return Cell(words, odd, colour)


def _words(value: object, shape: str) -> str:
    if isinstance(value, datetime):
        return day(value.date())
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float | int):
        shown = value * 100 if "%" in shape else value
        words = str(int(shown)) if float(shown).is_integer() else str(round(shown, 4))
        return f"{words}%" if "%" in shape else words
    return str(value)


def _colour(cell: Any) -> str:
    fill = cell.fill
    if not cell.has_style or fill is None or fill.fill_type != "solid":
        return ""
    given = fill.fgColor.rgb if fill.fgColor is not None and fill.fgColor.type == "rgb" else ""
    return colour_name(given[-6:]) if isinstance(given, str) else ""
