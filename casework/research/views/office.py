"""The coordinator's overview of one case: who was asked, who has answered, what was shared."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.cases.visibility import load_case
from casework.directory.names import agency_names, conference_names
from casework.disclosure.current import gate
from casework.errors import Conflict, Invalid, NotFound
from casework.research import asking
from casework.research.blueprint import bp
from casework.research.forms import AskForm, DueForm
from casework.research.pages import open_case, shared_lines
from casework.research.steps import BEFORE_HEARING, WAITING
from casework.research.views.requests import PressForm
from casework.web.choices import choice
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing


@bp.route("/case/<uuid:case_id>", methods=["GET", "POST"])
@allows(Action.RESEARCH_REQUEST)
def overview(case_id: UUID) -> ResponseReturnValue:
    """Ask agencies, and see who has answered."""
    case = load_case(reading(), viewer(), case_id)
    if not viewer().may(Action.RESEARCH_REQUEST, case.conference_id):
        raise NotFound("case")
    form = AskForm()
    form.agencies.choices = [
        choice(str(a.id), a.name) for a in asking.can_be_asked(reading(), case)
    ]
    if form.validate_on_submit():
        try:
            _ask(case_id, form)
        except (Invalid, Conflict) as error:
            form.add_errors(error.errors if isinstance(error, Invalid) else {"": error.message})
        else:
            flash("Asked. The agencies find it in their work lists.", "success")
            return redirect(url_for("research.overview", case_id=case_id))
    return _overview(case_id, form), 422 if form.is_submitted() else 200


@bp.route("/requests/<uuid:request_id>/date", methods=["GET", "POST"])
@allows(Action.RESEARCH_REQUEST)
def due_date(request_id: UUID) -> ResponseReturnValue:
    """Give an agency another date."""
    asked, case = asking.office_request(reading(), viewer(), request_id)
    form = DueForm(data={"due_on": asked.due_on, "version": str(asked.version)})
    if form.validate_on_submit() and not form.is_stale(asked.version):
        try:
            with writing() as session:
                asking.move_due_date(
                    session, viewer(), request_id=request_id, due_on=form.due_on.data,
                    version=form.version.number,
                )  # fmt: skip
        except (Invalid, Conflict) as error:
            form.add_errors(error.errors if isinstance(error, Invalid) else {"": error.message})
        else:
            flash("The date was changed.", "success")
            return redirect(url_for("research.overview", case_id=case.id))
    if form.is_submitted():
        form.catch_up(asked.version)
    agency = agency_names(reading(), viewer().partnership_id).get(asked.agency_id, "")
    page = render_template("research/due_date.html", form=form, case=case, agency=agency)
    return page, 422 if form.is_submitted() else 200


@bp.post("/requests/<uuid:request_id>/withdraw")
@allows(Action.RESEARCH_REQUEST)
def withdraw(request_id: UUID) -> ResponseReturnValue:
    """The answer is no longer needed."""
    with writing() as session:
        asked = asking.withdraw_request(
            session, viewer(), request_id=request_id, version=PressForm().version.number
        )
    flash("Withdrawn. The agency no longer has to answer.", "success")
    return redirect(url_for("research.overview", case_id=asked.case_id))


def _ask(case_id: UUID, form: AskForm) -> None:
    with writing() as session:
        asking.request_research(
            session, viewer(), case=load_case(session, viewer(), case_id),
            agency_ids=[UUID(key) for key in form.agencies.data or ()], due_on=form.due_on.data,
        )  # fmt: skip


def _overview(case_id: UUID, form: AskForm) -> str:
    who, session = viewer(), reading()
    case = load_case(session, who, case_id)
    revealed = open_case(session, who, gate(), case)
    return render_template(
        "research/overview.html",
        form=form,
        case=case,
        requests=asking.requests_of(session, who, case=case),
        agencies=agency_names(session, who.partnership_id),
        conference=conference_names(session, who.partnership_id).get(case.conference_id, ""),
        lines=shared_lines(revealed),
        is_overdue=asking.is_overdue,
        waiting=WAITING,
        can_ask=case.state in BEFORE_HEARING and case.stage != "meeting",
    )
