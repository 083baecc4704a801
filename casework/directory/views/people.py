"""People: list, page, add, change."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.directory import choosing, service
from casework.directory.answering import attempt
from casework.directory.blueprint import bp
from casework.directory.finding import find_agency, find_person
from casework.directory.forms import AddPersonForm, ChangePersonForm
from casework.directory.history import events_about
from casework.directory.listing import people_lines, role_lines, roles_ending_soon
from casework.directory.names import person_names
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.pagination import page_number, page_of
from casework.web.transaction import reading, writing

SHOWN = ("name", "email", "job_title", "phone", "version")
PER_PAGE = 50


@bp.get("/")
@allows(Action.DIRECTORY_READ)
def index() -> ResponseReturnValue:
    """Everybody who takes part, by agency."""
    past = request.args.get("past") == "yes"
    lines = people_lines(reading(), viewer(), past=past)
    page = page_of(lines, page_number(request.args), PER_PAGE)
    ending = roles_ending_soon(reading(), viewer()) if viewer().may(Action.PEOPLE_MANAGE) else []
    return render_template("directory/index.html", page=page, past=past, ending=ending)


@bp.get("/people/<uuid:person_id>")
@allows(Action.DIRECTORY_READ)
def person(person_id: UUID) -> ResponseReturnValue:
    """One person: agency, roles now and before, what was changed."""
    who, session = viewer(), reading()
    row = find_person(session, who, person_id)
    may_see = who.may(Action.PEOPLE_MANAGE)
    return render_template(
        "directory/person.html",
        person=row,
        agency=find_agency(session, who, row.agency_id),
        roles=role_lines(session, who, person_id=row.id),
        events=events_about(session, who, row.id) if may_see else [],
        names=person_names(session, who.partnership_id),
        me=row.id == who.person_id,
    )


@bp.route("/people/new", methods=["GET", "POST"])
@allows(Action.PEOPLE_MANAGE)
def new_person() -> ResponseReturnValue:
    """Add somebody; the next page makes the invitation."""
    form = AddPersonForm(data={"agency_id": request.args.get("agency", "")})
    form.agency_id.choices = choosing.agencies(reading(), viewer())
    if form.validate_on_submit():
        answers = form.answers() | {"agency_id": UUID(form.agency_id.data)}
        with attempt(form) as tried, writing() as session:
            made = service.add_person(session, viewer(), **answers)
        if tried.done:
            flash(f"{made.name} was added. Now give them a role and invite them.", "success")
            return redirect(url_for("directory.person", person_id=made.id), 303)
    return form_page("directory/new_person.html", form)


@bp.route("/people/<uuid:person_id>/edit", methods=["GET", "POST"])
@allows(Action.PEOPLE_MANAGE)
def edit_person(person_id: UUID) -> ResponseReturnValue:
    """Change what is known of a person."""
    row = find_person(reading(), viewer(), person_id)
    form = ChangePersonForm(data={name: getattr(row, name) for name in SHOWN})
    if form.validate_on_submit() and not form.is_stale(row.version):
        with attempt(form) as tried, writing() as session:
            service.change_person(
                session, viewer(), person_id=row.id, version=row.version, **form.answers()
            )
        if tried.done:
            flash("The details were changed.", "success")
            return redirect(url_for("directory.person", person_id=row.id), 303)
    form.catch_up(row.version)
    return form_page("directory/edit_person.html", form, person=row)
