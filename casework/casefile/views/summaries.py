"""Write the words that others read in place of a section."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.casefile import service
from casework.casefile.blueprint import bp
from casework.casefile.forms import SummaryForm
from casework.cases.matters import matter
from casework.cases.visibility import load_case
from casework.catalogue.sections import section as section_named
from casework.disclosure.current import gate
from casework.disclosure.guards import guarded
from casework.errors import Invalid
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing


@bp.route("/<uuid:case_id>/summary/<section>", methods=["GET", "POST"])
@allows(Action.CASE_READ)
def summary(case_id: UUID, section: str) -> ResponseReturnValue:
    """The summary of one section, written by an agency that supplied it."""
    who, form = viewer(), SummaryForm()
    spec = section_named(section)
    case = load_case(reading(), who, case_id)
    service.require_supplied(reading(), who, case, section)
    if form.validate_on_submit():
        try:
            with guarded(writing) as session:
                service.write_summary(
                    session, who, case=load_case(session, who, case_id), section=spec,
                    text=form.text.data or "",
                )  # fmt: skip
        except Invalid as error:
            form.add_errors(error.errors)
        else:
            flash("The summary was saved. Agencies that may read a summary now see it.", "success")
            return redirect(url_for("casefile.show", case_id=case_id))
    revealed = gate().reveal([who], matter(reading(), case))
    if request.method == "GET":
        form.text.data = revealed.value(spec.summary_name) or ""
    page = render_template(
        "casefile/summary.html", form=form, case=case, section=spec,
        shown=[s for s in revealed.in_section(section) if s.value and s.effect == "full"],
    )  # fmt: skip
    return page, 422 if form.errors else 200
