"""What the owner of a recommendation does on the screen."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.reviews.blueprint import bp
from casework.reviews.forms.proof import EvidenceForm, RefuseForm, SendForm
from casework.reviews.service import owning
from casework.reviews.views.one import One
from casework.reviews.vocabulary import EvidenceKind
from casework.web.guard import allows, viewer
from casework.web.transaction import writing


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
def add_evidence(recommendation_id: UUID) -> ResponseReturnValue:
    """One piece of proof."""
    one = One(recommendation_id, Action.RECOMMENDATION_OWN)
    form = EvidenceForm(data=one.saved)
    return one.answer(
        form,
        lambda session: owning.add_evidence(
            session, viewer(), recommendation_id=recommendation_id,
            kind=EvidenceKind(form.kind.data), shows=form.shows.data, dated=form.dated.data,
            link=form.link.data or "", statement=form.statement.data,
            version=form.version.number or 0,
        ),
        heading="Add evidence", submit="Add the evidence",
        said="The evidence has been added. When everything is there, send it for checking",
    )  # fmt: skip


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
