"""Clauses of a draft: add, change, take out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.sharing import edits
from casework.sharing.blueprint import bp
from casework.sharing.forms import ClauseForm, StepForm
from casework.sharing.views.editing import draft_of, saved
from casework.web.guard import allows
from casework.web.kit import form_page
from protocols.clauses import Clause, SharingProtocol


@bp.route("/<uuid:agreement_id>/clauses/new", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def add_clause(agreement_id: UUID) -> ResponseReturnValue:
    """A new clause with its words."""
    row, _ = draft_of(agreement_id)
    form = ClauseForm(data={"version": row.version})
    if form.validate_on_submit():
        clause = _clause(form, Clause("", ""))
        if saved(
            form, agreement_id, version=form.version.number, clause=clause.number,
            what="Clause added", change=lambda p: edits.with_clause(p, clause, None),
        ):  # fmt: skip
            return redirect(_back(agreement_id, clause.number))
    return form_page("sharing/clause.html", form, row=row, number=None)


@bp.route("/<uuid:agreement_id>/clauses/<number>", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def change_clause(agreement_id: UUID, number: str) -> ResponseReturnValue:
    """The words of a clause."""
    row, protocol = draft_of(agreement_id)
    before = edits.find_clause(protocol, number)
    form = ClauseForm(data={
        "version": row.version, "number": before.number, "title": before.title,
        "words": before.words, "not_for_engine": before.not_for_engine,
    })  # fmt: skip
    if form.validate_on_submit() and saved(
        form, agreement_id, version=form.version.number, clause=number, what="Words changed",
        change=partial(_with_words, form=form, number=number),
    ):  # fmt: skip
        return redirect(_back(agreement_id, form.number.data or number))
    return form_page("sharing/clause.html", form, row=row, number=number)


@bp.route("/<uuid:agreement_id>/clauses/<number>/remove", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def remove_clause(agreement_id: UUID, number: str) -> ResponseReturnValue:
    """Take a clause out, after a second look."""
    row, protocol = draft_of(agreement_id)
    clause = edits.find_clause(protocol, number)
    form = StepForm(data={"version": row.version})
    if form.validate_on_submit() and saved(
        form, agreement_id, version=form.version.number, clause=number, what="Clause taken out",
        change=lambda p: edits.without_clause(p, number),
    ):  # fmt: skip
        return redirect(url_for("sharing.show", agreement_id=agreement_id))
    return form_page(
        "sharing/remove.html", form, row=row, clause=clause, rule=None, protocol=protocol
    )


def _with_words(protocol: SharingProtocol, form: ClauseForm, number: str) -> SharingProtocol:
    before = edits.find_clause(protocol, number)
    return edits.with_clause(protocol, _clause(form, before), number)


def _clause(form: ClauseForm, before: Clause) -> Clause:
    return replace(
        before, number=form.number.data or "", title=form.title.data or "",
        words=form.words.data or "", not_for_engine=form.not_for_engine.data or "",
    )  # fmt: skip


def _back(agreement_id: UUID, number: str) -> str:
    return url_for("sharing.show", agreement_id=agreement_id, _anchor=f"clause-{number}")
