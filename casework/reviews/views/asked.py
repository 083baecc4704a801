"""Pages of the agency that a review asks for a report."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.reviews.asked_page import asked_list, asked_page
from casework.reviews.blueprint import bp
from casework.reviews.forms.asked import NothingHeldForm
from casework.reviews.service import asked as work
from casework.reviews.views.answering import answer
from casework.web.guard import allows, viewer
from casework.web.transaction import reading


@bp.get("/asked")
@allows(Action.REVIEW_RETURN)
def all_asked() -> str:
    """What reviews have asked of the agency."""
    return render_template("reviews/all_asked.html", lines=asked_list(reading(), viewer()))


@bp.get("/asked/<uuid:report_id>")
@allows(Action.REVIEW_RETURN)
def asked(report_id: UUID) -> str:
    """One request, and how to answer it."""
    page = asked_page(reading(), viewer(), report_id)
    return render_template("reviews/asked.html", page=page, line=page.line, review=page.review)


@bp.route("/asked/<uuid:report_id>/nothing", methods=["GET", "POST"])
@allows(Action.REVIEW_RETURN)
def hold_nothing(report_id: UUID) -> ResponseReturnValue:
    """The agency has nothing to tell."""
    report, review = work.load_asked(reading(), viewer(), report_id)
    form, back = NothingHeldForm(data={"version": report.version}), _back(report_id)
    return answer(
        form,
        lambda session: work.hold_nothing(
            session, viewer(), report_id=report_id, why=form.why.data or "",
            version=form.version.number or 0,
        ),
        template="reviews/form.html", goto=back, said="The chair can read your answer",
        current=lambda: work.load_asked(reading(), viewer(), report_id)[0].version,
        heading="Your agency holds nothing", caption=review.reference, back=back, submit="Send",
    )  # fmt: skip


def _back(report_id: UUID) -> str:
    return url_for(".asked", report_id=report_id)
