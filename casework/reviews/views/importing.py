"""Bringing in a plan on the screen: the file, its columns, a look at every row, and the end."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.access import Action
from casework.errors import NotFound
from casework.reviews.access import load_review
from casework.reviews.blueprint import bp
from casework.reviews.forms.importing import UploadForm, columns_form
from casework.reviews.forms.parts import agency_choices
from casework.reviews.intake.columns import Column
from casework.reviews.intake.planned import reasons_of
from casework.reviews.kept_apart import apart_csv, apart_xlsx
from casework.reviews.plan_models import PlanImport
from casework.reviews.service import importing
from casework.reviews.service.owners import active_agencies
from casework.reviews.service.planting import TAKEN_AS
from casework.reviews.views.answering import answer
from casework.reviews.vocabulary import ImportState
from casework.reviews.words import STATES
from casework.web.downloads import CSV, XLSX, download
from casework.web.guard import allows, viewer
from casework.web.pagination import page_number, page_of
from casework.web.transaction import reading, writing

SHOWN = 50


@bp.route("/<uuid:review_id>/import", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def upload_plan(review_id: UUID) -> ResponseReturnValue:
    """Choose the file."""
    review = load_review(reading(), viewer(), review_id, Action.REVIEW_MANAGE)
    form, back = UploadForm(), url_for(".show", review_id=review_id)
    made: list[UUID] = []
    file = request.files.get("file")

    def save(session: Session) -> None:
        made.append(
            importing.upload(
                session, viewer(), review_id=review_id, name=(file and file.filename) or "",
                content=file.read() if file else b"",
            ).id
        )  # fmt: skip

    return answer(
        form, save, template="reviews/form.html", back=back, submit="Read the file",
        goto=lambda: url_for(".map_import", import_id=made[-1]),
        said="The file has been read. Nothing has been taken in yet",
        heading="Bring in an action plan", caption=review.reference,
    )  # fmt: skip


@bp.route("/imports/<uuid:import_id>/columns", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def map_import(import_id: UUID) -> ResponseReturnValue:
    """Say what each column is, and who is meant by words that nobody knows."""
    found = _open_import(import_id)
    unknown = importing.preview(reading(), viewer(), found).unknown
    words = {**dict.fromkeys(found.agencies, 1), **unknown}
    form = columns_form(
        found.cells["headings"], {int(at): Column(c) for at, c in found.columns.items()},
        found.version, words, agency_choices(active_agencies(reading(), viewer())), found.agencies,
    )  # fmt: skip
    return answer(
        form,
        lambda session: importing.map_columns(
            session, viewer(), import_id=import_id, columns=form.columns(),
            agencies=form.agencies(list(words)), version=form.version.number or 0,
        ),
        template="reviews/map_import.html", goto=url_for(".preview_import", import_id=import_id),
        said="The columns have been saved", heading="What is in each column?", found=found,
        back=url_for(".upload_plan", review_id=found.review_id), submit="Show what was understood",
        current=lambda: importing.load_import(reading(), viewer(), import_id).version,
    )  # fmt: skip


@bp.get("/imports/<uuid:import_id>/preview")
@allows(Action.REVIEW_MANAGE)
def preview_import(import_id: UUID) -> ResponseReturnValue:
    """Every row: what was understood, what was odd, what is kept apart."""
    found = _open_import(import_id)
    seen = importing.preview(reading(), viewer(), found)
    page = page_of(seen.found, page_number(request.args), SHOWN)
    names = {agency.id: agency.name for agency in active_agencies(reading(), viewer())}
    return render_template(
        "reviews/preview_import.html", found=found, seen=seen, page=page, names=names,
        taken_as={said: STATES[state] for said, state in TAKEN_AS.items()},
    )  # fmt: skip


@bp.post("/imports/<uuid:import_id>/take-in")
@allows(Action.REVIEW_MANAGE)
def take_in_import(import_id: UUID) -> ResponseReturnValue:
    """Take in what can be taken."""
    with writing() as session:
        importing.take_in(
            session, viewer(), import_id=import_id,
            version=request.form.get("version", 0, type=int),
        )  # fmt: skip
    flash("The plan has been brought in", "success")
    return redirect(url_for(".show_import", import_id=import_id), 303)


@bp.get("/imports/<uuid:import_id>")
@allows(Action.REVIEW_MANAGE)
def show_import(import_id: UUID) -> ResponseReturnValue:
    """What was taken in, and what is kept apart to be mended."""
    found = importing.load_import(reading(), viewer(), import_id)
    if found.state != ImportState.DONE:
        return redirect(url_for(".preview_import", import_id=import_id), 303)
    reasons = reasons_of(one["reason"] for one in found.kept_apart)
    return render_template("reviews/show_import.html", found=found, reasons=reasons)


@bp.get("/imports/<uuid:import_id>/kept-apart.csv")
@allows(Action.REVIEW_MANAGE)
def apart_as_csv(import_id: UUID) -> Response:
    """The rows kept apart, to be mended and brought in again."""
    found = importing.load_import(reading(), viewer(), import_id)
    return download(apart_csv(found), CSV, "rows-to-mend.csv")


@bp.get("/imports/<uuid:import_id>/kept-apart.xlsx")
@allows(Action.REVIEW_MANAGE)
def apart_as_xlsx(import_id: UUID) -> Response:
    """The same as a spreadsheet."""
    found = importing.load_import(reading(), viewer(), import_id)
    return download(apart_xlsx(found), XLSX, "rows-to-mend.xlsx")


def _open_import(import_id: UUID) -> PlanImport:
    found = importing.load_import(reading(), viewer(), import_id)
    if found.state == ImportState.DONE:
        raise NotFound("page")
    return found
