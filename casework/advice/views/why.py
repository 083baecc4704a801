"""'Why can this agency not see this?' For the case pages, and for overseers without them."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.advice import reasons
from casework.advice.blueprint import bp
from casework.advice.forms import WhyForm
from casework.casefile.seen import case_of
from casework.cases.models import Case
from casework.cases.visibility import load_case
from casework.clock import now
from casework.directory.names import agency_names
from casework.disclosure.current import gate
from casework.disclosure.ledger import Entry, Kind
from casework.errors import NotFound
from casework.web.choices import choice
from casework.web.guard import allows, viewer
from casework.web.transaction import reading


@bp.get("/<uuid:case_id>/why")
@allows(Action.CASE_READ)
def why(case_id: UUID) -> ResponseReturnValue:
    """In full for the chair and for what one's own agency supplied; else what a viewer is told."""
    return _page(load_case(reading(), viewer(), case_id), back="casefile.show")


@bp.get("/<uuid:case_id>/why/overseen")
@allows(Action.HISTORY_READ)
def why_overseen(case_id: UUID) -> ResponseReturnValue:
    """The same for somebody who may not read the case itself: reasons, never values."""
    who = viewer()
    if not who.may(Action.LEDGER_READ):
        raise NotFound("case")
    return _page(case_of(reading(), who, case_id), back="casefile.ledger_case")


def _page(case: Case, *, back: str) -> ResponseReturnValue:
    form, who, told = _form(case), viewer(), ""
    found: tuple[reasons.Reason, ...] = ()
    asked = bool(request.args) and form.validate()
    if asked:
        agency_id = UUID(form.agency.data)
        found = reasons.explain(
            reading(), gate(), who, case=case, agency_id=agency_id, field=form.field.data
        )
        if not found and agency_id == who.agency_id:
            told = reasons.told_to(reading(), gate(), who, case=case, field=form.field.data)
        _note(case, agency_id, form.field.data)
    page = render_template(
        "advice/why.html", case=case, form=form, asked=asked, found=found, told=told, back_to=back,
        names=agency_names(reading(), who.partnership_id),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _form(case: Case) -> WhyForm:
    who, session = viewer(), reading()
    form = WhyForm(request.args or None, meta={"csrf": False})
    names = sorted(agency_names(session, who.partnership_id).items(), key=lambda n: n[1])
    form.agency.choices = [choice(str(key), name) for key, name in names]
    form.field.choices = [
        choice(name, label, group=title)
        for name, label, title in reasons.fields_for(session, gate(), who, case)
    ]
    return form


def _note(case: Case, agency_id: UUID, field: str) -> None:
    who = viewer()
    gate().note(
        Entry(
            kind=Kind.EXPLAINED, partnership_id=who.partnership_id, at=now(),
            actor_id=who.person_id, agency_id=who.agency_id, case_id=case.id,
            object_id=agency_id, detail={"field": field},
        )
    )  # fmt: skip
