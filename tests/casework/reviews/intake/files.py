"""Files as councils keep them, written on the spot: spreadsheets, documents, text."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

Cells = Sequence[Sequence[Any]]
GREEN, BLUE, RED, GREY = "00B050", "0070C0", "FF0000", "BFBFBF"

# The columns of the Home Office's template, as published plans have them.
TEMPLATE = (
    "Recommendation", "Scope of recommendation i.e. local or regional", "Action to take",
    "Lead Agency", "Key milestones achieved in enacting recommendation", "Target Date",
    "Date of completion and Outcome",
)  # fmt: skip


def xlsx(
    rows: Cells, *, merged: Sequence[str] = (), colours: Mapping[str, str] | None = None,
    struck: Sequence[str] = (), more: Mapping[str, Cells] | None = None,
) -> bytes:  # fmt: skip
    """A workbook; `merged`, `colours` and `struck` by the names of cells."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for name, colour in (colours or {}).items():
        sheet[name].fill = PatternFill("solid", fgColor=colour)
    for name in struck:
        sheet[name].font = Font(strike=True)
    for area in merged:
        sheet.merge_cells(area)
    for name, others in (more or {}).items():
        other = book.create_sheet(name)
        for row in others:
            other.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(rows: Cells, separator: str = ",", letters: str = "utf-8") -> bytes:
    """A CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(letters)


def docx(
    tables: Sequence[Cells], *, down: Sequence[tuple[int, int, int]] = (), shades: Mapping[
        tuple[int, int], str] | None = None, above: Sequence[Sequence[str]] = (),
) -> bytes:  # fmt: skip
    """A document; `down` merges cells of the first table: column, first row, last row.

    `above` are the paragraphs before each table.
    """
    document = Document()
    document.add_heading("Action plan")
    for rows, before in zip_longest(tables, above, fillvalue=()):
        for words in before:
            document.add_paragraph(words)
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = str(words)
    first = document.tables[0]
    for column, top, bottom in down:
        first.cell(top, column).merge(first.cell(bottom, column))
    for (row, column), colour in (shades or {}).items():
        shade = OxmlElement("w:shd")
        shade.set(qn("w:fill"), colour)
        first.cell(row, column)._tc.get_or_add_tcPr().append(shade)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(content: bytes, more: Mapping[str, bytes], *, without: Sequence[str] = ()) -> bytes:
    """A package with parts added, or put in the place of others."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename not in more and part.filename not in without:
                new.writestr(part.filename, old.read(part))
        for name, words in more.items():
            new.writestr(name, words)
    return out.getvalue()


SIMPLE: Cells = [TEMPLATE, ["Train staff", "Local", "Write it", "Housing", "", "31/03/2030", ""]]
DAY = date(2030, 3, 31)
