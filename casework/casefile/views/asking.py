"""Ask to see something, and decide on what others ask."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.access import Action
from casework.casefile import service
from casework.casefile.blueprint import bp
from casework.casefile.forms import PURPOSE_WORDS, AskForm, DecideForm
from casework.cases import asked as requests
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.cases.visibility import load_case
from casework.catalogue.reading import read_title
from casework.catalogue.sections import FIELDS
from casework.catalogue.sections import section as section_named
from casework.directory.names import agency_names
from casework.disclosure.current import gate
from casework.disclosure.guards import guarded
from casework.errors import Conflict, Invalid, NotFound
from casework.web.choices import choice
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing

CHAIR = "chair"


@bp.route("/<uuid:case_id>/ask/<section>", methods=["GET", "POST"])
@allows(Action.CASE_ASK)
def ask(case_id: UUID, section: str) -> ResponseReturnValue:
    """Ask the agency that supplied a section, or the chair, to see it."""
    who = viewer()
    case = load_case(reading(), who, case_id)
    title, field = _title(section), _field(section)
    form = _ask_form(case, section)
    if form.validate_on_submit():
        try:
            with guarded(writing) as session:
                _ask(session, case_id, section, field, form)
        except (Invalid, Conflict) as error:
            form.add_errors(error.errors if isinstance(error, Invalid) else {"": error.message})
        else:
            flash("Your request was sent. You will find the answer in your work list.", "success")
            return redirect(url_for("casefile.show", case_id=case_id))
    answer = render_template(
        "casefile/ask.html", form=form, case=case, title=title, field=field and FIELDS[field]
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
        title_of=_title,
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
        title=_title(row.section),
        by_name=service.asked_by_name(row.section),
        purpose=PURPOSE_WORDS.get(row.purpose, row.purpose),
        agency=agency_names(session, who.partnership_id).get(row.asked_agency_id, ""),
    )


def _title(section: str) -> str:
    return read_title(section_named(section))


def _ask_form(case: Case, section: str) -> AskForm:
    form = AskForm()
    if service.asked_by_name(section):
        around = service.agencies_to_ask(reading(), viewer(), case)
        form.agency.choices = [choice("", "Select an agency"), choice(CHAIR, "The chair")] + [
            choice(str(a.id), a.name) for a in around
        ]
    else:
        del form.agency
    return form


def _ask(session: Session, case_id: UUID, section: str, field: str | None, form: AskForm) -> None:
    case, answers = load_case(session, viewer(), case_id), form.answers()
    named = answers.pop("agency", CHAIR)
    decider = service.decider_of(session, case, section, None if named == CHAIR else UUID(named))
    requests.ask(
        session, viewer(), case=case, section=section, field=field, subject_id=None,
        supplier_id=decider, **answers,
    )  # fmt: skip


def _field(section: str) -> str | None:
    name = request.args.get("field") or None
    if name is not None and (name not in FIELDS or FIELDS[name].section != section):
        raise NotFound("question")
    return name
