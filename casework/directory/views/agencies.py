"""Agencies: list, page, add, change, close."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.directory import service
from casework.directory.answering import attempt
from casework.directory.blueprint import bp
from casework.directory.finding import find_agency
from casework.directory.forms import AddAgencyForm, ChangeAgencyForm, EmptyForm
from casework.directory.history import events_about
from casework.directory.listing import agency_lines, conferences_of, people_lines
from casework.directory.models import Agency
from casework.directory.names import person_names
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing

SHOWN = ("name", "short_name", "agency_type", "sponsor", "contact")


@bp.get("/agencies")
@allows(Action.DIRECTORY_READ)
def agencies() -> ResponseReturnValue:
    """Every agency of the partnership."""
    return render_template("directory/agencies.html", lines=agency_lines(reading(), viewer()))


@bp.get("/agencies/<uuid:agency_id>")
@allows(Action.DIRECTORY_READ)
def agency(agency_id: UUID) -> ResponseReturnValue:
    """One agency: its people, and where it sits."""
    who, session = viewer(), reading()
    row = find_agency(session, who, agency_id)
    return render_template(
        "directory/agency.html",
        agency=row,
        lines=people_lines(session, who, agency_id=row.id, past=True),
        conferences=conferences_of(session, row),
        events=events_about(session, who, row.id),
        names=person_names(session, who.partnership_id),
    )


@bp.route("/agencies/new", methods=["GET", "POST"])
@allows(Action.PEOPLE_MANAGE)
def new_agency() -> ResponseReturnValue:
    """Add an agency."""
    form = AddAgencyForm()
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            made = service.add_agency(session, viewer(), **form.answers())
        if tried.done:
            flash(f"{made.name} was added.", "success")
            return redirect(url_for("directory.agency", agency_id=made.id), 303)
    return form_page("directory/new_agency.html", form)


@bp.route("/agencies/<uuid:agency_id>/edit", methods=["GET", "POST"])
@allows(Action.PEOPLE_MANAGE)
def edit_agency(agency_id: UUID) -> ResponseReturnValue:
    """Change what is known of an agency."""
    row = find_agency(reading(), viewer(), agency_id)
    form = ChangeAgencyForm(data=_data(row))
    if form.validate_on_submit() and not form.is_stale(row.version):
        with attempt(form) as tried, writing() as session:
            service.change_agency(
                session, viewer(), agency_id=agency_id, version=row.version, **form.answers()
            )
        if tried.done:
            flash("The agency was changed.", "success")
            return redirect(url_for("directory.agency", agency_id=agency_id), 303)
    form.catch_up(row.version)
    return form_page("directory/edit_agency.html", form, agency=row)


def _data(row: Agency) -> dict[str, object]:
    return {name: getattr(row, name) for name in (*SHOWN, "version")}


@bp.route("/agencies/<uuid:agency_id>/close", methods=["GET", "POST"])
@allows(Action.PEOPLE_MANAGE)
def close_agency(agency_id: UUID) -> ResponseReturnValue:
    """Close an agency, or open it again, after a second look."""
    row, form = find_agency(reading(), viewer(), agency_id), EmptyForm()
    change = service.close_agency if row.active else service.reopen_agency
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            change(session, viewer(), agency_id=agency_id)
        if tried.done:
            return redirect(url_for("directory.agency", agency_id=agency_id), 303)
    cancel = url_for("directory.agency", agency_id=agency_id)
    verb = "Close" if row.active else "Open again"
    status = 422 if form.form_errors and request.method == "POST" else 200
    page, _ = form_page(
        "confirm.html", form, heading=f"{verb}: {row.name}?", submit=verb, cancel=cancel,
        warning=row.active, words=_words(row),
    )  # fmt: skip
    return page, status


def _words(row: Agency) -> str:
    if row.active:
        return "A closed agency can no longer be given a seat, a person or a task. Its past stays."
    return "People and seats can be added again."
