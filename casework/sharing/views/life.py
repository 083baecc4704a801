"""The life of a version: draft, compare, propose, approve by a second person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements import service as agreements
from casework.agreements.models import Agreement, AgreementState
from casework.clock import today
from casework.directory.names import agency_names
from casework.errors import ConferError, Conflict, Refused
from casework.sharing import service
from casework.sharing.amending import is_small, not_signed
from casework.sharing.blueprint import bp
from casework.sharing.changed import changed, owed
from casework.sharing.compared import FEW, changed_cases, compared
from casework.sharing.examples.running import EXPECTED
from casework.sharing.examples.service import broken_signed
from casework.sharing.forms import ApproveForm, StartDraftForm, StepForm
from casework.sharing.opened import opened
from casework.sharing.strangers import to_look_at
from casework.sharing.turns import others_in_force
from casework.web.guard import allows, fresh, viewer
from casework.web.kit import form_page
from casework.web.pagination import page_number, page_of
from casework.web.transaction import reading, writing


@bp.route("/<uuid:agreement_id>/draft", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def start_draft(agreement_id: UUID) -> ResponseReturnValue:
    """Start a draft from this version."""
    row, form = agreements.load_agreement(reading(), viewer(), agreement_id), StartDraftForm()
    if form.validate_on_submit():
        try:
            with writing() as session:
                made = service.start_draft(
                    session, viewer(), agreement_id=agreement_id, label=form.label.data or ""
                )
        except Conflict as error:
            form.add_errors({"label": error.message})
        else:
            return redirect(url_for("sharing.show", agreement_id=made.id))
    return form_page("sharing/start_draft.html", form, row=row)


@bp.get("/<uuid:agreement_id>/compare")
@allows(Action.PROTOCOL_READ)
def compare_versions(agreement_id: UUID) -> ResponseReturnValue:
    """Who would gain and who would lose, in principle and on live cases."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    others = others_in_force(reading(), row)
    chosen = next((o for o in others if str(o.id) == request.args.get("beside")), None)
    before = chosen or service.predecessor(reading(), row)
    may = viewer().may(Action.PROTOCOL_DRAFT) or viewer().may(Action.PROTOCOL_APPROVE)
    asked = before if before is not None and before.id != row.id and may and not chosen else None
    found = compared(reading(), viewer(), asked, row, page_number(request.args)) if asked else None
    return render_template(
        "sharing/compare.html",
        row=row,
        before=before,
        blocks=changed(before, row) if before else (),
        owing=owed(before, row) if before and not chosen else (),
        # Which people: only for those who draft and approve; which cases, for those who know them.
        live=found,
        few=FEW,
        others=[other for other in others if other is not chosen],
        beside=chosen,
    )


@bp.get("/<uuid:agreement_id>/compare/<uuid:person_id>/<section>")
@allows(Action.PROTOCOL_APPROVE)
def cases_of_change(agreement_id: UUID, person_id: UUID, section: str) -> ResponseReturnValue:
    """In which live cases somebody would see more of a section, or less."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    before = service.predecessor(reading(), row) or row
    key = person_id, section, request.args.get("way") != "less"
    found = changed_cases(reading(), viewer(), before, row, key)
    page = page_of(found.known, page_number(request.args))
    return render_template("sharing/changed_cases.html", row=row, found=found, page=page)


@bp.post("/<uuid:agreement_id>/propose")
@allows(Action.PROTOCOL_DRAFT)
def propose(agreement_id: UUID) -> ResponseReturnValue:
    """Freeze the draft and hand it to somebody else."""
    form = StepForm()
    form.validate()
    with writing() as session:
        service.hand_over(
            session, viewer(), agreement_id=agreement_id, version=form.version.number or 0
        )
    flash(
        "The draft is frozen. Its parties can sign it; somebody who wrote none of it approves it.",
        "success",
    )
    return redirect(url_for("sharing.show", agreement_id=agreement_id))


@bp.post("/<uuid:agreement_id>/take-back")
@allows(Action.PROTOCOL_DRAFT)
def take_back(agreement_id: UUID) -> ResponseReturnValue:
    """Make a proposed version a draft again."""
    form = StepForm()
    form.validate()
    with writing() as session:
        agreements.take_back(
            session, viewer(), agreement_id=agreement_id, version=form.version.number or 0
        )
    flash("The version is a draft again.", "success")
    return redirect(url_for("sharing.show", agreement_id=agreement_id))


@bp.route("/<uuid:agreement_id>/approve", methods=["GET", "POST"])
@allows(Action.PROTOCOL_APPROVE)
@fresh
def approve(agreement_id: UUID) -> ResponseReturnValue:
    """Put a proposed version in force, after reading what it opens."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    if row.state != AgreementState.PROPOSED:
        raise Conflict("Only a version that was handed over for approval can be put in force.")
    if viewer().person_id in agreements.authors(reading(), row):
        raise Refused("You wrote in this version, so somebody else has to approve it.")
    form = ApproveForm(data={"version": row.version})
    if form.validate_on_submit():
        try:
            with writing() as session:
                service.put_in_force(
                    session, viewer(), agreement_id=agreement_id,
                    version=form.version.number or 0, confirmed=form.seen.data or "",
                    despite=form.despite.data or "",
                    starts_on=form.starts_on.data, knows_unsigned=form.unsigned.data,
                )  # fmt: skip
        except ConferError as error:
            form.add_errors(getattr(error, "errors", {"": error.message}))
        else:
            flash("Approved. Sharing follows this version from its first day.", "success")
            return redirect(url_for("sharing.parties", agreement_id=agreement_id))
    day = form.starts_on.data
    before = service.replaced(reading(), row, day if day and day >= today() else None)
    opens = opened(reading(), before, row)
    # What is confirmed is the list on this page and no other.
    form.seen.data = opens.digest
    return form_page(
        "sharing/approve.html", form, row=row, before=before, opens=opens, **_about(row, before)
    )


def _about(row: Agreement, before: Sequence[Agreement]) -> dict[str, Any]:
    """What an approver reads besides what opens: missing signatures, examples it breaks."""
    return {
        "odd": to_look_at(reading(), row),
        "unsigned": not_signed(reading(), row, before),
        "small": is_small(before, row),
        "agencies": agency_names(reading(), row.partnership_id),
        "broken": broken_signed(reading(), row),
        "expected": EXPECTED,
    }
