"""Close a case whose work is done, and open it again."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.casefile.blueprint import bp
from casework.casefile.closing import close, may_close, reopen
from casework.casefile.forms import ConfirmForm
from casework.cases.visibility import load_case
from casework.errors import WrongState
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing


@bp.route("/<uuid:case_id>/close", methods=["GET", "POST"])
@allows(Action.CASE_RECORD)
def close_case(case_id: UUID) -> ResponseReturnValue:
    """Close the case, after a second look."""
    who, form = viewer(), ConfirmForm()
    case = load_case(reading(), who, case_id)
    if not may_close(case):
        raise WrongState("case", case.state, "closed")
    if form.validate_on_submit():
        with writing() as session:
            close(session, who, case=load_case(session, who, case_id))
        flash("The case is closed. What was shared stays in the record.", "success")
        return redirect(url_for("casefile.show", case_id=case_id))
    return form_page("casefile/close.html", form, case=case)


@bp.post("/<uuid:case_id>/open-again")
@allows(Action.CASE_RECORD)
def reopen_case(case_id: UUID) -> ResponseReturnValue:
    """Open a closed case again, so that it can be listed."""
    who = viewer()
    with writing() as session:
        reopen(session, who, case=load_case(session, who, case_id))
    flash("The case is open again and can be listed.", "success")
    return redirect(url_for("casefile.show", case_id=case_id))
