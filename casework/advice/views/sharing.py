"""'May I share this with X?': ask, read the answer, say what was done."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action, Viewer
from casework.advice import service
from casework.advice.blueprint import bp
from casework.advice.forms import OUTSIDE, ShareForm, ToldForm
from casework.advice.knowing import known_of
from casework.advice.models import SharingQuestion
from casework.advice.offering import others, parts_of, type_of
from casework.advice.weighing import Asked, weigh
from casework.casefile.forms import PURPOSE_WORDS
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.cases.visibility import load_case
from casework.catalogue.reading import read_label, read_title
from casework.catalogue.sections import FIELDS, SECTIONS
from casework.clock import now
from casework.directory.names import agency_names, person_names
from casework.directory.words import AGENCY_TYPES
from casework.disclosure.current import gate
from casework.disclosure.guards import guarded
from casework.errors import Invalid, StaleEdit, WrongState
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing

KINDS = {t.value: words for t, words in AGENCY_TYPES.items()} | OUTSIDE


@bp.get("/<uuid:case_id>/sharing")
@allows(Action.CASE_READ)
def index(case_id: UUID) -> ResponseReturnValue:
    """What was asked before sharing outside, with the answer and what was done."""
    who, session = viewer(), reading()
    case = load_case(session, who, case_id)
    rows = service.questions(session, who, case)
    return render_template(
        "advice/index.html", case=case, rows=rows, known=known_of(session, who, case, rows),
        told=_told, people=person_names(session, who.partnership_id),
        agencies=agency_names(session, who.partnership_id),
    )  # fmt: skip


@bp.route("/<uuid:case_id>/sharing/ask", methods=["GET", "POST"])
@allows(Action.CASE_READ)
def ask(case_id: UUID) -> ResponseReturnValue:
    """Put the question; the answer is worked out at once and kept."""
    who, form = viewer(), ShareForm()
    case = load_case(reading(), who, case_id)
    form.offer(parts_of(reading(), gate(), who, case), others(reading(), who))
    if form.validate_on_submit():
        row = _asked(form, who, case)
        if row is not None:
            return redirect(url_for("advice.answer", case_id=case_id, question_id=row.id), 303)
    return form_page("advice/ask.html", form, case=case)


@bp.route("/<uuid:case_id>/sharing/<uuid:question_id>", methods=["GET", "POST"])
@allows(Action.CASE_READ)
def answer(case_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """The answer, worked out again for its own moment, and what was done."""
    who, form = viewer(), ToldForm()
    row = service.load_question(reading(), who, case_id, question_id)
    if form.validate_on_submit() and _tell(form, case_id, question_id):
        flash("Recorded. Thank you.", "success")
        return redirect(url_for("advice.index", case_id=case_id))
    return _page(form, row)


def _asked(form: ShareForm, who: Viewer, case: Case) -> SharingQuestion | None:
    section, field = form.section_and_field
    asked = Asked(
        section, field, form.agency_id,
        type_of(reading(), form.agency_id, str(form.recipient.data)), form.channel.data,
        form.purpose.data, now(),
    )  # fmt: skip
    advice = weigh(reading(), who, case=case, asked=asked)
    try:
        with guarded(writing) as session:
            return service.record(
                session, who, case=load_case(session, who, case.id, lock=True), asked=asked,
                advice=advice, name=form.who.data or "", why=form.why.data or "",
                key=form.once.key,
            )  # fmt: skip
    except Invalid as error:
        form.add_errors(error.errors)
        return None


def _tell(form: ToldForm, case_id: UUID, question_id: UUID) -> bool:
    who = viewer()
    try:
        with guarded(writing) as session:
            service.tell(
                session, who, version=form.version.number or 0, done=form.done.data,
                question=service.load_question(session, who, case_id, question_id),
                on=form.on.data, why=form.why.data or "",
            )  # fmt: skip
    except (StaleEdit, WrongState) as error:
        form.add_errors({"": error.message})
    except Invalid as error:
        form.add_errors(error.errors)
    else:
        return True
    return False


def _page(form: ToldForm, row: SharingQuestion) -> ResponseReturnValue:
    who, session = viewer(), reading()
    case = session.get_one(Case, row.case_id)
    row = session.get_one(SharingQuestion, row.id)
    revealed = gate().reveal([who], matter(session, case, about=row.id))
    if request.method == "GET":
        form.version.data = str(row.version)
    page = render_template(
        "advice/answer.html", form=form, case=case, row=row, what=_told(row), labels=_LABELS,
        advice=service.again(session, case, row),
        said={s.field: s.value for s in revealed.shown}, channels=service.CHANNELS,
        purposes=PURPOSE_WORDS, kinds=KINDS,
        mine=row.asked_agency_id == who.agency_id,
        people=person_names(session, who.partnership_id),
        agencies=agency_names(session, who.partnership_id),
    )  # fmt: skip
    return page, 422 if form.errors else 200


_LABELS = {"yes": "Yes", "part": "In part", "not_yet": "Not yet", "no": "No"}


def _told(row: SharingQuestion) -> dict[str, str]:
    """What a question was about, in words."""
    what = read_label(FIELDS[row.field]) if row.field else read_title(SECTIONS[row.section])
    return {"what": what, "verdict": _LABELS[row.verdict], "kind": KINDS[row.recipient_kind]}
