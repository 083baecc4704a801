"""Settle one duty of the protocol: done, perhaps late, or why not."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.cases.duties import Duty
from casework.cases.models import Case
from casework.disclosure.guards import guarded
from casework.errors import Invalid
from casework.recorded import owed
from casework.recorded.blueprint import bp
from casework.recorded.forms import DutyForm, duty_form
from casework.recorded.kinds import ELSEWHERE
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing
from protocols.clauses import BEFORE, MISSED


@bp.app_template_filter()
def if_missed(code: str) -> str:
    """What follows if a duty is not done in time."""
    return MISSED.get(code, "nothing follows by itself")


# Whoever owes it may hold a role that opens no case: the service says whose it is.
@bp.route("/<uuid:case_id>/duties/<uuid:duty_id>", methods=["GET", "POST"])
@allows(Action.WORK_READ)
def settle(case_id: UUID, duty_id: UUID) -> ResponseReturnValue:
    """What is owed, since when and until when; and how it ended."""
    duty, case = owed.load_duty(reading(), viewer(), case_id, duty_id)
    form = duty_form(duty)
    if form.validate_on_submit() and _settled(form, case_id, duty_id):
        flash("Kept. It is no longer on anybody's list.", "success")
        return redirect(url_for("insight.work"))
    office = viewer().may(Action.CASE_RECORD, case.conference_id)
    return form_page(
        "recorded/duty.html", form, case=case, duty=duty, office=office,
        record=_page_of(duty, case) if duty.when == BEFORE and office else "",
    )  # fmt: skip


def _page_of(duty: Duty, case: Case) -> str:
    """Where the answer that is waited for is recorded."""
    place = ELSEWHERE.get(duty.what)
    if duty.what == "chair_approved":
        return url_for("casefile.threat", case_id=case.id)
    if place is not None and place.endpoint:
        return url_for(place.endpoint, case_id=case.id)
    return url_for("recorded.record", case_id=case.id, fact=duty.what)


def _settled(form: DutyForm, case_id: UUID, duty_id: UUID) -> bool:
    try:
        with guarded(writing) as session:
            owed.settle(
                session, viewer(), case_id=case_id, duty_id=duty_id, done_on=form.day,
                reason=form.reason.data or "",
            )  # fmt: skip
    except Invalid as error:
        form.add_errors(error.errors)
        return False
    return True
