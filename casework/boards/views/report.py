"""The report for a board: what needs it, and the figures that somebody has explained (R96)."""

from __future__ import annotations

from flask import Response, render_template, request

from casework.access import Action
from casework.boards.blueprint import bp
from casework.boards.dashboard.scope import scope_of
from casework.boards.figures.periods import period_of, periods_to_choose
from casework.boards.report import Report, report
from casework.boards.report_word import report_docx
from casework.paper.press import pressed
from casework.web.downloads import DOCX, PDF, download
from casework.web.guard import allows, viewer
from casework.web.transaction import reading


@bp.get("/report.pdf")
@allows(Action.REVIEW_READ)
def report_pdf() -> Response:
    """The report on paper."""
    found = _report()
    html = render_template("boards/report_sheet.html", report=found, who=viewer())
    return download(pressed(html), PDF, f"{_name(found)}.pdf")


@bp.get("/report.docx")
@allows(Action.REVIEW_READ)
def report_word() -> Response:
    """The same report as a Word file."""
    found = _report()
    return download(report_docx(found, viewer()), DOCX, f"{_name(found)}.docx")


def _report() -> Report:
    period = period_of(request.args.get("period") or periods_to_choose()[0].key)
    scope = scope_of(reading(), viewer(), body=request.args.get("body", ""))
    return report(reading(), viewer(), scope, period)


def _name(found: Report) -> str:
    return f"board-report-{found.table.period.key}"
