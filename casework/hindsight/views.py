"""What could they see then, and who looked? For overseers and the chair; printed or saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.casefile.seen import LABELS, case_of
from casework.cases.models import Case
from casework.cases.visibility import load_case
from casework.clock import now
from casework.directory.names import agency_names, names_apart
from casework.disclosure.current import gate
from casework.disclosure.ledger import Entry, Kind
from casework.hindsight.blueprint import bp
from casework.hindsight.forms import LookForm
from casework.hindsight.looking import Then, look_back
from casework.hindsight.looks import Look, looks_of
from casework.hindsight.sheet import sheet
from casework.paper.press import pressed
from casework.web.choices import choice
from casework.web.csv_text import csv_download
from casework.web.downloads import PDF, download
from casework.web.guard import allows, viewer
from casework.web.transaction import reading

__all__ = ["bp"]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with the names that a page or a file needs."""

    then: Then
    looks: list[Look]
    agency: str
    people: dict[UUID, str]


@bp.get("/<uuid:case_id>")
@allows(Action.HISTORY_READ)
def show(case_id: UUID) -> ResponseReturnValue:
    """The question and, once it is asked, its answer."""
    case, form = _case(case_id), _form()
    asked = bool(request.args)
    found = _answer(case, form, "page") if asked and form.validate() else None
    page = render_template(
        "hindsight/show.html", case=case, form=form, found=found, labels=LABELS,
        overseer=_overseer(), printed_at=now(),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.get("/<uuid:case_id>/look-back.csv")
@allows(Action.HISTORY_READ)
def export(case_id: UUID) -> ResponseReturnValue:
    """The same answer as a file."""
    return _file(case_id, "csv")


@bp.get("/<uuid:case_id>/look-back.pdf")
@allows(Action.HISTORY_READ)
def paper(case_id: UUID) -> ResponseReturnValue:
    """The same answer as a tagged PDF."""
    return _file(case_id, "pdf")


def _file(case_id: UUID, kind: str) -> ResponseReturnValue:
    """The answer as a file; without a question, or with a wrong one, the page that asks it."""
    case, form = _case(case_id), _form()
    if not request.args:
        return redirect(url_for("hindsight.show", case_id=case.id))
    if not form.validate():
        return show(case_id)
    found = _answer(case, form, kind)
    name = f"{case.reference}-{found.then.moment:%Y-%m-%d-%H%M}.{kind}"
    if kind == "pdf":
        return download(pressed(_sheet_of_paper(case, form, found)), PDF, name)
    rows = sheet(case.reference, found.agency, found.then, found.looks, found.people, LABELS)
    return csv_download(rows, name)


def _sheet_of_paper(case: Case, form: LookForm, found: Answered) -> str:
    return render_template(
        "hindsight/on_paper.html", case=case, found=found, labels=LABELS, who=viewer(),
        printed_at=now(), place=form.place, overseer=_overseer(),
    )  # fmt: skip


def _overseer() -> bool:
    return viewer().may(Action.LEDGER_READ)


def _case(case_id: UUID) -> Case:
    who, session = viewer(), reading()
    if _overseer():
        return case_of(session, who, case_id)
    case = load_case(session, who, case_id)
    if not who.may(Action.HISTORY_READ, case.conference_id):
        # Chair of another conference: here the case is known by other roles, its past is not.
        return load_case(session, who, UUID(int=0))
    return case


def _form() -> LookForm:
    form = LookForm(request.args or None, meta={"csrf": False})
    names = sorted(agency_names(reading(), viewer().partnership_id).items(), key=lambda n: n[1])
    form.agency.choices = [choice(str(key), name) for key, name in names]
    return form


def _answer(case: Case, form: LookForm, kept: str) -> Answered:
    who, session, agency_id = viewer(), reading(), UUID(form.agency.data)
    asked: dict[str, Any] = {"case": case, "agency_id": agency_id, "moment": form.moment}
    then = look_back(session, gate(), who, **asked, channel=form.where.data, everything=_overseer())
    looks = looks_of(
        session, partnership_id=who.partnership_id, case_id=case.id, agency_id=agency_id,
        until=form.moment, told=None if _overseer() else then.answers,
    )  # fmt: skip
    gate().note(_entry(case, form, kept))
    return Answered(
        then, looks, agency_names(session, who.partnership_id)[agency_id],
        names_apart(session, who.partnership_id),
    )  # fmt: skip


def _entry(case: Case, form: LookForm, kept: str) -> Entry:
    who, asked = viewer(), form.moment
    # "Now" is another moment at every look: the minute says which question it was.
    detail = {"asked": f"{asked:%Y-%m-%dT%H:%MZ}", "where": form.where.data, "as": kept}
    return Entry(
        kind=Kind.HISTORY_ASKED, partnership_id=who.partnership_id, at=now(),
        actor_id=who.person_id, agency_id=who.agency_id, case_id=case.id,
        object_id=UUID(form.agency.data), detail=detail,
    )  # fmt: skip
