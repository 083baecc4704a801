"""What is recorded about a case, and which rules hang on it."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.cases.matters import matter
from casework.cases.visibility import load_case
from casework.disclosure.current import gate
from casework.recorded.blueprint import bp
from casework.recorded.owed import owed_in
from casework.recorded.reading import entries
from casework.web.guard import allows, viewer
from casework.web.transaction import reading
from protocols.vocabulary import Effect


@bp.get("/<uuid:case_id>/recorded")
@allows(Action.CASE_READ)
def index(case_id: UUID) -> ResponseReturnValue:
    """Every fact that the protocol in force asks about, with what holds now."""
    who, session = viewer(), reading()
    case = load_case(session, who, case_id)
    decided = gate().decide(who, matter(session, case, blanks=False))
    known = {i.answer_id for i, d in decided if i.answer_id and d.effect >= Effect.EXISTENCE}
    return render_template(
        "recorded/index.html", case=case, entries=entries(session, who, case, known),
        duties=owed_in(session, who, case),
    )  # fmt: skip
