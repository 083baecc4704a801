"""Boards: their structure, one board, and how it is run."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.boards.access import load_board, load_sitting
from casework.boards.blueprint import bp
from casework.boards.forms.governance import (
    FunctionForm,
    PlaceForm,
    ReferenceForm,
    ReferenceUpdateForm,
    ReportForm,
    TermsForm,
)
from casework.boards.governance_words import Function
from casework.boards.models import BoardProfile
from casework.boards.models.body import PAPER_HOURS
from casework.boards.overview import board_page, closed_boards, structure
from casework.boards.reference_page import reference_page
from casework.boards.service import references
from casework.boards.service import structure as placing
from casework.boards.service.closing import successors
from casework.boards.views.choosing import seated_agencies
from casework.boards.vocabulary import Form
from casework.conferences.pressed import version_sent
from casework.errors import Conflict
from casework.reviews.forms.parts import optional_id
from casework.reviews.views.answering import answer
from casework.web.choices import choice
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing


@bp.get("/")
@allows(Action.REVIEW_READ)
def index() -> str:
    """Every board, each under the one it reports to."""
    return render_template(
        "boards/index.html", nodes=structure(reading(), viewer()),
        closed=closed_boards(reading(), viewer()),
    )  # fmt: skip


@bp.get("/<uuid:conference_id>")
@allows(Action.MEETING_READ)
def board(conference_id: UUID) -> str:
    """One board."""
    return render_template("boards/board.html", page=board_page(reading(), viewer(), conference_id))


@bp.route("/<uuid:conference_id>/place", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def place(conference_id: UUID) -> ResponseReturnValue:
    """Where a board stands and when its papers close."""
    body = load_board(reading(), viewer(), conference_id, Action.BOARD_MANAGE)
    form = PlaceForm(data=_known(reading().get(BoardProfile, body.id)))
    form.parent_id.choices = [
        choice("", "None"),
        *(choice(str(b.id), b.name) for b in successors(reading(), body)),
    ]
    return answer(
        form,
        lambda session: placing.place_board(
            session, viewer(), conference_id=conference_id, form=Form(form.form.data),
            parent_id=optional_id(form.parent_id.data), ends_on=form.ends_on.data,
            paper_hours=form.paper_hours.data or 0, version=form.version.number or 0,
        ),
        template="form_page.html", said="Saved", heading="Where it stands",
        current=lambda: _version(conference_id), **_around(conference_id, body.name),
    )  # fmt: skip


@bp.route("/<uuid:conference_id>/terms", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def agree_terms(conference_id: UUID) -> ResponseReturnValue:
    """A new version of the terms of reference."""
    body = load_board(reading(), viewer(), conference_id, Action.BOARD_MANAGE)
    form = TermsForm()
    return answer(
        form,
        lambda session: placing.agree_terms(
            session, viewer(), conference_id=conference_id, text=form.text.data,
            agreed_on=form.agreed_on.data, review_on=form.review_on.data,
        ),
        template="form_page.html", said="The new terms of reference have been saved",
        heading="New terms of reference", **_around(conference_id, body.name),
    )  # fmt: skip


@bp.route("/<uuid:conference_id>/functions", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def check_function(conference_id: UUID) -> ResponseReturnValue:
    """Is one of the standing functions in place?"""
    body = load_board(reading(), viewer(), conference_id, Action.BOARD_MANAGE)
    form = FunctionForm()
    return answer(
        form,
        lambda session: placing.check_function(
            session, viewer(), conference_id=conference_id, function=Function(form.function.data),
            in_place=form.in_place.data == "yes", words=form.words.data or "",
        ),
        template="form_page.html", said="Saved", heading="What this board answers for",
        **_around(conference_id, body.name),
    )  # fmt: skip


@bp.route("/<uuid:conference_id>/reports/add", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def require_report(conference_id: UUID) -> ResponseReturnValue:
    """A report that is owed again and again."""
    body = load_board(reading(), viewer(), conference_id, Action.BOARD_MANAGE)
    form = ReportForm()
    form.agency_id.choices = seated_agencies(reading(), body.id)
    return answer(
        form,
        lambda session: references.require_report(
            session, viewer(), conference_id=conference_id, title=form.title.data,
            agency_id=UUID(form.agency_id.data), every_months=form.every_months.data or 0,
            next_due_on=form.next_due_on.data,
        ),
        template="form_page.html", said="The report has been added",
        heading="A report that is owed", **_around(conference_id, body.name),
    )  # fmt: skip


@bp.post("/reports/<uuid:report_id>/given")
@allows(Action.BOARD_MANAGE)
def report_given(report_id: UUID) -> ResponseReturnValue:
    """The report came."""
    try:
        with writing() as session:
            row = references.report_given(
                session, viewer(), report_id=report_id, version=version_sent()
            )
            back = url_for(".board", conference_id=row.conference_id)
    except Conflict as error:
        flash(error.message, "error")
        return redirect(url_for(".index"), 303)
    flash("Written down. The next one is due later.", "success")
    return redirect(back, 303)


@bp.route("/meetings/<uuid:meeting_id>/references/add", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def add_reference(meeting_id: UUID) -> ResponseReturnValue:
    """Something agreed at a meeting."""
    _, body = load_sitting(reading(), viewer(), meeting_id, Action.BOARD_MANAGE)
    form, back = ReferenceForm(), url_for(".agenda", meeting_id=meeting_id)
    form.agency_id.choices = seated_agencies(reading(), body.id)
    return answer(
        form,
        lambda session: references.add_reference(
            session, viewer(), meeting_id=meeting_id, text=form.text.data,
            agency_id=UUID(form.agency_id.data), due_on=form.due_on.data,
            minute=form.minute.data or "", bring_back=form.bring_back.data,
        ),
        template="form_page.html", said="The reference has been written down", goto=back,
        heading="An outstanding reference", caption=body.name, back=back, submit="Save",
    )  # fmt: skip


@bp.get("/references/<uuid:reference_id>/history")
@allows(Action.MEETING_READ)
def reference(reference_id: UUID) -> str:
    """One reference, and what was ever said of it."""
    page = reference_page(reading(), viewer(), reference_id)
    return render_template("boards/reference.html", page=page)


@bp.route("/references/<uuid:reference_id>", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def update_reference(reference_id: UUID) -> ResponseReturnValue:
    """What is new of a reference."""
    row = references.load_reference(reading(), viewer(), reference_id, Action.BOARD_MANAGE)
    form = ReferenceUpdateForm(data={"version": row.version})
    return answer(
        form,
        lambda session: references.update_reference(
            session, viewer(), reference_id=reference_id, words=form.words.data,
            done=form.done.data, proof=form.proof.data or "", version=form.version.number or 0,
        ),
        template="form_page.html", said="Saved", heading=f"Reference {row.number}",
        current=lambda: references.load_reference(reading(), viewer(), reference_id).version,
        **_around(row.conference_id, row.text[:80]) | _to_reference(reference_id),
    )  # fmt: skip


def _around(conference_id: UUID, caption: str) -> dict[str, Any]:
    back = url_for(".board", conference_id=conference_id)
    return {"back": back, "goto": back, "submit": "Save", "caption": caption}


def _to_reference(reference_id: UUID) -> dict[str, Any]:
    back = url_for(".reference", reference_id=reference_id)
    return {"back": back, "goto": back}


def _known(profile: BoardProfile | None) -> dict[str, Any]:
    if profile is None:
        return {"version": 0, "form": Form.STANDING, "paper_hours": PAPER_HOURS}
    return {
        "version": profile.version, "form": profile.form, "ends_on": profile.ends_on,
        "parent_id": str(profile.parent_id or ""), "paper_hours": profile.paper_hours,
    }  # fmt: skip


def _version(conference_id: UUID) -> int:
    known = reading().get(BoardProfile, conference_id)
    return known.version if known else 0
