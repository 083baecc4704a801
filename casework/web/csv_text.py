"""Tables as CSV: the words of the screen, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from casework.web.downloads import CSV, download

# Spreadsheets take these for the beginning of a formula.
# The last four are the full-width forms.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_text(headings: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """A heading and a line each; headings may be words out of somebody's file too."""
    out = io.StringIO()
    csv.writer(out).writerows([guarded(str(cell)) for cell in row] for row in (headings, *rows))
    return out.getvalue()


def guarded(cell: str) -> str:
    """The text, with a mark in front when a spreadsheet would run it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(DANGEROUS) else cell


def csv_file(text: str) -> bytes:
    """The bytes of a file; the mark in front lets Excel read it as UTF-8."""
    return ("\ufeff" + text).encode()


def csv_download(text: str, name: str) -> Response:
    """A CSV as a file to save."""
    return download(csv_file(text), CSV, name)
