"""Record, change and end one fact."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.cases.visibility import load_case
from casework.disclosure.current import gate
from casework.disclosure.guards import guarded
from casework.errors import Invalid, Refused, StaleEdit
from casework.recorded import service
from casework.recorded.blueprint import bp
from casework.recorded.forms import EndForm, FactForm, fact_form
from casework.recorded.reading import history, line_of, reasons
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing
from protocols.spelling import headed


@bp.route("/<uuid:case_id>/recorded/<fact>", methods=["GET", "POST"])
@allows(Action.CASE_READ)
def record(case_id: UUID, fact: str) -> ResponseReturnValue:
    """One fact with its history, and a form to record or change it."""
    case = load_case(reading(), viewer(), case_id)
    known = service.recordable(reading(), viewer(), case, fact)
    purposes = {p: headed(p) for p in service.purposes_of(reading(), case)}
    form = fact_form(known, purposes)
    if form.validate_on_submit() and _recorded(form, case_id, fact):
        flash("Recorded. It takes effect at once.", "success")
        return redirect(url_for("recorded.index", case_id=case_id))
    return _page(form, case, known)


@bp.route("/<uuid:case_id>/recorded/<fact>/<uuid:fact_id>/end", methods=["GET", "POST"])
@allows(Action.CASE_READ)
def end(case_id: UUID, fact: str, fact_id: UUID) -> ResponseReturnValue:
    """Say that a fact no longer holds, and why."""
    who, form = viewer(), EndForm()
    case = load_case(reading(), who, case_id)
    line = line_of(reading(), who, case, fact, fact_id)
    if form.validate_on_submit():
        try:
            with guarded(writing) as session:
                service.end(
                    session, who, case=load_case(session, who, case_id), name=fact,
                    fact_id=fact_id, reason=form.reason.data or "",
                )  # fmt: skip
        except Invalid as error:
            form.add_errors(error.errors)
        except StaleEdit as error:
            form.add_errors({"": error.message})
        else:
            flash("Ended. What hung on it follows at once.", "success")
            return redirect(url_for("recorded.record", case_id=case_id, fact=fact))
    return form_page("recorded/end.html", form, case=case, fact=fact, line=line)


def _recorded(form: FactForm, case_id: UUID, name: str) -> bool:
    who = viewer()
    try:
        with guarded(writing) as session:
            service.record(
                session, who, case=load_case(session, who, case_id), name=name,
                about=form.about.data, value=form.said, reason=form.reason.data or "",
                until=form.until.data, purpose=_purpose(form), seen=form.seen.data or "",
            )  # fmt: skip
    except Invalid as error:
        form.add_errors({_place(form, k): words for k, words in error.errors.items()})
    except StaleEdit as error:
        form.add_errors({"": error.message})
        form.seen.data = None
    except Refused as error:
        form.add_errors({"": error.message})
    else:
        return True
    return False


def _purpose(form: FactForm) -> str:
    return str(form.purpose.data or "") if "purpose" in form._fields else ""


def _place(form: FactForm, name: str) -> str:
    return form.answered if name == "value" else name


def _page(form: FactForm, case: Case, known: service.Recordable) -> ResponseReturnValue:
    who, session = viewer(), reading()
    revealed = gate().reveal([who], matter(session, case, fields={service.REASON}, blanks=False))
    if request.method == "GET" or form.seen.data is None:
        # After a collision the next attempt is over what is now shown.
        form.seen.data = service.seen_of(service.mine(session, who, case, known))
    page = render_template(
        "recorded/record.html", form=form, case=case, fact=known,
        lines=history(session, who, case, known), reasons=reasons(revealed),
    )  # fmt: skip
    return page, 422 if form.errors else 200
