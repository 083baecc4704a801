"""A plan as a Word document: a table with a repeated heading, muted and marked by the one rule."""

from __future__ import annotations

from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell, _Row

from casework.paper.word import begun, file_of, printable, repeat, shade
from casework.reviews.plans.rows import ON_PAPER, WIDTHS, Heading, Plan, PlanRow

MUTED, BLACK, WHITE = (
    RGBColor(0x5A, 0x68, 0x6C),
    RGBColor(0x0B, 0x0C, 0x0C),
    RGBColor(255, 255, 255),
)
PAGE = 400
SIZE = Pt(8)


def plan_docx(plan: Plan) -> bytes:
    """The title, who took it out and when, and the plan as a table across the page."""
    document = begun(f"Action plan {plan.reference}", plan.by)
    _lay_out(document, plan)
    document.add_heading(printable(f"Action plan: {plan.title}"), level=1)
    document.add_paragraph(printable(plan.foot))
    table = document.add_table(rows=1, cols=len(ON_PAPER))
    table.style = "Table Grid"
    table.autofit = False
    _head(table.rows[0])
    for row in plan.rows:
        _fill(table.add_row(), row)
    return file_of(document)


def _head(row: _Row) -> None:
    for cell, heading in zip(row.cells, ON_PAPER, strict=True):
        _say(cell, heading, BLACK, bold=True)
        cell.width = _width(heading)
    repeat(row)


def _fill(row: _Row, told: PlanRow) -> None:
    for cell, heading in zip(row.cells, ON_PAPER, strict=True):
        marked = heading is Heading.STANDS and not told.look.muted
        alarm = marked and told.alarm
        colour = MUTED if told.look.muted else WHITE if alarm else BLACK
        _say(cell, told.cells[heading], colour, bold=marked)
        if alarm:
            shade(cell, "0B0C0C")
        cell.width = _width(heading)


def _say(cell: _Cell, words: str, colour: RGBColor, *, bold: bool) -> None:
    run = cell.paragraphs[0].add_run(printable(words))
    run.font.size, run.font.bold, run.font.color.rgb = SIZE, bold, colour


def _width(heading: Heading) -> Mm:
    return Mm(round(PAGE * WIDTHS[heading] / sum(WIDTHS[h] for h in ON_PAPER)))


def _lay_out(document: Doc, plan: Plan) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(420), Mm(297)
    section.left_margin = section.right_margin = Mm(10)
    section.header.paragraphs[0].text = section.footer.paragraphs[0].text = printable(plan.foot)
