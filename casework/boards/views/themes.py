"""Themes across every action plan."""

from __future__ import annotations

from flask import render_template, request

from casework.access import Action
from casework.boards.blueprint import bp
from casework.boards.themes import theme_lines, themes_of
from casework.web.guard import allows, viewer
from casework.web.transaction import reading


@bp.get("/themes")
@allows(Action.REVIEW_READ)
def themes() -> str:
    """What comes up again and again; `theme` chooses one and assembles its report."""
    found, wanted = theme_lines(reading(), viewer()), request.args.get("theme", "")
    return render_template(
        "boards/themes.html", themes=themes_of(found), wanted=wanted,
        lines=[line for line in found if wanted in line.themes],
    )  # fmt: skip
