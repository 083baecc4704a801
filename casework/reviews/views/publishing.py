"""Pages of publication: resolution, check, copies owed, taking down; and a board's own clocks."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.clock import today
from casework.disclosure.redaction import Found
from casework.errors import Conflict, Invalid, NotFound, Refused, TooMany
from casework.reviews import progress as public
from casework.reviews.access import load_review
from casework.reviews.blueprint import bp
from casework.reviews.forms.record import (
    CheckForm,
    CopyForm,
    PublicationForm,
    SentForm,
    WithdrawForm,
    clocks_form,
)
from casework.reviews.models import Review
from casework.reviews.paths import PATHS
from casework.reviews.record_models import Publication
from casework.reviews.record_pages import publication_page
from casework.reviews.service import clocks, redacting
from casework.reviews.service import publishing as work
from casework.reviews.service.report_text import LARGEST
from casework.reviews.views.answering import answer
from casework.reviews.vocabulary import ReviewChannel, ReviewKind
from casework.reviews.words import KINDS
from casework.web.csv_text import csv_download
from casework.web.downloads import HTML, ZIP, download
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing


@bp.get("/<uuid:review_id>/publication")
@allows(Action.REVIEW_READ)
def publication(review_id: UUID) -> str:
    """How the report is published, and who must get a copy (R06)."""
    page = publication_page(reading(), viewer(), review_id)
    return render_template("reviews/publication.html", page=page)


@bp.route("/<uuid:review_id>/publication/approve", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def approve_publication(review_id: UUID) -> ResponseReturnValue:
    """The resolution to publish."""
    review = load_review(reading(), viewer(), review_id, Action.REVIEW_MANAGE)
    row = work.publication_of(reading(), review)
    form = PublicationForm(obj=row, data={"version": row.version if row else 0})
    back = url_for(".publication", review_id=review_id)
    return answer(
        form,
        lambda session: work.approve_publication(
            session, viewer(), review_id=review_id, channel=ReviewChannel(form.channel.data),
            resolution=form.resolution.data, resolved_on=form.resolved_on.data,
            withdraw_on=form.withdraw_on.data, version=form.version.number or 0,
        ),
        template="reviews/form.html", goto=back, said="The resolution is written down",
        current=lambda: _version(review_id), heading="Resolution to publish",
        caption=review.reference, back=back, submit="Save",
    )  # fmt: skip


@bp.route("/<uuid:review_id>/publication/check", methods=["GET", "POST"])
@allows(Action.REVIEW_CHECK)
def check_report(review_id: UUID) -> ResponseReturnValue:
    """Somebody who does not chair the review looks through the file that is to be published."""
    review = load_review(reading(), viewer(), review_id, Action.REVIEW_CHECK)
    form = CheckForm(data={"version": _row_version(review), "on": today()})
    found: tuple[Found, ...] = ()
    if form.validate_on_submit():
        content = form.file.data.read(LARGEST + 1)
        found = _looked_through(form, review_id, content)
        if not form.errors and _passed(form, review_id, content, found):
            flash("It is written down that you have checked this file", "success")
            return redirect(url_for(".publication", review_id=review_id), 303)
    return form_page("reviews/check.html", form, review=review, found=found)


def _looked_through(form: CheckForm, review_id: UUID, content: bytes) -> tuple[Found, ...]:
    # In a transaction of its own: the question is in the ledger whatever becomes of the answer.
    try:
        with writing() as session:
            return redacting.look_through(
                session, viewer(), review_id=review_id, content=content,
                references=form.references.data or "",
            )  # fmt: skip
    except Invalid as error:
        form.add_errors(error.errors)
    except (Conflict, Refused, TooMany) as error:
        form.form_errors = [*form.form_errors, error.message]
    return ()


def _passed(form: CheckForm, review_id: UUID, content: bytes, found: tuple[Found, ...]) -> bool:
    try:
        with writing() as session:
            redacting.pass_report(
                session, viewer(), review_id=review_id, content=content, found=found,
                on=form.on.data, note=form.note.data or "", version=form.version.number or 0,
            )  # fmt: skip
    except Invalid as error:
        form.add_errors(error.errors)
        return False
    except Conflict as error:
        form.add_errors({"file": error.message})
        return False
    return True


@bp.route("/<uuid:review_id>/publication/withdraw", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def withdraw_publication(review_id: UUID) -> ResponseReturnValue:
    """The report came down."""
    review = load_review(reading(), viewer(), review_id, Action.REVIEW_MANAGE)
    form = WithdrawForm(data={"version": _version(review_id), "on": today()})
    back = url_for(".publication", review_id=review_id)
    return answer(
        form,
        lambda session: work.withdraw(
            session, viewer(), review_id=review_id, on=form.on.data,
            version=form.version.number or 0,
        ),
        template="reviews/form.html", goto=back, said="It is written down that it came down",
        current=lambda: _version(review_id), heading="Take the report down",
        caption=review.reference, back=back, submit="Save",
    )  # fmt: skip


@bp.get("/<uuid:review_id>/publication/progress.html")
@allows(Action.REVIEW_READ)
def progress_page(review_id: UUID) -> Response:
    """The progress page as a file that any website can carry."""
    page = public.progress(reading(), viewer(), review_id)
    return download(public.progress_html(page).encode(), HTML, f"{page.review.reference}.html")


@bp.get("/<uuid:review_id>/publication/progress.csv")
@allows(Action.REVIEW_READ)
def progress_csv(review_id: UUID) -> Response:
    """The same as a table."""
    page = public.progress(reading(), viewer(), review_id)
    return csv_download(public.progress_csv(page), f"{page.review.reference}.csv")


@bp.get("/<uuid:review_id>/publication/pack.zip")
@allows(Action.REVIEW_READ)
def publication_pack(review_id: UUID) -> Response:
    """Everything that is published beside the report."""
    content = public.pack(reading(), viewer(), review_id)
    return download(content, ZIP, "publication.zip")


@bp.route("/<uuid:review_id>/copies/add", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def add_copy(review_id: UUID) -> ResponseReturnValue:
    """Somebody else must get the report."""
    review, form = load_review(reading(), viewer(), review_id, Action.REVIEW_MANAGE), CopyForm()
    back = url_for(".publication", review_id=review_id)
    return answer(
        form,
        lambda session: work.add_copy(
            session, viewer(), review_id=review_id, to=form.to.data, because=form.because.data
        ),
        template="reviews/form.html", goto=back, said="The copy is on the list",
        heading="Who else gets the report?", caption=review.reference, back=back,
        submit="Add to the list",
    )  # fmt: skip


@bp.route("/copies/<uuid:copy_id>", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def send_copy(copy_id: UUID) -> ResponseReturnValue:
    """A copy went, with its proof."""
    copy = work.load_copy(reading(), viewer(), copy_id)
    form = SentForm(data={"version": copy.version, "sent_on": copy.sent_on or today(),
                          "proof": copy.proof})  # fmt: skip
    back = url_for(".publication", review_id=copy.review_id)
    return answer(
        form,
        lambda session: work.send_copy(
            session, viewer(), copy_id=copy_id, sent_on=form.sent_on.data,
            proof=form.proof.data or "",
            version=form.version.number or 0,
        ),
        template="reviews/form.html", goto=back, said="Written down",
        current=lambda: work.load_copy(reading(), viewer(), copy_id).version,
        heading=f"Copy for: {copy.to}", back=back, submit="Save",
    )  # fmt: skip


@bp.route("/boards/<uuid:conference_id>/times/<kind>", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def board_times(conference_id: UUID, kind: str) -> ResponseReturnValue:
    """How long each step may take under this board."""
    if not viewer().may(Action.REVIEW_MANAGE, conference_id) or kind not in KINDS:
        raise NotFound("board")
    which = ReviewKind(kind)
    form = clocks_form(PATHS[which].clocks, clocks.lengths_of(reading(), conference_id, which))
    back = url_for(".index")
    return answer(
        form,
        lambda session: clocks.set_lengths(
            session, viewer(), conference_id=conference_id, kind=which,
            lengths={f.name: f.data or 0 for f in form if f.name in CODES[which]},
        ),
        template="reviews/form.html", goto=back, said="The times are set",
        heading=f"{KINDS[kind]}: how long each step may take", back=back, submit="Save",
    )  # fmt: skip


CODES = {kind: {clock.code for clock in path.clocks} for kind, path in PATHS.items()}


def _version(review_id: UUID) -> int:
    return _row_version(load_review(reading(), viewer(), review_id, Action.REVIEW_MANAGE))


def _row_version(review: Review) -> int:
    row: Publication | None = work.publication_of(reading(), review)
    return row.version if row else 0
