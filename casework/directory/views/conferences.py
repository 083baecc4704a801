"""Conferences and boards: list, page, add, change, close, and who sits on them."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.directory import choosing, service
from casework.directory.answering import attempt
from casework.directory.blueprint import bp
from casework.directory.finding import find_agency, find_conference, may_manage_conference
from casework.directory.forms import (
    AddConferenceForm,
    ChangeConferenceForm,
    EmptyForm,
    SeatForm,
)
from casework.directory.history import events_about
from casework.directory.listing import conference_list, role_lines, seats
from casework.directory.names import person_names
from casework.errors import Refused
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing

SHOWN = ("name", "area", "purpose", "research_due_days", "version")


@bp.get("/conferences")
@allows(Action.DIRECTORY_READ)
def conferences() -> ResponseReturnValue:
    """Every conference and board."""
    return render_template(
        "directory/conferences.html",
        lines=conference_list(reading(), viewer()),
        may_add=_may_manage(None),
    )


@bp.get("/conferences/<uuid:conference_id>")
@allows(Action.DIRECTORY_READ)
def conference(conference_id: UUID) -> ResponseReturnValue:
    """One conference: who sits on it, and who does what there."""
    who, session = viewer(), reading()
    row = find_conference(session, who, conference_id)
    return render_template(
        "directory/conference.html",
        conference=row,
        seats=seats(session, row),
        roles=role_lines(session, who, conference_id=row.id, standing_only=True),
        events=events_about(session, who, row.id),
        names=person_names(session, who.partnership_id),
        may_manage=_may_manage(row.id),
        may_close=_may_manage(None),
    )


@bp.route("/conferences/new", methods=["GET", "POST"])
@allows(Action.CONFERENCE_MANAGE)
def new_conference() -> ResponseReturnValue:
    """Add a conference or board."""
    may_manage_conference(viewer(), None)
    form = AddConferenceForm(data={"research_due_days": 2})
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            made = service.add_conference(session, viewer(), **form.answers())
        if tried.done:
            flash(f"{made.name} was added. Now choose which agencies sit on it.", "success")
            return redirect(url_for("directory.conference", conference_id=made.id), 303)
    return form_page("directory/new_conference.html", form)


@bp.route("/conferences/<uuid:conference_id>/edit", methods=["GET", "POST"])
@allows(Action.CONFERENCE_MANAGE)
def edit_conference(conference_id: UUID) -> ResponseReturnValue:
    """Change what is known of a conference."""
    row = find_conference(reading(), viewer(), conference_id)
    may_manage_conference(viewer(), row.id)
    form = ChangeConferenceForm(data={name: getattr(row, name) for name in SHOWN})
    if form.validate_on_submit() and not form.is_stale(row.version):
        with attempt(form) as tried, writing() as session:
            service.change_conference(
                session, viewer(), conference_id=row.id, version=row.version, **form.answers()
            )
        if tried.done:
            flash("The conference was changed.", "success")
            return redirect(url_for("directory.conference", conference_id=row.id), 303)
    form.catch_up(row.version)
    return form_page("directory/edit_conference.html", form, conference=row)


@bp.route("/conferences/<uuid:conference_id>/close", methods=["GET", "POST"])
@allows(Action.CONFERENCE_MANAGE)
def close_conference(conference_id: UUID) -> ResponseReturnValue:
    """Close a conference, or open it again, after a second look."""
    may_manage_conference(viewer(), None)
    row, form = find_conference(reading(), viewer(), conference_id), EmptyForm()
    change = service.close_conference if row.active else service.reopen_conference
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            change(session, viewer(), conference_id=row.id)
        if tried.done:
            return redirect(url_for("directory.conference", conference_id=row.id), 303)
    verb = "Close" if row.active else "Open again"
    words = "Nobody can act there any more. Its past stays." if row.active else ""
    page, _ = form_page(
        "confirm.html", form, heading=f"{verb}: {row.name}?", submit=verb, warning=row.active,
        words=words, cancel=url_for("directory.conference", conference_id=row.id),
    )  # fmt: skip
    return page, 422 if form.form_errors else 200


@bp.route("/conferences/<uuid:conference_id>/agencies", methods=["GET", "POST"])
@allows(Action.CONFERENCE_MANAGE)
def seat(conference_id: UUID) -> ResponseReturnValue:
    """Put an agency around the table."""
    row = find_conference(reading(), viewer(), conference_id)
    may_manage_conference(viewer(), row.id)
    form = SeatForm()
    form.agency_id.choices = choosing.agencies(reading(), viewer())
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            service.give_seat(
                session, viewer(), conference_id=row.id, agency_id=UUID(form.agency_id.data),
                core=form.core.data == "yes",
            )  # fmt: skip
        if tried.done:
            return redirect(url_for("directory.conference", conference_id=row.id), 303)
    return form_page("directory/seat.html", form, conference=row)


@bp.route(
    "/conferences/<uuid:conference_id>/agencies/<uuid:agency_id>/remove", methods=["GET", "POST"]
)
@allows(Action.CONFERENCE_MANAGE)
def unseat(conference_id: UUID, agency_id: UUID) -> ResponseReturnValue:
    """Take an agency from the table, after a second look."""
    row = find_conference(reading(), viewer(), conference_id)
    may_manage_conference(viewer(), row.id)
    agency, form = find_agency(reading(), viewer(), agency_id), EmptyForm()
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            service.take_seat(session, viewer(), conference_id=row.id, agency_id=agency_id)
        if tried.done:
            return redirect(url_for("directory.conference", conference_id=row.id), 303)
    page, _ = form_page(
        "confirm.html", form, heading=f"Take {agency.name} from {row.name}?", warning=True,
        submit="Take from the table",
        cancel=url_for("directory.conference", conference_id=row.id),
    )  # fmt: skip
    return page, 422 if form.form_errors else 200


def _may_manage(conference_id: UUID | None) -> bool:
    try:
        may_manage_conference(viewer(), conference_id)
    except Refused:
        return False
    return True
