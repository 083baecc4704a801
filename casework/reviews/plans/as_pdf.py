"""A plan on paper: tagged, so that a screen reader can read it too; marks that need no colour."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from casework.paper.press import pressed
from casework.reviews.plans.rows import MARKING, ON_PAPER, Heading, Plan

PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip


def plan_html(plan: Plan) -> str:
    """The page that is printed; needs nothing from outside itself."""
    return PAGES.get_template("plan_on_paper.html").render(
        plan=plan, headings=ON_PAPER, stands=Heading.STANDS, marking=MARKING
    )


def plan_pdf(plan: Plan) -> bytes:
    """Made by a program of its own; NotPrinted says what stands in the way."""
    return pressed(plan_html(plan))
