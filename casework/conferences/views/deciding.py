"""The outcome of a case, and the legal tools that were considered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.catalogue.legal_tools import DECISION_WORDS, tools_for
from casework.conferences.access import load_item, load_meeting
from casework.conferences.acting import saving
from casework.conferences.blueprint import bp
from casework.conferences.decided import known_outcome, known_tools
from casework.conferences.forms import OutcomeForm
from casework.conferences.service import deciding
from casework.directory.models import Conference
from casework.disclosure.guards import guarded
from casework.errors import Invalid
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing


@bp.route("/meetings/<uuid:meeting_id>/cases/<uuid:item_id>/outcome", methods=["GET", "POST"])
@allows(Action.MEETING_RUN)
def outcome(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """What the meeting decided."""
    who = viewer()
    meeting = load_meeting(reading(), who, meeting_id, Action.MEETING_RUN)
    item, case = load_item(reading(), who, meeting, item_id)
    version = item.version
    form = OutcomeForm(data=known_outcome(reading(), who, meeting, item, case))
    if form.validate_on_submit() and not form.is_stale(version):
        with saving(form) as session:
            deciding.record_outcome(
                session, who, meeting_id=meeting_id, item_id=item_id, version=version,
                **form.answers(),
            )  # fmt: skip
        if not form.errors:
            flash("The outcome is recorded.", "success")
            return redirect(_to_case(meeting_id, item_id))
    if form.errors:
        form.catch_up(version)
    return form_page("conferences/outcome.html", form, case=case, meeting=meeting, item=item)


@bp.route("/meetings/<uuid:meeting_id>/cases/<uuid:item_id>/tools", methods=["GET", "POST"])
@allows(Action.MEETING_RUN)
def tools(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Go through the tools that could apply."""
    who, errors = viewer(), {}
    meeting = load_meeting(reading(), who, meeting_id, Action.MEETING_RUN)
    item, case = load_item(reading(), who, meeting, item_id)
    given = known_tools(reading(), who, meeting, item, case)
    if request.method == "POST":
        given |= _typed()
        errors = _save_tools(meeting_id, item_id, given)
        if not errors:
            flash("The legal tools are recorded.", "success")
            return redirect(_to_case(meeting_id, item_id))
    body = reading().get_one(Conference, meeting.conference_id)
    page = render_template(
        "conferences/tools.html", case=case, meeting=meeting, item=item, errors=errors,
        given=given, tools=tools_for(body.kind), decisions=DECISION_WORDS,
    )  # fmt: skip
    return page, 422 if errors else 200


def _typed() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for name, value in request.form.items():
        if name.endswith("-decision"):
            tool = name.removesuffix("-decision")
            why = request.form.get(f"{tool}-why", "").strip()
            found[tool] = (value, why[:2000])
    return found


def _save_tools(
    meeting_id: UUID, item_id: UUID, given: dict[str, tuple[str, str]]
) -> dict[str, str]:
    who = viewer()
    chosen = {tool: pair for tool, pair in given.items() if pair[0]}
    try:
        with guarded(writing) as session:
            deciding.consider_tools(
                session, who, meeting_id=meeting_id, item_id=item_id, considered=chosen,
                rest_do_not_apply="rest" in request.form,
            )  # fmt: skip
    except Invalid as error:
        return dict(error.errors)
    return {}


def _to_case(meeting_id: UUID, item_id: UUID) -> Any:
    return url_for("conferences.case", meeting_id=meeting_id, item_id=item_id)
