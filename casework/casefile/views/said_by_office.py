"""The office says how an agency stands to a case, and when it is so no longer."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.casefile import said_by_office as service
from casework.casefile.blueprint import bp
from casework.casefile.forms import AgencyStandingForm
from casework.cases.visibility import load_case
from casework.errors import Invalid
from casework.web.choices import choice
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing


@bp.route("/<uuid:case_id>/standing/agencies", methods=["GET", "POST"])
@allows(Action.CASE_RECORD)
def agency_standing(case_id: UUID) -> ResponseReturnValue:
    """Say how an agency stands to the case."""
    who, form = viewer(), AgencyStandingForm()
    case = load_case(reading(), who, case_id)
    agencies = service.agencies_of(reading(), case)
    form.agency.choices = [
        choice("", "Choose an agency"),
        *(choice(key, one.name) for key, one in agencies.items()),
    ]
    form.relationship.choices = [
        choice(word, said) for word, said in service.sayable(reading(), case).items()
    ]
    if form.validate_on_submit():
        try:
            with writing() as session:
                service.say(session, who, case=load_case(session, who, case_id), **form.answers())
        except Invalid as error:
            form.add_errors(error.errors)
        else:
            flash("Saved. What the agency may see follows it at once.", "success")
            return redirect(url_for("casefile.standing", case_id=case_id))
    page = render_template("casefile/agency_standing.html", form=form, case=case)
    return page, 422 if form.errors else 200


@bp.post("/<uuid:case_id>/standing/agencies/<uuid:case_role_id>/end")
@allows(Action.CASE_RECORD)
def end_agency_standing(case_id: UUID, case_role_id: UUID) -> ResponseReturnValue:
    """It is so no longer."""
    who = viewer()
    with writing() as session:
        case = load_case(session, who, case_id)
        service.take_back(session, who, case=case, case_role_id=case_role_id)
    flash("Ended. What the agency may see follows it at once.", "success")
    return redirect(url_for("casefile.standing", case_id=case_id))
