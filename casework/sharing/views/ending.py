"""End a version without another in its place: ask, confirm as a second person, or let it go on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements.models import Agreement
from casework.clock import now
from casework.directory.answering import attempt
from casework.directory.names import person_names
from casework.disclosure.current import gate
from casework.errors import Refused
from casework.sharing import ending
from casework.sharing.blueprint import bp
from casework.sharing.ending_forms import AskEndForm, ConfirmEndForm
from casework.sharing.falling import Falling, falling
from casework.sharing.standing_forms import NothingForm
from casework.web.guard import allows, fresh, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing


@bp.route("/<uuid:agreement_id>/end", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def end(agreement_id: UUID) -> ResponseReturnValue:
    """Ask that a version ends, after reading who loses what."""
    row, form = ending.endable(reading(), viewer(), agreement_id), AskEndForm()
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            ending.ask_end(
                session, viewer(), agreement_id=row.id, reason=form.reason.data or "",
                last_day=form.last_day.data,
            )  # fmt: skip
        if tried.done:
            flash("Somebody else has to confirm it. Until then nothing changes.", "success")
            return redirect(url_for("sharing.show", agreement_id=agreement_id))
    return form_page("sharing/end.html", form, row=row, falling=_falling(row, now()))


@bp.route("/<uuid:agreement_id>/end/confirm", methods=["GET", "POST"])
@allows(Action.PROTOCOL_APPROVE)
@fresh
def confirm_end(agreement_id: UUID) -> ResponseReturnValue:
    """End the version as a second person, after reading the same list as it is now."""
    row = ending.endable(reading(), viewer(), agreement_id)
    made, form = ending.asked_ending(reading(), row), ConfirmEndForm()
    if made.asked_by == viewer().person_id:
        raise Refused("You asked for this yourself, so somebody else has to confirm it.")
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            ending.confirm_end(
                session, viewer(), gate(), agreement_id=row.id,
                confirmed=form.seen.data or "",
            )  # fmt: skip
        if tried.done:
            flash("It ends. Every screen that it touches says what follows.", "success")
            return redirect(url_for("sharing.show", agreement_id=agreement_id))
    found = _falling(row, ending.ends_at(made.last_day))
    # What is confirmed is the list on this page and no other.
    form.seen.data = found.digest
    people = person_names(reading(), row.partnership_id)
    return form_page(
        "sharing/confirm_end.html", form, row=row, falling=found, made=made, people=people
    )


@bp.route("/<uuid:agreement_id>/end/drop", methods=["GET", "POST"])
@allows(Action.PROTOCOL_APPROVE)
def drop_end(agreement_id: UUID) -> ResponseReturnValue:
    """The version goes on, after a second look."""
    row, form = ending.endable(reading(), viewer(), agreement_id), NothingForm()
    made = ending.asked_ending(reading(), row)
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            ending.drop_end(session, viewer(), agreement_id=agreement_id)
        if tried.done:
            flash("The version goes on.", "success")
            return redirect(url_for("sharing.show", agreement_id=agreement_id))
    return form_page("sharing/drop_end.html", form, row=row, made=made)


def _falling(row: Agreement, moment: datetime) -> Falling:
    return falling(reading(), gate(), row, moment)
