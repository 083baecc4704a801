"""What a reader sees of a plan in each medium, read out of the produced file itself."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from casework.reviews.plans.rows import ON_PAPER, Heading

GREY = "5a686c"
MARKS = ("OVERDUE", "NOT", "REFUSED", "WAITING", "COUNTED", "Evidence")
# What stands in the margins of every page.
MARGIN = re.compile(r"OFFICIAL-SENSITIVE|R-\w{5}|\d+ of \d+")
BLACK, WHITE = "0b0c0c", "ffffff"


@dataclass(frozen=True)
class Seen:
    """One row: its mark, whether every word of it is grey, and whether the mark is on black."""

    mark: str
    muted: bool
    alarm: bool


def in_csv(made: bytes) -> dict[str, Seen]:
    """A CSV has no colour: 'Evidence accepted' is its muted look, and the words are its alarm."""
    rows = csv.DictReader(io.StringIO(made.decode("utf-8-sig")))
    return {
        row[Heading.NUMBER]: Seen(
            row[Heading.STANDS],
            row[Heading.STANDS] == "Evidence accepted",
            row[Heading.STANDS].startswith(("OVERDUE", "NOT YET CHECKED")),
        )
        for row in rows
    }


def in_xlsx(made: bytes) -> dict[str, Seen]:
    sheet = load_workbook(io.BytesIO(made)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=3))
    at = [cell.value for cell in rows[0]].index(Heading.STANDS)
    seen = {}
    for row in rows[1:]:
        colours = {str(cell.font.color.rgb)[-6:].lower() for cell in row if cell.value}
        mark = row[at]
        alarm = (
            bool(mark.font.bold)
            and mark.fill.fill_type == "solid"
            and str(mark.fill.fgColor.rgb)[-6:].lower() == BLACK
        )
        seen[str(row[0].value)] = Seen(str(mark.value), colours == {GREY}, alarm)
    return seen


def in_docx(made: bytes) -> dict[str, Seen]:
    table = Document(io.BytesIO(made)).tables[0]
    at = ON_PAPER.index(Heading.STANDS)
    seen = {}
    for row in table.rows[1:]:
        cells = row.cells
        runs = [run for cell in cells for run in cell.paragraphs[0].runs if run.text]
        colours = {str(run.font.color.rgb).lower() for run in runs}
        shades = cells[at]._tc.findall(f".//{qn('w:shd')}")
        alarm = any(shade.get(qn("w:fill")) == BLACK.upper() for shade in shades)
        seen[cells[0].text] = Seen(cells[at].text, colours == {GREY}, alarm)
    return seen


def in_html(html: str) -> dict[str, Seen]:
    """The page of the screen; what its class looks like is the style sheet's, and tested there."""
    seen = {}
    for row in re.findall(r'<tr class="govuk-table__row[^>]*>.*?</tr>', html, re.DOTALL):
        number = re.search(r'<th scope="row"[^>]*>([^<]+)<', row)
        if number is None:
            continue
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        mark = re.sub(r"<[^>]+>", "", cells[0]).strip()
        seen[number[1]] = Seen(mark, "confer-settled" in row, "confer-mark--alarm" in row)
    return seen


def in_pdf(made: bytes) -> dict[str, Seen]:
    """The colour of every word that is printed, by the number that begins its row."""
    rows: dict[str, list[tuple[str, str]]] = {}
    number = ""
    printed = _printed(made)
    after = [words for words, _ in printed[1:]] + [""]
    for (words, colour), following in zip(printed, after, strict=True):
        # A number begins a row when a mark follows it; others are a part of some name.
        if re.fullmatch(r"\d+(\.\d+)?", words) and following.startswith(MARKS):
            number = words
            rows[number] = []
        elif number:
            rows[number].append((words, colour))
    return {number: _row_of(printed) for number, printed in rows.items()}


def _row_of(printed: list[tuple[str, str]]) -> Seen:
    mark = " ".join(words for words, _ in printed)
    alarm = any(colour == WHITE for _, colour in printed)
    return Seen(mark, {colour for _, colour in printed} == {GREY}, alarm)


class _Ink:
    """What is printed, with the colour that was set when it was."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self._set = self._used = BLACK

    def before(self, operator: bytes, operands: list[Any], *_: object) -> None:
        if operator in {b"rg", b"scn", b"sc"} and len(operands) == 3:
            self._set = "".join(f"{round(float(o) * 255):02x}" for o in operands)
        if operator in {b"Tj", b"TJ"}:
            self._used = self._set

    def said(self, text: str, *_: object) -> None:
        words = " ".join(text.split())
        if words and not MARGIN.fullmatch(words):
            self.found.append((words, self._used))


def _printed(made: bytes) -> list[tuple[str, str]]:
    ink = _Ink()
    for page in PdfReader(io.BytesIO(made)).pages:
        page.extract_text(visitor_operand_before=ink.before, visitor_text=ink.said)
    return ink.found
