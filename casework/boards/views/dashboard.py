"""The chair's dashboard, on a screen and on one sheet, and the list behind each number."""

from __future__ import annotations

from datetime import date

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.boards.blueprint import bp
from casework.boards.dashboard.page import AGENCIES, REVIEWS, ROWS, Dashboard
from casework.boards.dashboard.page import dashboard as ask
from casework.boards.dashboard.scope import agencies_to_choose, scope_of
from casework.boards.dashboard.tiles import figures_of
from casework.boards.vocabulary import HEADINGS, What
from casework.clock import today
from casework.errors import NotFound
from casework.paper.press import pressed
from casework.web.downloads import PDF, download
from casework.web.guard import allows, viewer
from casework.web.transaction import reading


@bp.get("/dashboard")
@allows(Action.REVIEW_READ)
def dashboard() -> str:
    """What is overdue, who owns it, what proof is missing: in ten seconds."""
    page = _asked()
    return render_template(
        "boards/dashboard.html", page=page, figures=figures_of(page), fits=_fits(),
        agencies=agencies_to_choose(reading(), viewer()),
    )  # fmt: skip


@bp.get("/dashboard.pdf")
@allows(Action.REVIEW_READ)
def dashboard_pdf() -> Response:
    """The same on one sheet."""
    page = _asked()
    html = render_template(
        "boards/dashboard_sheet.html", page=page, figures=figures_of(page), fits=_fits(),
        who=viewer(),
    )  # fmt: skip
    return download(pressed(html), PDF, f"dashboard-{today().isoformat()}.pdf")


@bp.get("/dashboard/<what>")
@allows(Action.REVIEW_READ)
def behind(what: str) -> ResponseReturnValue:
    """The list behind one number; the choice of board and agency stays in the address."""
    try:
        wanted = What(what)
    except ValueError:
        raise NotFound from None
    return render_template(
        "boards/behind.html",
        page=_asked(),
        what=wanted,
        heading_words=HEADINGS[wanted],
        HEADINGS=HEADINGS,
    )


def _asked() -> Dashboard:
    given = request.args
    scope = scope_of(
        reading(), viewer(), body=given.get("body", ""), agency=given.get("agency", "")
    )
    return ask(reading(), viewer(), scope)


def _fits() -> dict[str, int | date]:
    return {"rows": ROWS, "agencies": AGENCIES, "reviews": REVIEWS}
