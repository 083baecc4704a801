"""Pages of the agency that a review asks for a report."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.directory.names import person_names
from casework.reviews.asked_page import asked_list, asked_page
from casework.reviews.blueprint import bp
from casework.reviews.forms.asked import NothingHeldForm, ReturnForm
from casework.reviews.models import Review
from casework.reviews.paper_page import FileLine, file_lines
from casework.reviews.service import asked as work
from casework.reviews.service.filing import files_about, load_file
from casework.reviews.views.answering import answer
from casework.reviews.views.papers import handed_out, revealed_papers
from casework.reviews.words import REPORT_KINDS
from casework.web.guard import allows, viewer
from casework.web.transaction import reading
from casework.web.uploads import DOCUMENTS, checked, takes_file


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
    return render_template(
        "reviews/asked.html", page=page, line=page.line, review=page.review,
        files=_files(page.review, report_id),
    )  # fmt: skip


@bp.route("/asked/<uuid:report_id>/return", methods=["GET", "POST"])
@allows(Action.REVIEW_RETURN)
@takes_file
def return_report(report_id: UUID) -> ResponseReturnValue:
    """The agency hands its report in."""
    report, review = work.load_asked(reading(), viewer(), report_id)
    form, back = ReturnForm(data={"version": report.version}), _back(report_id)
    return answer(
        form,
        lambda session: work.return_report(
            session, viewer(), report_id=report_id, upload=checked(form.file.data, DOCUMENTS),
            version=form.version.number or 0,
        ),
        template="reviews/form.html", goto=back, said="Your report is with the review",
        current=lambda: work.load_asked(reading(), viewer(), report_id)[0].version,
        heading=f"Return: {REPORT_KINDS[report.kind]}", caption=review.reference, back=back,
        submit="Seal and send it",
    )  # fmt: skip


@bp.get("/asked/<uuid:report_id>/files/<uuid:file_id>")
@allows(Action.REVIEW_RETURN)
def own_file(report_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """A file that the agency itself has handed in."""
    _, review = work.load_asked(reading(), viewer(), report_id)
    return handed_out(review, load_file(reading(), file_id, report_id))


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


def _files(review: Review, report_id: UUID) -> list[FileLine]:
    held = files_about(reading(), [report_id]).get(report_id, [])
    if not held:
        return []
    revealed = revealed_papers(review, [row.id for row in held])
    return file_lines(held, revealed, person_names(reading(), viewer().partnership_id))


def _back(report_id: UUID) -> str:
    return url_for(".asked", report_id=report_id)
