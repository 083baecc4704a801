"""Cells of the tables of a Word document, with what was inserted under tracked changes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.oxml.ns import qn
from lxml.etree import LxmlError

from casework.reviews.intake.above import recommended
from casework.reviews.intake.bounds import COLUMNS, ROWS, checked_package, refused, too_many
from casework.reviews.intake.colours import colour_name
from casework.reviews.intake.grid import Cell, Line, Sheet, clean

SPANS = 3
TRACKED = "Changes are tracked in the file: what was put in is taken, what was struck out is not"
TEXT, TAB, BREAK, PARAGRAPH = qn("w:t"), qn("w:tab"), (qn("w:br"), qn("w:cr")), qn("w:p")


def sheets(content: bytes) -> list[Sheet]:
    """Every table of the document, in its order."""
    checked_package(content)
    try:
        body = Document(io.BytesIO(content)).element.body
    except (ValueError, KeyError, LxmlError, BadZipFile):
        raise refused("This document is damaged and cannot be read") from None
    tables = body.findall(f".//{qn('w:tbl')}")
    found = [_sheet(number, table) for number, table in enumerate(tables, 1)]
    if sum(len(sheet.lines) for sheet in found) > ROWS:
        raise too_many("rows", ROWS)
    return [sheet for sheet in found if sheet.lines]


def _sheet(number: int, table: Any) -> Sheet:
    lines: list[Line] = []
    above: dict[int, Cell] = {}
    for at, row in enumerate(table.findall(qn("w:tr")), 1):
        cells = list(_cells(row, above))[:COLUMNS]
        above = dict(enumerate(cells))
        if any(cell.text for cell in cells):
            lines.append(Line(at, tuple(cells), _is_wide(row)))
    width = max((len(line.cells) for line in lines), default=0)
    return Sheet(
        f"Table {number}",
        tuple(Line(x.number, x.cells + (Cell(),) * (width - len(x.cells)), x.wide) for x in lines),
        _above(table),
    )


def _above(table: Any) -> str:
    """What is recommended between the table before and this one, in one paragraph or several."""
    said: list[str] = []
    for part in table.itersiblings(preceding=True):
        if part.tag == qn("w:tbl"):
            break
        if part.tag == PARAGRAPH and (words := clean("".join(_words(part)))):
            said.insert(0, words)
            if recommended("\n".join(said)):
                return "\n".join(said)
    return ""


def _cells(row: Any, above: dict[int, Cell]) -> Iterator[Cell]:
    at = 0
    # A cell may stand inside a content control.
    for cell in row.iter(qn("w:tc")):
        if next(cell.iterancestors(qn("w:tr"))) is not row:
            continue
        span, goes_on = _span(cell), _goes_on(cell)
        before = above.get(at, Cell())
        first = Cell(before.text, before.odd, before.colour, above=True) if goes_on else _cell(cell)
        yield first
        for _ in range(min(span, COLUMNS) - 1):
            yield Cell()
        at += span


def _is_wide(row: Any) -> bool:
    first = next(row.iter(qn("w:tc")), None)
    return first is not None and _span(first) >= SPANS


def _span(cell: Any) -> int:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    try:
        return max(1, int(span.get(qn("w:val")))) if span is not None else 1
    except (TypeError, ValueError):
        return 1


def _goes_on(cell: Any) -> bool:
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merged is not None and merged.get(qn("w:val")) != "restart"


def _cell(cell: Any) -> Cell:
    changed = (
        cell.find(f".//{qn('w:ins')}") is not None or cell.find(f".//{qn('w:del')}") is not None
    )
    shade = cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
    colour = colour_name(shade.get(qn("w:fill")) or "") if shade is not None else ""
    return Cell(clean("".join(_words(cell))), TRACKED if changed else "", colour)


def _words(cell: Any) -> Iterator[str]:
    for part in cell.iter():
        if part.tag == TEXT:
            yield part.text or ""
        elif part.tag == TAB:
            yield " "
        elif part.tag in BREAK or part.tag == PARAGRAPH:
            if part.tag == PARAGRAPH and _is_listed(part):
                yield "\n• "
            else:
                yield "\n"


def _is_listed(paragraph: Any) -> bool:
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
