"""Set an action, change it, give it to somebody else, replace it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from casework.access import Action
from casework.actions import access, lists, setting
from casework.actions.blueprint import bp
from casework.actions.forms import OUTSIDE, AssignForm, ChangeForm, ProposeForm, ReplaceForm
from casework.actions.models import CaseAction
from casework.actions.pages import action_lines, action_page
from casework.actions.steps import UNFINISHED
from casework.actions.views.owner import beside
from casework.cases.models import Case
from casework.cases.visibility import in_office, load_case, require_office
from casework.directory.models import Agency, ConferenceAgency, Person, PersonStatus
from casework.disclosure.current import gate
from casework.disclosure.guards import guarded
from casework.errors import Conflict, Invalid
from casework.web.choices import choice
from casework.web.forms import VersionedForm
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing


@bp.route("/case/<uuid:case_id>/new", methods=["GET", "POST"])
@allows(Action.ACTION_AGREE)
def new(case_id: UUID) -> ResponseReturnValue:
    """Set an action."""
    case, form = load_case(reading(), viewer(), case_id), ProposeForm()
    require_office(viewer(), case)
    form.offer(_agencies(case))
    if form.validate_on_submit():
        try:
            action = _propose(case_id, form)
        except (Invalid, Conflict) as error:
            form.add_errors(beside(error, form))
        else:
            flash(f"Action {case.reference}/{action.number} is set.", "success")
            return redirect(url_for("actions.of_case", case_id=case_id))
    page = render_template("actions/new.html", form=form, case=case)
    return page, 422 if form.is_submitted() else 200


@bp.route("/<uuid:action_id>/change", methods=["GET", "POST"])
@allows(Action.ACTION_AGREE)
def change(action_id: UUID) -> ResponseReturnValue:
    """Change wording, date or priority."""
    action, case = _office_action(action_id)
    form = ChangeForm(data=_words(action, case))
    if form.validate_on_submit() and not form.is_stale(action.version):
        given = form.answers()
        try:
            with guarded(writing) as session:
                setting.change(
                    session, viewer(), action_id=action_id, version=form.version.number, **given
                )
        except (Invalid, Conflict) as error:
            form.add_errors(beside(error, form))
        else:
            flash("Saved.", "success")
            return redirect(url_for("actions.show", action_id=action_id))
    return _form_page("actions/change.html", form, action, case)


@bp.route("/<uuid:action_id>/owner", methods=["GET", "POST"])
@allows(Action.ACTION_REPORT)
def assign(action_id: UUID) -> ResponseReturnValue:
    """Name another person, or (the office) another agency."""
    action, case = access.load_action(reading(), viewer(), action_id)
    office = in_office(viewer(), case)
    if not office:
        access.require_owner(viewer(), action, case)
    form = AssignForm(data=_owner(action))
    _offer_owners(form, action, case, office=office)
    if form.validate_on_submit() and not form.is_stale(action.version):
        try:
            _assign(action_id, form)
        except (Invalid, Conflict) as error:
            form.add_errors(_beside_owner(error))
        else:
            flash("Saved.", "success")
            return redirect(url_for("actions.show", action_id=action_id))
    return _form_page("actions/assign.html", form, action, case)


@bp.route("/<uuid:action_id>/replace", methods=["GET", "POST"])
@allows(Action.ACTION_AGREE)
def replace(action_id: UUID) -> ResponseReturnValue:
    """Another action of the case stands for this one."""
    action, case = _office_action(action_id)
    form = ReplaceForm(data={"version": str(action.version)})
    form.by_action.choices = [choice("", "Choose an action"), *_others(action, case)]
    if form.validate_on_submit() and not form.is_stale(action.version):
        try:
            with writing() as session:
                setting.supersede(
                    session, viewer(), action_id=action_id, version=form.version.number,
                    by_action_id=UUID(form.by_action.data),
                )  # fmt: skip
        except (Invalid, Conflict) as error:
            form.add_errors(beside(error, form))
        else:
            flash("Replaced.", "success")
            return redirect(url_for("actions.show", action_id=action_id))
    return _form_page("actions/replace.html", form, action, case)


def _propose(case_id: UUID, form: ProposeForm) -> CaseAction:
    given = form.answers()
    outside = given.pop("owner") == OUTSIDE
    if not outside:
        given |= {"owner_agency_id": UUID(form.owner.data), "outside_owner": ""}
    with guarded(writing) as session:
        case = load_case(session, viewer(), case_id)
        return setting.propose(session, viewer(), case=case, **given)


def _assign(action_id: UUID, form: AssignForm) -> None:
    given = form.answers()
    agency, person = given.get("agency"), given.get("person")
    with writing() as session:
        setting.reassign(
            session, viewer(), action_id=action_id, version=form.version.number,
            agency_id=UUID(agency) if agency else None,
            person_id=UUID(person) if person else None,
        )  # fmt: skip


def _offer_owners(form: AssignForm, action: CaseAction, case: Case, *, office: bool) -> None:
    people = reading().scalars(
        select(Person)
        .where(Person.agency_id == action.owner_agency_id, Person.status == PersonStatus.ACTIVE)
        .order_by(Person.name)
    )
    form.person.choices = [choice("", "Anybody at the agency")] + [
        choice(str(p.id), f"{p.name}, {p.job_title}" if p.job_title else p.name) for p in people
    ]
    if not office:
        del form.agency
        return
    agencies = [choice(key, name) for key, name in _agencies(case)]
    first = [] if action.owner_agency_id else [choice("", "Somebody outside the conference")]
    form.agency.choices = [*first, *agencies]


def _owner(action: CaseAction) -> dict[str, str]:
    return {
        "version": str(action.version),
        "agency": str(action.owner_agency_id or ""),
        "person": str(action.owner_person_id or ""),
    }


def _beside_owner(error: Invalid | Conflict) -> dict[str, str]:
    if isinstance(error, Conflict):
        return {"": error.message}
    return {"agency" if name == "owner" else name: words for name, words in error.errors.items()}


def _office_action(action_id: UUID) -> tuple[CaseAction, Case]:
    action, case = access.load_action(reading(), viewer(), action_id)
    require_office(viewer(), case)
    return action, case


def _agencies(case: Case) -> list[tuple[str, str]]:
    rows = reading().scalars(
        select(Agency)
        .join(ConferenceAgency, ConferenceAgency.agency_id == Agency.id)
        .where(ConferenceAgency.conference_id == case.conference_id, Agency.active.is_(True))
        .order_by(Agency.name)
    )
    return [(str(a.id), a.name) for a in rows]


def _words(action: CaseAction, case: Case) -> dict[str, object]:
    page = action_page(reading(), viewer(), gate(), action, case)
    return {
        "version": str(action.version),
        "text": page.value(setting.TEXT),
        "safe_conditions": page.value(setting.SAFE),
        "due_on": action.due_on,
        "priority": action.priority,
    }


def _others(action: CaseAction, case: Case) -> list[Any]:
    found = [
        (other, c)
        for other, c in lists.of_case(reading(), viewer(), case)
        if other.id != action.id and other.state in UNFINISHED
    ]
    lines = action_lines(reading(), viewer(), gate(), found)
    return [choice(str(x.action.id), f"{x.action.number}: {x.words[:80]}") for x in lines]


def _form_page(
    template: str, form: VersionedForm, action: CaseAction, case: Case
) -> ResponseReturnValue:
    if form.is_submitted():
        form.catch_up(action.version)
    answer = render_template(template, form=form, one=action, case=case)
    return answer, 422 if form.is_submitted() else 200
