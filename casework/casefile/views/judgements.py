"""Record a fact that the protocol asks about."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.access import Action
from casework.casefile import judgements as service
from casework.casefile.blueprint import bp
from casework.casefile.forms import JudgementForm
from casework.cases.models import Case
from casework.cases.visibility import load_case
from casework.directory.names import agency_names, person_names
from casework.disclosure.guards import guarded
from casework.errors import Invalid
from casework.web.choices import choice
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing

NOBODY = ""


@bp.route("/<uuid:case_id>/facts", methods=["GET", "POST"])
@allows(Action.CASE_RECORD)
def facts(case_id: UUID) -> ResponseReturnValue:
    """What has been recorded, and one more."""
    who = viewer()
    case = load_case(reading(), who, case_id)
    form = _form(reading(), case)
    if form.validate_on_submit():
        try:
            with guarded(writing) as session:
                service.record(
                    session, who, case=load_case(session, who, case_id), name=form.name.data,
                    value=form.value.data, agency_id=_key(form.agency.data),
                    subject_id=_key(form.subject.data), reason=form.reason.data or "",
                )  # fmt: skip
        except Invalid as error:
            form.add_errors(error.errors)
        else:
            flash("Recorded. It works from now on.", "success")
            return redirect(url_for("casefile.facts", case_id=case_id))
    return form_page(
        "casefile/facts.html", form, case=case, recorded=service.recorded(reading(), case),
        words=service.JUDGEMENTS, values=service.VALUES,
        agencies=agency_names(reading(), who.partnership_id),
        people=person_names(reading(), who.partnership_id),
        subjects=dict(service.people_of(reading(), case)),
    )  # fmt: skip


def _form(session: Session, case: Case) -> JudgementForm:
    form = JudgementForm()
    form.agency.choices = [choice(NOBODY, "Not about one agency")] + [
        choice(str(a.id), a.name) for a in service.agencies_at(session, case)
    ]
    form.subject.choices = [choice(NOBODY, "Not about one person")] + [
        choice(str(key), words) for key, words in service.people_of(session, case)
    ]
    return form


def _key(text: str | None) -> UUID | None:
    # The form has already checked it against its own choices.
    return UUID(text) if text else None
