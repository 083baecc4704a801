"""What the owner of a recommendation does on the screen."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.cases.sealing import keys_of
from casework.disclosure.files import opened_evidence
from casework.disclosure.ledger import Ledger
from casework.reviews.access import load_recommendation
from casework.reviews.blueprint import bp
from casework.reviews.forms.proof import EvidenceForm, RefuseForm, SendForm
from casework.reviews.proof_files import load_proof
from casework.reviews.service import owning
from casework.reviews.service.merging import name_of
from casework.reviews.views.one import One
from casework.reviews.vocabulary import EvidenceKind
from casework.web.downloads import download
from casework.web.guard import allows, viewer
from casework.web.transaction import database, reading, writing
from casework.web.uploads import DOCUMENTS, TAKEN, Upload, checked, takes_file


@bp.post("/recommendations/<uuid:recommendation_id>/accept")
@allows(Action.RECOMMENDATION_OWN)
def accept(recommendation_id: UUID) -> ResponseReturnValue:
    """The owner takes it on."""
    with writing() as session:
        owning.accept_recommendation(
            session, viewer(), recommendation_id=recommendation_id,
            version=request.form.get("version", 0, type=int),
        )  # fmt: skip
    flash("You have accepted this recommendation", "success")
    return redirect(url_for(".recommendation", recommendation_id=recommendation_id), 303)


@bp.route("/recommendations/<uuid:recommendation_id>/refuse", methods=["GET", "POST"])
@allows(Action.RECOMMENDATION_OWN)
def refuse(recommendation_id: UUID) -> ResponseReturnValue:
    """The owner does not take it on."""
    one = One(recommendation_id, Action.RECOMMENDATION_OWN)
    form = RefuseForm(data=one.saved)
    return one.answer(
        form,
        lambda session: owning.refuse_recommendation(
            session, viewer(), recommendation_id=recommendation_id, reason=form.reason.data,
            authority=form.authority.data, version=form.version.number or 0,
        ),
        heading="Refuse this recommendation", submit="Refuse it",
        said="You have refused this recommendation. The board will decide what happens",
    )  # fmt: skip


@bp.route("/recommendations/<uuid:recommendation_id>/evidence/add", methods=["GET", "POST"])
@allows(Action.RECOMMENDATION_OWN)
@takes_file
def add_evidence(recommendation_id: UUID) -> ResponseReturnValue:
    """One piece of proof."""
    one = One(recommendation_id, Action.RECOMMENDATION_OWN)
    form = EvidenceForm(data=one.saved)
    return one.answer(
        form,
        lambda session: owning.add_evidence(
            session, viewer(), recommendation_id=recommendation_id,
            kind=EvidenceKind(form.kind.data), shows=form.shows.data, dated=form.dated.data,
            link=form.link.data or "", statement=form.statement.data, upload=_chosen(form),
            no_case_data=form.no_case_data.data, version=form.version.number or 0,
        ),
        heading="Add evidence", submit="Add the evidence",
        said="The evidence has been added. When everything is there, send it for checking",
    )  # fmt: skip


def _chosen(form: EvidenceForm) -> Upload | None:
    sent = form.file.data
    return checked(sent, DOCUMENTS) if sent and sent.filename else None


@bp.get("/recommendations/<uuid:recommendation_id>/evidence/<uuid:file_id>")
@allows(Action.REVIEW_READ)
def evidence_file(recommendation_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """A file that proves something, for whoever may read the recommendation."""
    row = load_recommendation(reading(), viewer(), recommendation_id)
    file, piece = load_proof(reading(), row, file_id)
    content = opened_evidence(
        Ledger(database()), keys_of(reading()), viewer(), review_id=row.review_id,
        file_id=file.id, wrapped_key=file.wrapped_key, content=file.content,
    )  # fmt: skip
    called = f"evidence {name_of(reading(), row)} piece {piece}.{TAKEN[file.media_type].ending}"
    return download(content, file.media_type, called)


@bp.route("/recommendations/<uuid:recommendation_id>/send", methods=["GET", "POST"])
@allows(Action.RECOMMENDATION_OWN)
def send(recommendation_id: UUID) -> ResponseReturnValue:
    """The owner says that it is done."""
    one = One(recommendation_id, Action.RECOMMENDATION_OWN)
    form = SendForm(data=one.saved | {"outcome": one.row.outcome})
    return one.answer(
        form,
        lambda session: owning.send_for_checking(
            session, viewer(), recommendation_id=recommendation_id, outcome=form.outcome.data,
            version=form.version.number or 0,
        ),
        heading="Send it for checking", submit="Send it for checking",
        said="Sent. Somebody who does not own it will check the evidence",
    )  # fmt: skip
