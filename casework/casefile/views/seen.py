"""Who has seen this, by person, day and clause; never with a value."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.casefile import seen as service
from casework.casefile.blueprint import bp
from casework.cases.visibility import load_case
from casework.catalogue.sections import FIELDS
from casework.directory.names import agency_names, conference_names, person_names
from casework.web.guard import allows, viewer
from casework.web.pagination import Page, page_number
from casework.web.transaction import reading


@bp.get("/ledger")
@allows(Action.LEDGER_READ)
def ledger() -> ResponseReturnValue:
    """Cases by reference only, to ask who has seen them."""
    who, session = viewer(), reading()
    wanted = request.args.get("reference", "").strip().upper()
    number = page_number(request.args)
    found, total = service.references(session, who, wanted, (number - 1) * service.PER_PAGE)
    return render_template(
        "casefile/ledger.html",
        page=Page(found, number, service.PER_PAGE, total),
        wanted=wanted,
        conferences=conference_names(session, who.partnership_id),
    )


@bp.get("/ledger/<uuid:case_id>")
@allows(Action.LEDGER_READ)
def ledger_case(case_id: UUID) -> ResponseReturnValue:
    """Who has seen one case, for somebody who may not read the case itself."""
    case = service.case_of(reading(), viewer(), case_id)
    return _page(case_id, case.reference, back="casefile.ledger")


@bp.get("/<uuid:case_id>/seen")
@allows(Action.CASE_RECORD)
def seen(case_id: UUID) -> ResponseReturnValue:
    """The same for the office of the conference."""
    case = load_case(reading(), viewer(), case_id)
    return _page(case_id, case.reference, back="casefile.show")


def _page(case_id: UUID, reference: str, *, back: str) -> str:
    who, session = viewer(), reading()
    field = request.args.get("field") or None
    sights = service.sights(session, who, case_id, field)
    return render_template(
        "casefile/seen.html",
        case_id=case_id,
        reference=reference,
        back_to=back,
        sights=sights,
        field=field if field in FIELDS else None,
        labels=service.LABELS,
        asked=service.fields_seen(session, who, case_id),
        people=person_names(session, who.partnership_id),
        agencies=agency_names(session, who.partnership_id),
    )
