"""Give and end roles: an administrator from a person's page, a coordinator from the table's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action, Role
from casework.clock import today
from casework.directory import choosing, service
from casework.directory.answering import attempt
from casework.directory.blueprint import bp
from casework.directory.finding import (
    find_appointment,
    find_conference,
    find_person,
    may_manage_conference,
)
from casework.directory.forms import AppointAtTableForm, AppointPersonForm, EndForm
from casework.directory.roles import ROLE_WORDS
from casework.errors import NotFound
from casework.web.guard import allows, fresh, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing


@bp.route("/people/<uuid:person_id>/appoint", methods=["GET", "POST"])
@allows(Action.PEOPLE_MANAGE)
@fresh
def appoint(person_id: UUID) -> ResponseReturnValue:
    """Give a person a role, anywhere."""
    who, row = viewer(), find_person(reading(), viewer(), person_id)
    form = AppointPersonForm(data={"starts_on": today()})
    form.role.choices = choosing.all_roles()
    form.conference_id.choices = choosing.conferences(reading(), who)
    form.deputises_for.choices = choosing.principals(reading(), who)
    if form.validate_on_submit():
        answers = _ids(form.answers())
        with attempt(form) as tried, writing() as session:
            service.appoint(session, who, person_id=row.id, **answers)
        if tried.done:
            flash("The role was given.", "success")
            return redirect(url_for("directory.person", person_id=row.id), 303)
    return form_page("directory/appoint.html", form, person=row)


@bp.route("/conferences/<uuid:conference_id>/appoint", methods=["GET", "POST"])
@allows(Action.CONFERENCE_MANAGE)
@fresh
def appoint_at_table(conference_id: UUID) -> ResponseReturnValue:
    """Give somebody a role on one conference."""
    who, row = viewer(), find_conference(reading(), viewer(), conference_id)
    may_manage_conference(who, row.id)
    form = AppointAtTableForm(data={"starts_on": today()})
    form.person_id.choices = choosing.people(reading(), who)
    administrator = who.may(Action.PEOPLE_MANAGE)
    form.role.choices = choosing.roles_at(row, administrator=administrator)
    form.deputises_for.choices = choosing.principals(reading(), who, row.id)
    if form.validate_on_submit():
        answers = _ids(form.answers())
        with attempt(form) as tried, writing() as session:
            service.appoint(session, who, conference_id=row.id, **answers)
        if tried.done:
            flash("The role was given.", "success")
            return redirect(url_for("directory.conference", conference_id=row.id), 303)
    return form_page("directory/appoint_at_table.html", form, conference=row)


def _ids(answers: dict[str, Any]) -> dict[str, Any]:
    keys = [key for key in ("person_id", "conference_id", "deputises_for") if key in answers]
    found = {key: choosing.chosen_id(answers[key]) for key in keys}
    return answers | found | {"role": Role(answers["role"])}


@bp.route("/appointments/<uuid:appointment_id>/end", methods=["GET", "POST"])
@allows(Action.PEOPLE_MANAGE)
@fresh
def end_appointment(appointment_id: UUID) -> ResponseReturnValue:
    """End a role, anywhere."""
    row = find_appointment(reading(), viewer(), appointment_id)
    return _end(appointment_id, url_for("directory.person", person_id=row.person_id))


@bp.route(
    "/conferences/<uuid:conference_id>/appointments/<uuid:appointment_id>/end",
    methods=["GET", "POST"],
)
@allows(Action.CONFERENCE_MANAGE)
@fresh
def end_at_table(conference_id: UUID, appointment_id: UUID) -> ResponseReturnValue:
    """End a role on one conference."""
    row = find_appointment(reading(), viewer(), appointment_id)
    if row.conference_id != conference_id:
        raise NotFound("appointment")
    may_manage_conference(viewer(), conference_id)
    return _end(appointment_id, url_for("directory.conference", conference_id=conference_id))


def _end(appointment_id: UUID, back: str) -> ResponseReturnValue:
    who, form = viewer(), EndForm()
    row = find_appointment(reading(), who, appointment_id)
    if form.validate_on_submit():
        last = form.last_day.data if form.when.data == "later" else None
        with attempt(form) as tried, writing() as session:
            service.end_appointment(
                session, who, appointment_id=row.id, last_day=last, reason=form.reason.data or ""
            )
        if tried.done:
            flash("The end of the role was recorded.", "success")
            return redirect(back, 303)
    return form_page(
        "directory/end_appointment.html", form, back=back, words=ROLE_WORDS[Role(row.role)],
        person=find_person(reading(), who, row.person_id),
    )  # fmt: skip
