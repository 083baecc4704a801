"""One action: agree to it, start it, report on it, check it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.actions import access, checking, doing, setting
from casework.actions.blueprint import bp
from casework.actions.forms import DONE, CheckForm, ReportForm
from casework.actions.models import ActionState, CaseAction
from casework.actions.pages import action_page
from casework.actions.steps import STEPS, TO_DO, is_overdue
from casework.cases.models import Case
from casework.cases.visibility import in_office
from casework.directory.names import conference_names
from casework.disclosure.current import gate
from casework.disclosure.guards import guarded
from casework.errors import Conflict, Invalid
from casework.web.fields import VersionField
from casework.web.forms import ConferForm, VersionedForm
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing


class PressForm(ConferForm):
    """A button that acts on the version it was shown with."""

    version = VersionField()


@bp.get("/<uuid:action_id>")
@allows(Action.ACTION_READ)
def show(action_id: UUID) -> ResponseReturnValue:
    """One action, what was said about it and what happened to it."""
    who, session = viewer(), reading()
    action, case = access.load_action(session, who, action_id)
    replaced = action.superseded_by_id
    return render_template(
        "actions/show.html",
        action=action,
        case=case,
        page=action_page(session, who, gate(), action, case),
        conference=conference_names(session, who.partnership_id).get(case.conference_id, ""),
        may=_possible(action, case),
        why_not=access.reason_against_checking(who, action, case),
        replaced_by=session.get(CaseAction, replaced) if replaced else None,
    )


@bp.post("/<uuid:action_id>/agree")
@allows(Action.ACTION_REPORT)
def agree(action_id: UUID) -> ResponseReturnValue:
    """The owner takes it on."""
    with writing() as session:
        setting.agree(session, viewer(), action_id=action_id, version=PressForm().version.number)
    flash("Agreed. It is on your agency's list.", "success")
    return redirect(url_for("actions.show", action_id=action_id))


@bp.post("/<uuid:action_id>/agreed-in-room")
@allows(Action.ACTION_AGREE)
def agree_in_room(action_id: UUID) -> ResponseReturnValue:
    """The office records that the owner agreed in the meeting."""
    with writing() as session:
        setting.agree_in_room(
            session, viewer(), action_id=action_id, version=PressForm().version.number
        )
    flash("Recorded: the owner agreed.", "success")
    return redirect(url_for("actions.show", action_id=action_id))


@bp.post("/<uuid:action_id>/start")
@allows(Action.ACTION_REPORT)
def start(action_id: UUID) -> ResponseReturnValue:
    """The owner has begun."""
    with writing() as session:
        doing.start(session, viewer(), action_id=action_id, version=PressForm().version.number)
    flash("Started.", "success")
    return redirect(url_for("actions.show", action_id=action_id))


@bp.route("/<uuid:action_id>/report", methods=["GET", "POST"])
@allows(Action.ACTION_REPORT)
def report(action_id: UUID) -> ResponseReturnValue:
    """Say what became of it."""
    action, case = access.load_action(reading(), viewer(), action_id)
    access.require_owner(viewer(), action, case)
    form = ReportForm(data={"version": str(action.version)})
    if form.validate_on_submit() and not form.is_stale(action.version):
        try:
            _report(action_id, form)
        except (Invalid, Conflict) as error:
            form.add_errors(beside(error, form))
        else:
            flash("Reported. Somebody from another agency checks what was done.", "success")
            return redirect(url_for("actions.show", action_id=action_id))
    return _form_page("actions/report.html", form, action, case)


@bp.route("/<uuid:action_id>/check", methods=["GET", "POST"])
@allows(Action.ACTION_VERIFY)
def check(action_id: UUID) -> ResponseReturnValue:
    """Accept the evidence, or say what is missing."""
    action, case = access.load_action(reading(), viewer(), action_id)
    access.require_checker(viewer(), action, case)
    form = CheckForm(data={"version": str(action.version)})
    if action.state != ActionState.REPORTED:
        form.only_send_back()
    if form.validate_on_submit() and not form.is_stale(action.version):
        try:
            _check(action_id, form)
        except (Invalid, Conflict) as error:
            form.add_errors(beside(error, form))
        else:
            flash("Recorded.", "success")
            return redirect(url_for("actions.show", action_id=action_id))
    return _form_page("actions/check.html", form, action, case)


def beside(error: Invalid | Conflict, form: ConferForm) -> dict[str, str]:
    """Complaints of services and of the safe-address guard, by field of the form."""
    if isinstance(error, Conflict):
        return {"": error.message}
    found = {}
    for name, words in error.errors.items():
        short = {"failure_reason": "reason", "check_note": "note"}.get(
            name.removeprefix("action."), name.removeprefix("action.")
        )
        found[short if short in form else ""] = words
    return found


def _report(action_id: UUID, form: ReportForm) -> None:
    given, version = form.happened.data, form.version.number
    with guarded(writing) as session:
        if given == DONE:
            doing.report(
                session, viewer(), action_id=action_id, version=version,
                outcome=form.outcome.data or "", evidence=form.evidence.data or "",
            )  # fmt: skip
        else:
            give_up = {
                ActionState.NOT_POSSIBLE.value: doing.not_possible,
                ActionState.NOT_UNDERTAKEN.value: doing.not_undertaken,
            }[given]
            give_up(
                session, viewer(), action_id=action_id, version=version,
                reason=form.reason.data or "",
            )  # fmt: skip


def _check(action_id: UUID, form: CheckForm) -> None:
    note, version = form.note.data or "", form.version.number
    with guarded(writing) as session:
        if form.decision.data == "accept":
            checking.accept(session, viewer(), action_id=action_id, note=note, version=version)
        else:
            checking.return_(session, viewer(), action_id=action_id, reason=note, version=version)


def _form_page(
    template: str, form: VersionedForm, action: CaseAction, case: Case
) -> ResponseReturnValue:
    if form.is_submitted():
        form.catch_up(action.version)
    page = action_page(reading(), viewer(), gate(), action, case)
    answer = render_template(template, form=form, one=action, case=case, page=page)
    return answer, 422 if form.is_submitted() else 200


def _possible(action: CaseAction, case: Case) -> dict[str, bool]:
    who, state = viewer(), ActionState(action.state)
    owner, office = access.owns(who, action, case), in_office(who, case)
    checker = access.reason_against_checking(who, action, case) is None
    open_still = state in (ActionState.PROPOSED, *TO_DO)
    return {
        "agree": owner and state == ActionState.PROPOSED,
        "agree_in_room": office and not owner and state == ActionState.PROPOSED,
        "start": owner and ActionState.IN_PROGRESS in STEPS[state],
        "report": owner and open_still,
        "check": checker and ActionState.RETURNED in STEPS[state],
        "change": office and open_still,
        "assign": (office or owner) and open_still,
        "late": is_overdue(action),
    }
