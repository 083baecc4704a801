"""Cells of a CSV: any separator that spreadsheets write, in the letters they write it in."""

from __future__ import annotations

import csv
import io

from casework.reviews.intake.bounds import COLUMNS, ROWS, refused, too_many
from casework.reviews.intake.grid import FORMULA, Cell, Line, Sheet, clean
from casework.web.csv_text import DANGEROUS

SEPARATORS = ",;\t|"
SAMPLE = 20_000


def sheets(content: bytes) -> list[Sheet]:
    """The one sheet of a CSV."""
    text = _text(content)
    found: list[Line] = []
    try:
        for number, cells in enumerate(
            csv.reader(io.StringIO(text), delimiter=_separator(text)), 1
        ):
            if any(cell.strip() for cell in cells):
                found.append(Line(number, tuple(map(_cell, cells[:COLUMNS]))))
            if len(found) > ROWS:
                raise too_many("rows", ROWS)
    except csv.Error:
        raise refused("This CSV is damaged: a quotation mark is opened and never closed") from None
    width = max((len(line.cells) for line in found), default=0)
    lines = (
        Line(line.number, line.cells + (Cell(),) * (width - len(line.cells))) for line in found
    )
    return [Sheet("CSV", tuple(lines))] if found else []


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    if b"\0" in content:
        raise refused("This is not a CSV: it holds signs that no text has")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes on a British machine.
        return content.decode("cp1252", "replace")


def _decoded(content: bytes, letters: str) -> str:
    try:
        return content.decode(letters)
    except UnicodeDecodeError:
        raise refused("This is not a CSV: it holds signs that no text has") from None


def _separator(text: str) -> str:
    head = text[:SAMPLE]
    return max(SEPARATORS, key=lambda sign: (head.count(sign), -SEPARATORS.index(sign)))


def _cell(text: str) -> Cell:
    words = clean(text)
    if words.startswith("'") and words[1:].startswith(DANGEROUS):
        # The mark that stands before what a spreadsheet would run is not part of the words.
        return Cell(words[1:])
    if words.startswith("="):
        return Cell("", FORMULA)
    return Cell(words)
