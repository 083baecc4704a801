"""The printed document and the notice for people concerned: on screen, as PDF, as Word file."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements import service as agreements
from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement
from casework.paper.press import pressed
from casework.sharing.blueprint import bp
from casework.sharing.printed.around import around_of
from casework.sharing.printed.contents import Paper, paper_of
from casework.sharing.printed.notice import Notice, notice_of
from casework.sharing.printed.pages import notice_page, paper_page
from casework.sharing.printed.word import notice_docx, paper_docx
from casework.web.downloads import DOCX, PDF, download
from casework.web.guard import allows, viewer
from casework.web.transaction import reading

# A press takes seconds; the same page is pressed once.
KEPT = 16


@bp.get("/<uuid:agreement_id>/paper/pdf")
@allows(Action.PROTOCOL_READ)
def paper_pdf(agreement_id: UUID) -> ResponseReturnValue:
    """The document as a tagged PDF."""
    row = _row(agreement_id)
    return download(_pdf(paper_page(_paper(row))), PDF, f"{_name(row)}.pdf")


@bp.get("/<uuid:agreement_id>/paper/word")
@allows(Action.PROTOCOL_READ)
def paper_word(agreement_id: UUID) -> ResponseReturnValue:
    """The document as a Word file."""
    row = _row(agreement_id)
    return download(paper_docx(_paper(row)), DOCX, f"{_name(row)}.docx")


@bp.get("/<uuid:agreement_id>/notice")
@allows(Action.PROTOCOL_READ)
def notice(agreement_id: UUID) -> ResponseReturnValue:
    """The page for people concerned."""
    row = _row(agreement_id)
    return render_template("sharing/notice.html", row=row, notice=_notice(row))


@bp.get("/<uuid:agreement_id>/notice/pdf")
@allows(Action.PROTOCOL_READ)
def notice_pdf(agreement_id: UUID) -> Response:
    """The page for people concerned as a tagged PDF; its name gives nothing away."""
    row = _row(agreement_id)
    return download(_pdf(notice_page(_notice(row))), PDF, f"notice-{row.label}.pdf")


@bp.get("/<uuid:agreement_id>/notice/word")
@allows(Action.PROTOCOL_READ)
def notice_word(agreement_id: UUID) -> Response:
    """The page for people concerned as a Word file."""
    row = _row(agreement_id)
    return download(notice_docx(_notice(row)), DOCX, f"notice-{row.label}.docx")


@lru_cache(maxsize=KEPT)
def _pdf(html: str) -> bytes:
    return pressed(html)


def _row(agreement_id: UUID) -> Agreement:
    return agreements.load_agreement(reading(), viewer(), agreement_id)


def _paper(row: Agreement) -> Paper:
    return paper_of(compiled(row.text)[0], around_of(reading(), row))


def _notice(row: Agreement) -> Notice:
    return notice_of(compiled(row.text)[0], around_of(reading(), row))


def _name(row: Agreement) -> str:
    return f"protocol-{row.label}-{row.digest[:8]}"
