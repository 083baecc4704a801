"""The report for a board as a Word file: muted and marked by the one rule, as everywhere."""

from __future__ import annotations

from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell

from casework.access import Viewer
from casework.boards.figures.table import Row
from casework.boards.report import Report, ReportLine
from casework.paper.word import (
    MARKING,
    begun,
    bullets,
    file_of,
    fill,
    foot,
    printable,
    say,
    shade,
    table,
)
from casework.web.dates import moment

MUTED, BLACK, WHITE = (
    RGBColor(0x5A, 0x68, 0x6C),
    RGBColor(0x0B, 0x0C, 0x0C),
    RGBColor(255, 255, 255),
)
SMALL = Pt(8.5)
# Of the columns of the recommendations, in the order of their heads.
WIDTHS = (Mm(22), Mm(28), Mm(110), Mm(38), Mm(29), Mm(38))
UNPUBLISHED = ("Review", "Title", "Days since agreed")


def report_docx(report: Report, who: Viewer) -> bytes:
    """The same report as the PDF."""
    document = begun(report.title, who.name)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(16)
    printed = f"Taken out by {who.name}, {who.agency_name}, {moment(report.at)}"
    foot(section, MARKING, f"{printed} · page ")
    document.add_heading("Report to the board", level=1)
    say(document, report.about)
    _needs(document, report)
    _recommendations(document, report)
    _rest(document, report)
    _figures(document, report)
    return file_of(document)


def _needs(document: Doc, report: Report) -> None:
    document.add_heading("What needs the board", level=2)
    bullets(
        document,
        (f"{f.number} {f.label}{f' ({f.note})' if f.note else ''}" for f in report.figures),
    )


def _recommendations(document: Doc, report: Report) -> None:
    document.add_heading("Recommendations", level=2)
    if not report.lines:
        say(document, "No recommendation is open.")
        return
    say(document, report.which)
    made = table(document, report.heads, ())
    made.autofit = False
    for cell, width in zip(made.rows[0].cells, WIDTHS, strict=True):
        cell.width = width
    for line in report.lines:
        _line(list(made.add_row().cells), line)


def _line(cells: list[_Cell], line: ReportLine) -> None:
    for place, (cell, words) in enumerate(zip(cells, line.cells, strict=True)):
        marked = place == 1 and not line.look.muted
        alarm = marked and line.alarm
        colour = MUTED if line.look.muted else WHITE if alarm else BLACK
        fill(cell, words, SMALL, bold=marked, colour=colour)
        cell.width = WIDTHS[place]
        if alarm:
            shade(cell, "0B0C0C")


def _rest(document: Doc, report: Report) -> None:
    if report.actions:
        document.add_heading("Actions of conferences that are overdue", level=2)
        table(document, report.action_heads, report.actions)
    document.add_heading("Agreed, not published", level=2)
    waiting = report.page.learning.unpublished
    if waiting:
        table(document, UNPUBLISHED, [(w.reference, w.title, str(w.days)) for w in waiting])
    else:
        say(document, "Every review that was agreed has been published.")


def _figures(document: Doc, report: Report) -> None:
    document.add_heading("Figures year on year", level=2)
    say(document, report.reading, grey=True)
    for section, rows in report.table.sections:
        document.add_heading(section, level=3)
        for row in rows:
            _figure(document, row)
    if not report.table.rows:
        say(document, "No figure has been explained yet, so none is published.")
    if report.left_out:
        document.add_heading("Figures that are not in this report", level=2)
        left = "; ".join(report.left_out)
        say(document, f"Nobody has explained them for this period yet: {left}.")


def _figure(document: Doc, row: Row) -> None:
    document.add_heading(printable(row.measure.label), level=4)
    table(document, row.heads, [row.cells])
    for words in (row.measure.meaning, *row.compared.breaks, *row.notes, *row.elsewhere):
        if words:
            say(document, words, grey=True)
    say(document, row.commentary)
