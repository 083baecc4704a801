"""A workbook of text: no formula, no link, and the same bytes on the same day."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO

from xlsxwriter import Workbook

from casework.clock import today

# Text stays text: a spreadsheet runs no formula and follows no link that somebody typed.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook(out: BytesIO, **properties: str) -> Workbook:
    """A new workbook, to be used in a `with`; properties are those of the file (title, author)."""
    book = Workbook(out, OPTIONS)
    # The day and not the moment: the same table is the same file, whoever fetches it and when.
    book.set_properties({"created": datetime.combine(today(), time())} | properties)
    return book
