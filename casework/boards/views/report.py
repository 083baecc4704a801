"""The report for a board: what needs it, and the figures that somebody has explained (R96)."""

from __future__ import annotations

from flask import Response, render_template, request

from casework.access import Action
from casework.boards.blueprint import bp
from casework.boards.dashboard.page import ROWS
from casework.boards.dashboard.page import dashboard as ask
from casework.boards.dashboard.scope import scope_of
from casework.boards.figures.measures import LABELS
from casework.boards.figures.periods import period_of, periods_to_choose
from casework.boards.figures.table import publishable
from casework.boards.figures.table import table as table_of
from casework.boards.printing import pdf_of
from casework.web.downloads import download
from casework.web.guard import allows, viewer
from casework.web.transaction import reading


@bp.get("/report.pdf")
@allows(Action.REVIEW_READ)
def report_pdf() -> Response:
    """The report on paper."""
    session, who = reading(), viewer()
    period = period_of(request.args.get("period") or periods_to_choose()[0].key)
    scope = scope_of(session, who, body=request.args.get("body", ""))
    found = table_of(session, who.partnership_id, period)
    shown = publishable(found)
    explained = {row.measure.about for row in shown.rows}
    html = render_template(
        "boards/report_sheet.html", page=ask(session, who, scope), table=shown, rows=ROWS,
        left_out=[label for key, label in LABELS.items() if key not in explained], who=who,
    )  # fmt: skip
    return download(pdf_of(html), "application/pdf", f"board-report-{period.key}.pdf")
