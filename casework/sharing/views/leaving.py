"""A partner gives notice: read what is lost, record it, settle what it leaves behind."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements import service as agreements
from casework.cases.visibility import visible_cases
from casework.clock import now
from casework.directory.answering import attempt
from casework.directory.names import agency_names, person_names
from casework.disclosure.current import gate
from casework.sharing import leaving
from casework.sharing.blueprint import bp
from casework.sharing.leaving_forms import FateForm, LeaveForm
from casework.sharing.losses import losses, quorum_words
from casework.sharing.named import name_cases
from casework.sharing.standing_forms import NothingForm
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing


@bp.route("/<uuid:agreement_id>/parties/<uuid:agency_id>/leave", methods=["GET", "POST"])
@allows(Action.PROTOCOL_APPROVE)
def leave(agreement_id: UUID, agency_id: UUID) -> ResponseReturnValue:
    """Record an agency's notice, after reading who loses what."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    leaving.party_of_version(reading(), row, agency_id)
    form = LeaveForm()
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            made = leaving.give_notice(
                session, viewer(), agreement_id=row.id, agency_id=agency_id,
                last_day=form.last_day.data, said_by=form.said_by.data or "",
                reason=form.reason.data or "",
            )  # fmt: skip
        if tried.done:
            flash("The notice is recorded. Settle what the agency leaves behind.", "success")
            return redirect(url_for("sharing.left_behind", leaving_id=made.id))
    quorum, ends = quorum_words(reading(), row, agency_id)
    lost = losses(reading(), gate(), row, agency_id)
    return form_page(
        "sharing/leave.html", form, row=row, quorum=quorum, ends=ends,
        agency=agency_names(reading(), row.partnership_id)[agency_id],
        losses=lost.lines,
        known=name_cases(
            reading(), visible_cases(viewer()), lost.counted, lambda: lost.touched
        ),
        belongings=leaving.belongings(reading(), row, agency_id),
        earliest=leaving.earliest(row),
    )  # fmt: skip


@bp.get("/leaving/<uuid:leaving_id>")
@allows(Action.PROTOCOL_RECORD)
def left_behind(leaving_id: UUID) -> ResponseReturnValue:
    """What a leaver holds, originated, owns and chairs, and what becomes of each."""
    made = leaving.leaving_of(reading(), viewer(), leaving_id)
    return render_template(
        "sharing/left_behind.html", made=made, last_day=leaving.last_day_of(made),
        lines=leaving.left_behind(reading(), made), fates=leaving.FATES,
        agency=agency_names(reading(), made.partnership_id)[made.agency_id],
        people=person_names(reading(), made.partnership_id),
        runs=made.taken_back_at is None and made.leaves_at > now(),
    )  # fmt: skip


@bp.route("/leaving/<uuid:leaving_id>/<uuid:left_id>", methods=["GET", "POST"])
@allows(Action.PROTOCOL_RECORD)
def settle_left(leaving_id: UUID, left_id: UUID) -> ResponseReturnValue:
    """Say what becomes of one kind of thing."""
    made = leaving.leaving_of(reading(), viewer(), leaving_id)
    line = leaving.left_of(reading(), made, left_id)
    form = FateForm(data={"fate": line.fate, "note": line.note})
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            leaving.settle(
                session, viewer(), leaving_id=leaving_id, left_id=left_id,
                fate=form.fate.data or "", note=form.note.data or "",
            )  # fmt: skip
        if tried.done:
            flash("Noted.", "success")
            return redirect(url_for("sharing.left_behind", leaving_id=leaving_id))
    return form_page("sharing/settle_left.html", form, made=made, line=line)


@bp.route("/leaving/<uuid:leaving_id>/back", methods=["GET", "POST"])
@allows(Action.PROTOCOL_APPROVE)
def stay(leaving_id: UUID) -> ResponseReturnValue:
    """The agency takes its notice back, after a second look."""
    made, form = leaving.leaving_of(reading(), viewer(), leaving_id), NothingForm()
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            leaving.take_back(session, viewer(), leaving_id=leaving_id)
        if tried.done:
            flash("The notice is taken back. The agency stays.", "success")
            return redirect(url_for("sharing.index"))
    names = agency_names(reading(), made.partnership_id)
    return form_page("sharing/stay.html", form, made=made, agency=names[made.agency_id])
