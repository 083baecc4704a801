"""The requests of one case: what waits, what stands until when, and taking back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.casefile.blueprint import bp
from casework.casefile.forms import PURPOSE_WORDS, TakeBackForm
from casework.cases import grants
from casework.cases.matters import matter
from casework.cases.visibility import load_case
from casework.catalogue.reading import read_label, read_title
from casework.catalogue.sections import FIELDS, SECTIONS
from casework.clock import now
from casework.directory.names import agency_names
from casework.disclosure.current import gate
from casework.disclosure.guards import guarded
from casework.errors import Invalid, StaleEdit, WrongState
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing

REASON = "request.decision_reason"


@bp.get("/<uuid:case_id>/requests")
@allows(Action.CASE_READ)
def requests(case_id: UUID) -> ResponseReturnValue:
    """Every request that this person may know of, with its answer and its end."""
    who, session = viewer(), reading()
    case = load_case(session, who, case_id)
    rows = grants.requests_of(session, who, case)
    revealed = gate().reveal([who], matter(session, case, fields={REASON}, blanks=False))
    said = {(s.about_kind, s.about_id): s.value for s in revealed.shown if s.value}
    return render_template(
        "casefile/requests.html", case=case, rows=rows, said=said, what=_what, moment=now(),
        stands=grants.stands, has_lapsed=grants.has_lapsed,
        agencies=agency_names(session, who.partnership_id),
        may_take_back={r.id for r in rows if grants.may_take_back(session, who, r)},
        purposes=PURPOSE_WORDS,
    )  # fmt: skip


@bp.route("/asked/<uuid:asked_id>/take-back", methods=["GET", "POST"])
@allows(Action.CASE_ASK)
def take_back(asked_id: UUID) -> ResponseReturnValue:
    """Withdraw one's own request, or end a grant before its day."""
    who, form = viewer(), TakeBackForm()
    row = grants.load_request(reading(), who, asked_id)
    case = load_case(reading(), who, row.case_id)
    if form.validate_on_submit():
        try:
            with guarded(writing) as session:
                grants.take_back(
                    session, who, asked_id=asked_id, version=form.version.number or 0,
                    reason=form.reason.data or "",
                )  # fmt: skip
        except Invalid as error:
            form.add_errors(error.errors)
        except (StaleEdit, WrongState) as error:
            form.add_errors({"": error.message})
        else:
            flash("Taken back. What it had opened is closed again.", "success")
            return redirect(url_for("casefile.requests", case_id=case.id))
    if request.method == "GET":
        form.version.data = str(row.version)
    return form_page(
        "casefile/take_back.html", form, case=case, what=_what(row),
        waiting=row.decision == "waiting",
        agency=agency_names(reading(), who.partnership_id).get(row.asked_agency_id, ""),
    )  # fmt: skip


def _what(row: grants.AskedToSee) -> str:
    title = read_title(SECTIONS[row.section])
    return f"{read_label(FIELDS[row.field])} ({title})" if row.field else title
