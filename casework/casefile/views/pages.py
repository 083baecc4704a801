"""The list of cases, one case, its timeline."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.casefile import service
from casework.casefile.blueprint import bp
from casework.casefile.closing import may_close
from casework.casefile.header import Header, header_of
from casework.casefile.layout import page_sections
from casework.casefile.waiting import waits_of
from casework.casefile.words import step
from casework.cases.history import timeline as steps_of
from casework.cases.matters import matter
from casework.cases.models import CaseState
from casework.cases.visibility import is_listed, load_case
from casework.directory.names import agency_names, person_names
from casework.disclosure.current import gate
from casework.referrals.contact_finding import contact_of
from casework.referrals.contacting import contacts_of
from casework.web.guard import allows, viewer
from casework.web.pagination import Page, page_number
from casework.web.transaction import reading


@bp.get("/")
@allows(Action.CASE_LIST)
def index() -> ResponseReturnValue:
    """Cases this person may know of, newest change first."""
    who, session = viewer(), reading()
    state = request.args.get("state", "")
    wanted = {"state": state} if state in set(CaseState) else {}
    number, total = page_number(request.args), service.count_cases(session, who, wanted)
    found = service.list_cases(
        session, who, gate(), offset=(number - 1) * service.PER_PAGE, wanted=wanted
    )
    page = Page(found, number, service.PER_PAGE, total)
    return render_template("casefile/index.html", page=page, state=state, states=list(CaseState))


@bp.get("/<uuid:case_id>")
@allows(Action.CASE_READ)
def show(case_id: UUID) -> ResponseReturnValue:
    """One case as this person's agency may see it."""
    who, session = viewer(), reading()
    case = load_case(session, who, case_id)
    revealed = gate().reveal([who], matter(session, case))
    header: Header = header_of(session, case, revealed)
    office = who.may(Action.CASE_RECORD, case.conference_id)
    return render_template(
        "casefile/show.html",
        case=case,
        header=header,
        sections=page_sections(
            revealed,
            header.conference_kind,
            case.kind,
            listed=is_listed(case),
            waits=waits_of(session, case),
        ),
        revealed=revealed,
        supplied=service.sections_supplied(session, who, case),
        office=office,
        may_close=may_close(case),
        contacts=contacts_of(session, case) if office else None,
        contact=contact_of(session, who, case),
    )


@bp.get("/<uuid:case_id>/timeline")
@allows(Action.CASE_READ)
def timeline(case_id: UUID) -> ResponseReturnValue:
    """What happened with this case, in steps, newest first."""
    who, session = viewer(), reading()
    case = load_case(session, who, case_id)
    found = steps_of(session, who, case)
    people = person_names(session, who.partnership_id)
    agencies = agency_names(session, who.partnership_id)
    events = [
        {
            "title": step(e.kind),
            "by": f"{people.get(e.person_id, '')}, {agencies.get(e.agency_id, '')}",
            "at": e.at,
        }
        for e in found
    ]
    return render_template("casefile/timeline.html", case=case, events=events)
