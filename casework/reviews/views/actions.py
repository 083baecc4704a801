"""Actions of a recommendation: plan them, report on them, check them."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.reviews.blueprint import bp
from casework.reviews.forms.parts import agency_choices, optional_id, person_choices
from casework.reviews.forms.proof import ReportForm, VerdictForm
from casework.reviews.forms.recommendation import ActionForm
from casework.reviews.separation import reason_against_action, refuse_unless_apart
from casework.reviews.service import actions, verifying
from casework.reviews.service.owners import active_agencies, present_people
from casework.reviews.service.plan import actions_of, not_replaced
from casework.reviews.views.one import One, OneAction
from casework.reviews.vocabulary import ActionKind, ActionState, Outcome
from casework.web.choices import choice
from casework.web.guard import allows, viewer
from casework.web.transaction import reading


@bp.route("/recommendations/<uuid:recommendation_id>/plan", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def plan_action(recommendation_id: UUID) -> ResponseReturnValue:
    """Whoever runs the review adds an action."""
    return _add(One(recommendation_id, Action.REVIEW_MANAGE), actions.plan_action)


@bp.route("/recommendations/<uuid:recommendation_id>/actions/add", methods=["GET", "POST"])
@allows(Action.RECOMMENDATION_OWN)
def add_action(recommendation_id: UUID) -> ResponseReturnValue:
    """The owner adds an action."""
    return _add(One(recommendation_id, Action.RECOMMENDATION_OWN), actions.add_action)


@bp.route("/actions/<uuid:action_id>/report", methods=["GET", "POST"])
@allows(Action.RECOMMENDATION_OWN)
def report_action(action_id: UUID) -> ResponseReturnValue:
    """Its owner says how far it is."""
    one = OneAction(action_id, Action.RECOMMENDATION_OWN)
    form = ReportForm(data=one.saved)
    return one.answer(
        form,
        lambda session: actions.report_action(
            session, viewer(), action_id=action_id, report=form.report.data,
            outcome=ActionState(form.outcome.data), version=form.version.number or 0,
        ),
        heading=f"Report on action {one.row.number}.{one.found.number}",
        said="Your report has been saved", about=one.found.text,
    )  # fmt: skip


@bp.route("/actions/<uuid:action_id>/check", methods=["GET", "POST"])
@allows(Action.RECOMMENDATION_VERIFY)
def verify_action(action_id: UUID) -> ResponseReturnValue:
    """Somebody who is not the owner accepts it or sends it back."""
    one = OneAction(action_id, Action.RECOMMENDATION_VERIFY)
    refuse_unless_apart(reason_against_action(viewer(), one.row, one.found))
    form = VerdictForm(data=one.saved)
    return one.answer(
        form,
        lambda session: verifying.verify_action(
            session, viewer(), action_id=action_id, outcome=Outcome(form.outcome.data),
            reason=form.reason.data, version=form.version.number or 0,
        ),
        heading=f"Check action {one.row.number}.{one.found.number}",
        said="Your answer has been saved", about=one.found.text, report=one.found.report,
    )  # fmt: skip


def _add(one: One, save: actions.Adding) -> ResponseReturnValue:
    form = ActionForm(
        data=one.saved | {"agency": str(one.row.owner_agency_id), "kind": ActionKind.TASK}
    )
    agencies = active_agencies(reading(), viewer())
    form.agency.choices = agency_choices(agencies)
    people = present_people(reading(), viewer())
    form.person.choices = person_choices(people, agencies, "Not named")
    lost = not_replaced(actions_of(reading(), one.row))
    form.replaces.choices = [
        choice("", "No"), *(choice(str(a.id), f"{one.row.number}.{a.number}") for a in lost)
    ]  # fmt: skip
    return one.answer(
        form,
        lambda session: save(
            session, viewer(), recommendation_id=one.id, text=form.text.data,
            owner_agency_id=UUID(form.agency.data), due_on=form.due_on.data,
            owner_person_id=optional_id(form.person.data), kind=ActionKind(form.kind.data),
            replaces_id=optional_id(form.replaces.data), version=form.version.number or 0,
        ),
        heading="Add an action", said="The action has been added", submit="Add the action",
    )  # fmt: skip
