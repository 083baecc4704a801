"""Read what was corrected since one's agency was told."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.cases.matters import matter
from casework.disclosure.current import gate
from casework.research import corrections
from casework.research.blueprint import bp
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing


@bp.get("/corrections/<uuid:correction_id>")
@allows(Action.CASE_READ)
def correction(correction_id: UUID) -> ResponseReturnValue:
    """The corrected words, as far as this person may read them now."""
    who, session = viewer(), reading()
    found, case = corrections.load_correction(session, who, correction_id)
    revealed = gate().reveal([who], matter(session, case, about=found.item_id))
    return render_template(
        "research/correction.html",
        found=found,
        case=case,
        shown=[s for s in revealed.about(found.item_id) if s.value],
    )


@bp.post("/corrections/<uuid:correction_id>/read")
@allows(Action.CASE_READ)
def read_correction(correction_id: UUID) -> ResponseReturnValue:
    """My agency has read it."""
    with writing() as session:
        corrections.acknowledge(session, viewer(), correction_id=correction_id)
    flash("Thank you. It is off your list.", "success")
    return redirect(url_for("research.correction", correction_id=correction_id))
