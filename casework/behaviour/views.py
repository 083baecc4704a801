"""How agencies share: for chairs, coordinators and information governance."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.behaviour.blueprint import bp
from casework.behaviour.files import to_csv, to_xlsx
from casework.behaviour.report import Report, report
from casework.boards.figures.periods import period_of, periods_to_choose
from casework.clock import now
from casework.web.csv_text import csv_download
from casework.web.downloads import XLSX, download
from casework.web.guard import allows, viewer
from casework.web.transaction import reading

__all__ = ["bp"]


@bp.get("/")
@allows(Action.SHARING_REPORT)
def show() -> ResponseReturnValue:
    """Every agency this year beside the same months a year before."""
    return render_template(
        "behaviour/show.html", report=_report(), periods=periods_to_choose(), printed_at=now()
    )


@bp.get("/how-agencies-share.csv")
@allows(Action.SHARING_REPORT)
def as_csv() -> ResponseReturnValue:
    """The same as CSV."""
    found = _report()
    return csv_download(to_csv(found), f"how-agencies-share-{found.period.key}.csv")


@bp.get("/how-agencies-share.xlsx")
@allows(Action.SHARING_REPORT)
def as_xlsx() -> ResponseReturnValue:
    """The same as a workbook."""
    found = _report()
    name = f"how-agencies-share-{found.period.key}.xlsx"
    return download(to_xlsx(found), XLSX, name)


def _report() -> Report:
    key = request.args.get("period") or periods_to_choose()[0].key
    return report(reading(), viewer(), period_of(key))
