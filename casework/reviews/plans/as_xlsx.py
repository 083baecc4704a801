"""A plan as a spreadsheet: text only, muted and marked by the one rule of looks."""

from __future__ import annotations

import io
from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from casework.reviews.plans.rows import WIDTHS, Heading, Plan, PlanRow
from casework.web.workbook import workbook

TITLE_ROWS = 2
BASE = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#b1b4b6"}
MUTED = BASE | {"font_color": "#5a686c", "bg_color": "#f3f4f4"}
OPEN = BASE | {"font_color": "#0b0c0c"}
MARK = OPEN | {"bold": True, "border": 2, "border_color": "#0b0c0c"}
ALARM = MARK | {"font_color": "#ffffff", "bg_color": "#0b0c0c"}


def plan_xlsx(plan: Plan) -> bytes:
    """A title, its headings, and a row each."""
    out = io.BytesIO()
    with workbook(out, title=f"Action plan {plan.reference}", author=plan.by) as book:
        sheet = book.add_worksheet("Action plan")
        _lay_out(sheet, plan)
        head = book.add_format(BASE | {"bold": True, "bg_color": "#e8eeec"})
        sheet.write_string(0, 0, f"Action plan: {plan.title}", book.add_format({"bold": True}))
        sheet.write_string(1, 0, plan.foot)
        _write(sheet, TITLE_ROWS, list(Heading), [head] * len(Heading))
        looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
        for number, row in enumerate(plan.rows, TITLE_ROWS + 1):
            _write(sheet, number, [row.cells[h] for h in Heading], _formats(row, looks))
    return out.getvalue()


def table_xlsx(name: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A plain table of text, for rows that are to be mended and brought back."""
    out = io.BytesIO()
    with workbook(out) as book:
        sheet = book.add_worksheet(name)
        head, cell = book.add_format(BASE | {"bold": True}), book.add_format(BASE)
        sheet.set_column(0, max(0, len(headings) - 1), 28)
        sheet.freeze_panes(1, 0)
        _write(sheet, 0, headings, [head] * len(headings))
        for number, row in enumerate(rows, 1):
            _write(sheet, number, row, [cell] * len(row))
    return out.getvalue()


_LOOKS = {"muted": MUTED, "open": OPEN, "mark": MARK, "alarm": ALARM}


def _formats(row: PlanRow, looks: dict[str, Format]) -> list[Format]:
    if row.look.muted:
        return [looks["muted"]] * len(Heading)
    mark = looks["alarm" if row.alarm else "mark"]
    return [mark if heading is Heading.STANDS else looks["open"] for heading in Heading]


def _write(sheet: Worksheet, row: int, cells: Sequence[str], formats: Sequence[Format]) -> None:
    for column, (words, look) in enumerate(zip(cells, formats, strict=True)):
        sheet.write_string(row, column, words, look)


def _lay_out(sheet: Worksheet, plan: Plan) -> None:
    for column, heading in enumerate(Heading):
        sheet.set_column(column, column, WIDTHS[heading])
    sheet.freeze_panes(TITLE_ROWS + 1, 3)
    sheet.autofilter(TITLE_ROWS, 0, TITLE_ROWS + max(1, len(plan.rows)), len(Heading) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TITLE_ROWS)
    sheet.set_footer(f"&L{plan.foot.replace('&', '&&')}&R&P / &N")
