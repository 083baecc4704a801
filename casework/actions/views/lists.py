"""Lists of actions: my agency's, those of a case, those a conference still waits for."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.actions import lists as service
from casework.actions.blueprint import bp
from casework.actions.pages import Found, action_lines
from casework.cases.visibility import in_office, load_case
from casework.directory.models import Conference
from casework.directory.names import conference_names
from casework.disclosure.current import gate
from casework.errors import NotFound
from casework.web.guard import allows, viewer
from casework.web.pagination import PER_PAGE, Page, page_number
from casework.web.transaction import reading

PRINTED = 200


@bp.get("/")
@allows(Action.ACTION_READ)
def index() -> ResponseReturnValue:
    """What my agency has to do in every conference, and what I may check."""
    who, session = viewer(), reading()
    shown = request.args.get("show", "")
    shown = shown if shown in ("check", "finished") else "to-do"
    number = page_number(request.args)
    found, total = _found(shown, number)
    lines = action_lines(session, who, gate(), found)
    return render_template(
        "actions/index.html",
        shown=shown,
        page=Page(lines, number, PER_PAGE, total),
        may_check=bool(who.conferences(Action.ACTION_VERIFY)),
        conferences=conference_names(session, who.partnership_id),
        mine=sorted(who.conferences(Action.ACTION_READ), key=str),
    )


@bp.get("/case/<uuid:case_id>")
@allows(Action.ACTION_READ)
def of_case(case_id: UUID) -> ResponseReturnValue:
    """Every action of one case, by number."""
    who, session = viewer(), reading()
    case = load_case(session, who, case_id)
    lines = action_lines(session, who, gate(), service.of_case(session, who, case))
    return render_template(
        "actions/of_case.html", case=case, lines=lines, office=in_office(who, case)
    )


@bp.get("/conference/<uuid:conference_id>")
@allows(Action.ACTION_READ)
def outstanding(conference_id: UUID) -> ResponseReturnValue:
    """The outstanding references of a conference, for the meeting and for paper."""
    who, session = viewer(), reading()
    conference = session.get(Conference, conference_id)
    if conference is None or conference_id not in who.conferences(Action.ACTION_READ):
        raise NotFound("conference")
    number = page_number(request.args)
    found = service.outstanding(session, who, conference_id, offset=(number - 1) * PRINTED)
    total = service.count_outstanding(session, who, conference_id)
    lines = action_lines(session, who, gate(), found)
    return render_template(
        "actions/outstanding.html", conference=conference, page=Page(lines, number, PRINTED, total)
    )


def _found(shown: str, number: int) -> tuple[list[Found], int]:
    who, session, offset = viewer(), reading(), (number - 1) * PER_PAGE
    if shown == "check":
        waiting = service.to_check(session, who)
        return waiting[offset : offset + PER_PAGE], len(waiting)
    finished = shown == "finished"
    found = service.own_actions(session, who, finished=finished, offset=offset, limit=PER_PAGE)
    return found, service.count_own(session, who, finished=finished)
