"""Who is party to a version, who signs for whom, and for which pairs it is in force."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements import service as agreements
from casework.agreements.in_force import party_statuses
from casework.agreements.signing import party_of
from casework.clock import now
from casework.directory.answering import attempt
from casework.directory.names import agency_names, person_names
from casework.sharing.blueprint import bp
from casework.sharing.duties import Duty, duties
from casework.sharing.grid import grid
from casework.sharing.leaving import notices
from casework.sharing.officers import agency_of, name_officer, people_of, unasked
from casework.sharing.scans import scans_of
from casework.sharing.signatures import signatures_of
from casework.sharing.standing_forms import NothingForm, OfficerForm, SuspendForm
from casework.sharing.suspending import lift, running, suspend, suspension_of
from casework.web.choices import choice
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.navigation import signed_in
from casework.web.transaction import reading, writing

# The rooms in which a missing signature or an overdue review changes what is seen.
AFFECTED = frozenset(
    {"insight", "referrals", "casefile", "research", "actions", "conferences", "sharing"}
)


@bp.get("/<uuid:agreement_id>/parties")
@allows(Action.PROTOCOL_READ)
def parties(agreement_id: UUID) -> ResponseReturnValue:
    """Officers, signatures and the grid of pairs."""
    who, session = viewer(), reading()
    row = agreements.load_agreement(session, who, agreement_id)
    names = agency_names(session, who.partnership_id)
    found = agreements.parties(session, row)
    return render_template(
        "sharing/parties.html",
        row=row, parties=found, agencies=names, people=person_names(session, who.partnership_id),
        signatures=signatures_of(session, row), scans=scans_of(session, row),
        standing=party_statuses(session, row.id, now()), grid=grid(session, row),
        notices={n.agency_id: n for n in notices(session, row)},
        suspensions=running(session, row), may_record=who.may(Action.PROTOCOL_RECORD),
        unasked=[one.agency for one in unasked(session, row)],
        is_frozen=row.is_frozen(now()), is_used=row.is_used(now()),
        mine=next((p for p in found if p.officer_id == who.person_id), None),
    )  # fmt: skip


@bp.route("/<uuid:agreement_id>/parties/<uuid:agency_id>", methods=["GET", "POST"])
@allows(Action.PROTOCOL_RECORD)
def officer(agreement_id: UUID, agency_id: UUID) -> ResponseReturnValue:
    """Name the officer who signs for an agency."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    agency = agency_of(reading(), viewer(), agency_id)
    known = party_of(reading(), row, agency.id)
    form = OfficerForm(
        data={
            "person_id": str(known.officer_id or ""), "post": known.officer_post,
            "name": "" if known.officer_id else known.officer_name,
        }
    )  # fmt: skip
    people = [
        choice(str(p.id), _named(p.name, p.job_title)) for p in people_of(reading(), agency.id)
    ]
    form.person_id.choices = [choice("", "Nobody of these"), *people]
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            name_officer(
                session, viewer(), agreement_id=row.id, agency_id=agency_id,
                person_id=UUID(form.person_id.data) if form.person_id.data else None,
                name=form.name.data or "", post=form.post.data or "",
            )  # fmt: skip
        if tried.done:
            flash("The officer is named.", "success")
            return redirect(url_for("sharing.parties", agreement_id=agreement_id))
    return form_page("sharing/officer.html", form, row=row, agency=agency)


@bp.route("/<uuid:agreement_id>/suspend", methods=["GET", "POST"])
@allows(Action.PROTOCOL_RECORD)
def suspend_pair(agreement_id: UUID) -> ResponseReturnValue:
    """One agency stops sharing with one other."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    form, names = SuspendForm(), agency_names(reading(), viewer().partnership_id)
    seats = [p.agency_id for p in agreements.parties(reading(), row)]
    options = [choice("", "Choose the agency"), *(choice(str(k), names[k]) for k in seats)]
    form.by_agency_id.choices = form.towards_agency_id.choices = options
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            suspend(
                session, viewer(), agreement_id=row.id,
                by_agency_id=UUID(form.by_agency_id.data),
                towards_agency_id=UUID(form.towards_agency_id.data),
                reason=form.reason.data or "", until=form.until.data,
                both_ways=form.both_ways.data,
            )  # fmt: skip
        if tried.done:
            flash("Suspended. It counts from now on.", "success")
            return redirect(url_for("sharing.parties", agreement_id=agreement_id))
    return form_page("sharing/suspend.html", form, row=row)


@bp.route("/<uuid:agreement_id>/suspensions/<uuid:suspension_id>/lift", methods=["GET", "POST"])
@allows(Action.PROTOCOL_RECORD)
def lift_suspension(agreement_id: UUID, suspension_id: UUID) -> ResponseReturnValue:
    """End a suspension, after a second look."""
    row, form = agreements.load_agreement(reading(), viewer(), agreement_id), NothingForm()
    one = suspension_of(reading(), row, suspension_id)
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            lift(session, viewer(), agreement_id=agreement_id, suspension_id=suspension_id)
        if tried.done:
            flash("The suspension has ended. Sharing goes on from now.", "success")
            return redirect(url_for("sharing.parties", agreement_id=agreement_id))
    return form_page(
        "sharing/lift.html", form, row=row, one=one,
        agencies=agency_names(reading(), viewer().partnership_id),
    )  # fmt: skip


@bp.app_template_global()
def protocol_duties() -> list[Duty]:
    """Who must act, on screens that it touches; one's own agency first."""
    who = signed_in()
    if who is None or request.blueprint not in AFFECTED:
        return []
    found = duties(reading(), who.partnership_id)
    return sorted(found, key=lambda d: d.agency_id != who.agency_id)


def _named(name: str, job_title: str) -> str:
    return f"{name}, {job_title}" if job_title else name
