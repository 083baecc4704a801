"""The report as CSV and as a workbook that runs nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator

from casework.behaviour.report import Report
from casework.web.csv_text import csv_text
from casework.web.workbook import workbook

HEADINGS = ("Agency", "Measure", "This period", "Same months a year before")
WIDTHS = (34, 44, 22, 26)


def rows_of(report: Report) -> Iterator[tuple[str, str, str, str]]:
    """A line a measure, then a line a reason for holding back."""
    for agency in report.agencies:
        for line in agency.lines:
            yield agency.name, line.measure, line.now, line.before
        for line in agency.reasons:
            yield agency.name, f"Held back: {line.measure}", line.now, line.before


def to_csv(report: Report) -> str:
    """The lines of the page."""
    return csv_text(HEADINGS, rows_of(report))


def to_xlsx(report: Report) -> bytes:
    """The same as a workbook: no formula, no link."""
    out = io.BytesIO()
    with workbook(out) as book:
        sheet = book.add_worksheet("How agencies share")
        bold = book.add_format({"bold": True})
        sheet.write_string(0, 0, f"{report.period.label}: {report.period.span.words}", bold)
        for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(2, column, heading, bold)
        for down, row in enumerate(rows_of(report), start=3):
            for column, cell in enumerate(row):
                sheet.write_string(down, column, cell)
        sheet.freeze_panes(3, 2)
    return out.getvalue()
