"""What a version does that nobody may have meant, and what falls away by itself."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements import service as agreements
from casework.directory.names import agency_names
from casework.sharing.ahead import ahead
from casework.sharing.blueprint import bp
from casework.sharing.findings import NOTE
from casework.sharing.strangers import everything_beside
from casework.sharing.turns import clashes, facts, turns, turns_of
from casework.web.guard import allows, viewer
from casework.web.transaction import reading


@bp.get("/<uuid:agreement_id>/analysis")
@allows(Action.PROTOCOL_READ)
def analysis(agreement_id: UUID) -> ResponseReturnValue:
    """Findings with their examples, what one fact opens, the calendar, other protocols."""
    who, session = viewer(), reading()
    row = agreements.load_agreement(session, who, agreement_id)
    found = everything_beside(session, row)
    return render_template(
        "sharing/analysis.html",
        row=row,
        settle=[f for f in found if f.severity != NOTE],
        notes=[f for f in found if f.severity == NOTE],
        turns=turns(row.text),
        facts=facts(row.text),
        days=ahead(session, row, agency_names(session, who.partnership_id)),
        clashes=clashes(session, row),
    )


@bp.get("/<uuid:agreement_id>/analysis/facts/<fact>")
@allows(Action.PROTOCOL_READ)
def one_fact(agreement_id: UUID, fact: str) -> ResponseReturnValue:
    """What one fact opens: a page of its own where all of them together take too long."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    says, found = turns_of(row.text, fact)
    return render_template("sharing/fact.html", row=row, says=says, turns=found)
