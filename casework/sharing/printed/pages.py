"""Printed document and notice as HTML that needs nothing from outside itself, for paper and PDF."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from casework.sharing.printed.contents import ORDINARY, Paper
from casework.sharing.printed.notice import Notice

PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip


def paper_page(paper: Paper) -> str:
    """The whole document."""
    return PAGES.get_template("protocol.html").render(paper=paper, ordinary=ORDINARY)


def notice_page(notice: Notice) -> str:
    """The one page for people concerned."""
    return PAGES.get_template("notice.html").render(notice=notice)
