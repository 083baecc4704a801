"""Ask to see something, and decide on what others ask."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.casefile import service
from casework.casefile.blueprint import bp
from casework.casefile.forms import PURPOSE_WORDS, AskForm, DecideForm
from casework.cases import asked as requests
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.cases.visibility import load_case
from casework.catalogue.sections import FIELDS
from casework.catalogue.sections import section as section_named
from casework.directory.names import agency_names
from casework.disclosure.current import gate
from casework.disclosure.guards import guarded
from casework.errors import Conflict, Invalid, NotFound
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing


@bp.route("/<uuid:case_id>/ask/<section>", methods=["GET", "POST"])
@allows(Action.CASE_ASK)
def ask(case_id: UUID, section: str) -> ResponseReturnValue:
    """Ask the agency that supplied a section, or the chair, to see it."""
    who, form = viewer(), AskForm()
    case = load_case(reading(), who, case_id)
    spec, field = section_named(section), _field(section)
    supplier = service.supplier_of(reading(), case, section)
    if form.validate_on_submit():
        try:
            with guarded(writing) as session:
                requests.ask(
                    session, who, case=load_case(session, who, case_id), section=section,
                    field=field, subject_id=None, supplier_id=supplier, **form.answers(),
                )  # fmt: skip
        except (Invalid, Conflict) as error:
            form.add_errors(error.errors if isinstance(error, Invalid) else {"": error.message})
        else:
            flash("Your request was sent. You will find the answer in your work list.", "success")
            return redirect(url_for("casefile.show", case_id=case_id))
    answer = render_template(
        "casefile/ask.html", form=form, case=case, section=spec, field=field and FIELDS[field]
    )
    return answer, 422 if form.errors else 200


@bp.get("/asked")
@allows(Action.CASE_DECIDE_ASKED)
def asked() -> ResponseReturnValue:
    """Requests that wait for this person's decision."""
    who, session = viewer(), reading()
    return render_template(
        "casefile/asked.html",
        waiting=requests.waiting_for(session, who),
        agencies=agency_names(session, who.partnership_id),
        section_named=section_named,
    )


@bp.route("/asked/<uuid:asked_id>", methods=["GET", "POST"])
@allows(Action.CASE_DECIDE_ASKED)
def decide(asked_id: UUID) -> ResponseReturnValue:
    """Read why an agency asks, and answer with an end date."""
    who, form = viewer(), DecideForm()
    if form.validate_on_submit():
        try:
            with guarded(writing) as session:
                requests.decide(
                    session, who, asked_id=asked_id, version=form.version.number or 0,
                    grant=form.decision.data == "grant", reason=form.reason.data or "",
                    until=form.until.data,
                )  # fmt: skip
        except (Invalid, Conflict) as error:
            form.add_errors(error.errors if isinstance(error, Invalid) else {"": error.message})
        else:
            flash("Your decision was recorded and takes effect at once.", "success")
            return redirect(url_for("casefile.asked"))
    return _decide_page(asked_id, form), 422 if form.errors else 200


def _decide_page(asked_id: UUID, form: DecideForm) -> str:
    who, session = viewer(), reading()
    row = requests.load_asked(session, who, asked_id)
    case = session.get_one(Case, row.case_id)
    revealed = gate().reveal([who], matter(session, case, about=row.id))
    if request.method == "GET":
        form.version.data = str(row.version)
    return render_template(
        "casefile/decide.html",
        form=form,
        row=row,
        case=case,
        necessity=revealed.by_field("request.necessity"),
        section=section_named(row.section),
        purpose=PURPOSE_WORDS.get(row.purpose, row.purpose),
        agency=agency_names(session, who.partnership_id).get(row.asked_agency_id, ""),
    )


def _field(section: str) -> str | None:
    name = request.args.get("field") or None
    if name is not None and (name not in FIELDS or FIELDS[name].section != section):
        raise NotFound("question")
    return name
