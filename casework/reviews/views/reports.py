"""Pages of agency reports, and of the comments of the Home Office panel."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.clock import today
from casework.directory.names import agency_names
from casework.reviews.access import load_review
from casework.reviews.blueprint import bp
from casework.reviews.forms.parts import agency_choices, optional_id, person_choices
from casework.reviews.forms.record import (
    AgreeResponseForm,
    AskAgencyForm,
    CommentForm,
    ReportForm,
    ResponseForm,
)
from casework.reviews.paper_page import FileLine, file_lines
from casework.reviews.record_pages import ReportsPage, comments_page, reports_page
from casework.reviews.service import comments as register
from casework.reviews.service import reports as work
from casework.reviews.service.filing import files_about, load_file
from casework.reviews.service.owners import active_agencies, present_people
from casework.reviews.service.reports import panels_review
from casework.reviews.service.sealed import is_on_panel
from casework.reviews.views.answering import answer
from casework.reviews.views.papers import handed_out, revealed_papers
from casework.reviews.vocabulary import ReportKind, ReportState, Response
from casework.reviews.words import REPORT_KINDS, REPORT_STATES
from casework.web.choices import choice
from casework.web.guard import allows, viewer
from casework.web.transaction import reading
from casework.web.words import capitalised


@bp.get("/<uuid:review_id>/reports")
@allows(Action.REVIEW_READ)
def reports(review_id: UUID) -> str:
    """What was asked of agencies, and what came."""
    page = reports_page(reading(), viewer(), review_id)
    on_panel = is_on_panel(reading(), viewer(), page.review)
    files = _files(page) if on_panel else {}
    return render_template("reviews/reports.html", page=page, files=files, on_panel=on_panel)


@bp.get("/reports/<uuid:report_id>/files/<uuid:file_id>")
@allows(Action.REVIEW_READ)
def report_file(report_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """A file that an agency handed in, for the panel of that review."""
    review = panels_review(reading(), viewer(), report_id)
    return handed_out(review, load_file(reading(), file_id, report_id))


def _files(page: ReportsPage) -> dict[UUID, list[FileLine]]:
    held = files_about(reading(), [report.id for report in page.reports])
    if not held:
        return {}
    revealed = revealed_papers(page.review, [row.id for rows in held.values() for row in rows])
    return {about: file_lines(rows, revealed, page.people) for about, rows in held.items()}


@bp.route("/<uuid:review_id>/reports/ask", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def ask_agency(review_id: UUID) -> ResponseReturnValue:
    """Ask an agency for a report."""
    review = load_review(reading(), viewer(), review_id, Action.REVIEW_MANAGE)
    form = AskAgencyForm()
    form.agency.choices = agency_choices(active_agencies(reading(), viewer()))
    back = url_for(".reports", review_id=review_id)
    return answer(
        form,
        lambda session: work.ask_agency(
            session, viewer(), review_id=review_id, agency_id=UUID(form.agency.data),
            kind=ReportKind(form.kind.data), due_on=form.due_on.data,
        ),
        template="reviews/form.html", goto=back, said="The agency has been asked",
        heading="Ask an agency for a report", caption=review.reference, back=back, submit="Ask",
    )  # fmt: skip


@bp.route("/reports/<uuid:report_id>", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def move_report(report_id: UUID) -> ResponseReturnValue:
    """What became of an agency's report."""
    report = work.load_report(reading(), viewer(), report_id)
    form = ReportForm(data={"version": report.version})
    form.wanted.choices = [
        choice(s, capitalised(REPORT_STATES[s]))
        for s in ReportState
        if s in work.STEPS[ReportState(report.state)]
    ]
    back = url_for(".reports", review_id=report.review_id)
    return answer(
        form,
        lambda session: work.move_report(
            session, viewer(), report_id=report_id, wanted=ReportState(form.wanted.data),
            on=form.on.data, why=form.why.data or "", version=form.version.number or 0,
        ),
        template="reviews/form.html", goto=back, said="Written down",
        current=lambda: work.load_report(reading(), viewer(), report_id).version,
        heading=f"{REPORT_KINDS[report.kind]}: what became of it?",
        caption=agency_names(reading(), viewer().partnership_id)[report.agency_id], back=back,
    )  # fmt: skip


@bp.get("/<uuid:review_id>/comments")
@allows(Action.REVIEW_READ)
def comments(review_id: UUID) -> str:
    """Comments of the Home Office panel with the board's answers (R05)."""
    page = comments_page(reading(), viewer(), review_id)
    return render_template("reviews/comments.html", page=page)


@bp.route("/<uuid:review_id>/comments/add", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def add_comment(review_id: UUID) -> ResponseReturnValue:
    """Enter a comment."""
    review = load_review(reading(), viewer(), review_id, Action.REVIEW_MANAGE)
    form = CommentForm(data={"received_on": today()})
    back = url_for(".comments", review_id=review_id)
    return answer(
        form,
        lambda session: register.add_comment(
            session, viewer(), review_id=review_id, text=form.text.data,
            received_on=form.received_on.data,
        ),
        template="reviews/form.html", goto=back, said="The comment is in the register",
        heading="Add a comment of the Home Office panel", caption=review.reference, back=back,
        submit="Add the comment",
    )  # fmt: skip


@bp.route("/comments/<uuid:comment_id>", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def respond(comment_id: UUID) -> ResponseReturnValue:
    """Answer a comment."""
    comment = register.load_comment(reading(), viewer(), comment_id)
    form = ResponseForm(
        data={
            "version": comment.version, "response": comment.response, "reason": comment.reason,
            "change": comment.change, "owner": str(comment.owner_id or ""),
        }
    )  # fmt: skip
    session = reading()
    form.owner.choices = person_choices(
        present_people(session, viewer()), active_agencies(session, viewer()), "Nobody yet"
    )
    back = url_for(".comments", review_id=comment.review_id)
    return answer(
        form,
        lambda session: register.respond(
            session, viewer(), comment_id=comment_id, response=Response(form.response.data),
            reason=form.reason.data or "", change=form.change.data or "",
            owner_id=optional_id(form.owner.data), version=form.version.number or 0,
        ),
        template="reviews/comment.html", goto=back, said="The response is written down",
        current=lambda: register.load_comment(reading(), viewer(), comment_id).version,
        heading=f"Comment {comment.number}", back=back, submit="Save the response",
        comment=comment,
    )  # fmt: skip


@bp.route("/comments/<uuid:comment_id>/agree", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def agree_response(comment_id: UUID) -> ResponseReturnValue:
    """Which resolution agreed the answer."""
    comment = register.load_comment(reading(), viewer(), comment_id)
    form = AgreeResponseForm(data={"version": comment.version, "agreed_on": today()})
    back = url_for(".comments", review_id=comment.review_id)
    return answer(
        form,
        lambda session: register.agree_response(
            session, viewer(), comment_id=comment_id, resolution=form.resolution.data,
            agreed_on=form.agreed_on.data, version=form.version.number or 0,
        ),
        template="reviews/comment.html", goto=back, said="The response is agreed",
        current=lambda: register.load_comment(reading(), viewer(), comment_id).version,
        heading=f"Response to comment {comment.number}", back=back, submit="Save",
        comment=comment,
    )  # fmt: skip
