"""How agencies stand to the case; interests; a serious threat."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.casefile import interests
from casework.casefile import standing as service
from casework.casefile.blueprint import bp
from casework.casefile.forms import STANDINGS, InterestForm, LiftForm, StandingForm, ThreatForm
from casework.casefile.said_by_office import may_end, sayable
from casework.casefile.threats import threat_of
from casework.casefile.waiting import due_words
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.cases.visibility import in_office, load_case
from casework.directory.names import agency_names, person_names
from casework.disclosure.current import gate
from casework.disclosure.guards import guarded
from casework.errors import Invalid
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing


@bp.app_template_filter()
def answer_due(due: datetime) -> str:
    """'answer due by ...', or that it is overdue."""
    return due_words(due)


@bp.route("/<uuid:case_id>/standing", methods=["GET", "POST"])
@allows(Action.CASE_READ)
def standing(case_id: UUID) -> ResponseReturnValue:
    """How my agency stands to this case; the office also sees the others."""
    who, form = viewer(), StandingForm()
    case = load_case(reading(), who, case_id)
    if form.validate_on_submit():
        try:
            with writing() as session:
                service.declare_standing(
                    session, who, case=load_case(session, who, case_id), **form.answers()
                )
        except Invalid as error:
            form.add_errors(error.errors)
        else:
            flash("Saved. What you may see follows it at once.", "success")
            return redirect(url_for("casefile.show", case_id=case_id))
    agency, person = service.own_standing(reading(), who, case)
    if request.method == "GET":
        form.standings.data, form.only_me.data = list(person or agency), bool(person)
    office = in_office(who, case)
    page = render_template(
        "casefile/standing.html", form=form, case=case, office=office,
        roles=service.declared(reading(), case) if office else [],
        words=_words(case),
        heard_by=_heard_by(case) if office else {}, may_end=may_end,
        interests=_interests(case) if office else [],
        agencies=agency_names(reading(), who.partnership_id),
        people=person_names(reading(), who.partnership_id),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.route("/<uuid:case_id>/interest", methods=["GET", "POST"])
@allows(Action.CASE_READ)
def interest(case_id: UUID) -> ResponseReturnValue:
    """Declare an interest: the case closes to the person at once."""
    who, form = viewer(), InterestForm()
    case = load_case(reading(), who, case_id)
    if form.validate_on_submit():
        with writing() as session:
            service.declare_interest(
                session, who, case=load_case(session, who, case_id), nature=form.nature.data or ""
            )
        flash("Thank you. The case is closed to you, and the chair has been told.", "success")
        return redirect(url_for("casefile.index"))
    page = render_template("casefile/interest.html", form=form, case=case)
    return page, 422 if form.errors else 200


def _heard_by(case: Case) -> dict[str, list[str]]:
    names = agency_names(reading(), case.partnership_id)
    found = service.heard_by(reading(), case).items()
    return {word: sorted(names[key] for key in agencies) for word, agencies in found}


def _words(case: Case) -> dict[str, str]:
    return {"referrer": "It referred this case", **STANDINGS, **sayable(reading(), case)}


def _interests(case: Case) -> list[interests.Interest]:
    revealed = gate().reveal(
        [viewer()], matter(reading(), case, fields=interests.WORDS, blanks=False)
    )
    return interests.interests_of(reading(), viewer(), case, revealed)


@bp.route("/<uuid:case_id>/interests/<uuid:exclusion_id>/lift", methods=["GET", "POST"])
@allows(Action.CASE_RESTRICT)
def lift_interest(case_id: UUID, exclusion_id: UUID) -> ResponseReturnValue:
    """The chair lets somebody back to a case in which they had an interest."""
    who, form = viewer(), LiftForm()
    case = load_case(reading(), who, case_id)
    row = interests.liftable(reading(), who, case, exclusion_id)
    if form.validate_on_submit():
        try:
            with guarded(writing) as session:
                interests.lift(
                    session, who, case=load_case(session, who, case_id),
                    exclusion_id=exclusion_id, reason=form.reason.data or "",
                )  # fmt: skip
        except Invalid as error:
            form.add_errors(error.errors)
        else:
            flash("Lifted. They see the case again, as far as the protocol allows.", "success")
            return redirect(url_for("casefile.standing", case_id=case_id))
    told = next(i for i in _interests(case) if i.row.id == row.id)
    names = person_names(reading(), who.partnership_id), agency_names(reading(), who.partnership_id)
    page = render_template(
        "casefile/lift.html", form=form, case=case, told=told, people=names[0], agencies=names[1]
    )
    return page, 422 if form.errors else 200


@bp.route("/<uuid:case_id>/threat", methods=["GET", "POST"])
@allows(Action.CASE_RECORD)
def threat(case_id: UUID) -> ResponseReturnValue:
    """Record a serious threat, or record it again when its time has run out; where it stands."""
    who, form = viewer(), ThreatForm()
    case = load_case(reading(), who, case_id)
    stands = threat_of(reading(), case)
    if form.validate_on_submit():
        record = service.record_threat_again if stands.is_over else service.record_threat
        try:
            with guarded(writing) as session:
                record(
                    session, who, case=load_case(session, who, case_id),
                    reason=form.reason.data or "",
                )  # fmt: skip
        except Invalid as error:
            form.add_errors(error.errors)
        else:
            flash("Recorded. It opens nothing until the chair agrees.", "success")
            return redirect(url_for("casefile.threat", case_id=case_id))
    page = render_template(
        "casefile/threat.html", form=form, case=case, threat=stands,
        may_agree=service.may_agree(who, case, stands.recorded),
        people=person_names(reading(), who.partnership_id),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.post("/<uuid:case_id>/threat/agree")
@allows(Action.CASE_RECORD)
def approve_threat(case_id: UUID) -> ResponseReturnValue:
    """The chair agrees that the threat is serious."""
    who = viewer()
    with writing() as session:
        service.approve_threat(session, who, case=load_case(session, who, case_id))
    flash("Agreed. What the protocol opens for a serious threat is open now.", "success")
    return redirect(url_for("casefile.threat", case_id=case_id))


@bp.post("/<uuid:case_id>/threat/end")
@allows(Action.CASE_RECORD)
def end_threat(case_id: UUID) -> ResponseReturnValue:
    """The danger has passed."""
    who = viewer()
    with writing() as session:
        service.end_threat(session, who, case=load_case(session, who, case_id))
    flash("Ended. What the threat had opened is closed again.", "success")
    return redirect(url_for("casefile.threat", case_id=case_id))
