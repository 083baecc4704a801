"""The title page, what silence means, and the order of the clauses."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.errors import Conflict
from casework.sharing import edits
from casework.sharing.blueprint import bp
from casework.sharing.forms import StepForm
from casework.sharing.marks import DETAILS, ORDER, SILENCE, clause_mark, mark
from casework.sharing.parts.details import (
    details_form,
    silence_form,
    with_details,
    with_silence,
)
from casework.sharing.views.editing import draft_of, onward, saved
from casework.sharing.which import place_of
from casework.web.guard import allows
from casework.web.kit import form_page
from protocols.clauses import SharingProtocol


@bp.route("/<uuid:agreement_id>/details", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def details(agreement_id: UUID) -> ResponseReturnValue:
    """Title, dates, purposes, conferences, and how the protocol lives."""
    row, protocol = draft_of(agreement_id)
    form = details_form(protocol, mark(protocol, DETAILS))
    if form.validate_on_submit() and saved(
        form, agreement_id, part=DETAILS, what="Title page changed",
        change=partial(with_details, form=form),
    ):  # fmt: skip
        here = url_for("sharing.details", agreement_id=agreement_id)
        return onward(here, url_for("sharing.show", agreement_id=agreement_id))
    return form_page("sharing/details.html", form, row=row)


@bp.route("/<uuid:agreement_id>/silence", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def silence(agreement_id: UUID) -> ResponseReturnValue:
    """What it means that nobody has said something."""
    row, protocol = draft_of(agreement_id)
    form = silence_form(protocol, mark(protocol, SILENCE))
    if form.validate_on_submit() and saved(
        form, agreement_id, part=SILENCE, what="What silence means changed",
        change=partial(with_silence, form=form),
    ):  # fmt: skip
        return redirect(url_for("sharing.show", agreement_id=agreement_id))
    return form_page("sharing/silence.html", form, row=row)


@bp.route("/<uuid:agreement_id>/order", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def order(agreement_id: UUID) -> ResponseReturnValue:
    """Clauses up and down; numbers again as they stand, with what refers to them."""
    row, protocol = draft_of(agreement_id)
    form = StepForm(data={"version": row.version, "seen": mark(protocol, ORDER)})
    if form.validate_on_submit() and saved(
        form, agreement_id, part=ORDER, what="Order changed", change=_pressed,
    ):  # fmt: skip
        flash("The order is saved. Words that name a clause follow its number.", "success")
        return redirect(url_for("sharing.order", agreement_id=agreement_id))
    return form_page(
        "sharing/order.html", form, row=row,
        clauses=[(clause_mark(c), c) for c in draft_of(agreement_id)[1].clauses],
    )  # fmt: skip


def _pressed(protocol: SharingProtocol) -> SharingProtocol:
    """What the pressed button asks for."""
    for name, by in (("up", -1), ("down", 1)):
        if name in request.form:
            marks = [clause_mark(clause) for clause in protocol.clauses]
            place = place_of(marks, request.form[name], len(marks))
            if place is None:
                raise Conflict("That clause was changed while you were looking. Press it again.")
            return edits.moved(protocol, place, by)
    return edits.numbered_again(protocol) if "again" in request.form else protocol
