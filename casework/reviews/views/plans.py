"""The action plan of a review: to read, to print, and as files that councils work with."""

from __future__ import annotations

from uuid import UUID

from flask import Response, render_template

from casework.access import Action
from casework.reviews.access import load_review
from casework.reviews.blueprint import bp
from casework.reviews.plans.as_csv import plan_csv
from casework.reviews.plans.as_docx import plan_docx
from casework.reviews.plans.as_pdf import plan_pdf
from casework.reviews.plans.as_xlsx import plan_xlsx
from casework.reviews.plans.rows import ON_PAPER, Heading, Plan, plan_of
from casework.web.downloads import CSV, DOCX, PDF, XLSX, download
from casework.web.guard import allows, viewer
from casework.web.transaction import reading


@bp.get("/<uuid:review_id>/plan")
@allows(Action.REVIEW_READ)
def plan(review_id: UUID) -> str:
    """The whole plan with its actions, on the screen and on paper."""
    review = load_review(reading(), viewer(), review_id)
    return render_template(
        "reviews/plan.html", review=review, plan=_plan(review_id), headings=ON_PAPER,
        stands=Heading.STANDS,
    )  # fmt: skip


@bp.get("/<uuid:review_id>/plan.xlsx")
@allows(Action.REVIEW_READ)
def plan_as_xlsx(review_id: UUID) -> Response:
    """As a spreadsheet."""
    found = _plan(review_id)
    return download(plan_xlsx(found), XLSX, f"{found.reference}.xlsx")


@bp.get("/<uuid:review_id>/plan.csv")
@allows(Action.REVIEW_READ)
def plan_as_csv(review_id: UUID) -> Response:
    """As CSV."""
    found = _plan(review_id)
    return download(plan_csv(found), CSV, f"{found.reference}.csv")


@bp.get("/<uuid:review_id>/plan.docx")
@allows(Action.REVIEW_READ)
def plan_as_docx(review_id: UUID) -> Response:
    """As a Word document."""
    found = _plan(review_id)
    return download(plan_docx(found), DOCX, f"{found.reference}.docx")


@bp.get("/<uuid:review_id>/plan.pdf")
@allows(Action.REVIEW_READ)
def plan_as_pdf(review_id: UUID) -> Response:
    """As a PDF."""
    found = _plan(review_id)
    return download(plan_pdf(found), PDF, f"{found.reference}.pdf")


def _plan(review_id: UUID) -> Plan:
    return plan_of(reading(), viewer(), load_review(reading(), viewer(), review_id))
