"""Clauses of a draft: words and rules side by side; add, change, take out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements.models import Agreement
from casework.sharing import edits
from casework.sharing.blueprint import bp
from casework.sharing.findings import findings_of
from casework.sharing.forms import ClauseForm, StepForm
from casework.sharing.marks import mark
from casework.sharing.views.editing import draft_of, onward, saved
from casework.web.choices import choice
from casework.web.guard import allows
from casework.web.kit import form_page
from protocols.clauses import Clause, SharingProtocol
from protocols.spelling import capitalised


@bp.route("/<uuid:agreement_id>/clauses/new", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def add_clause(agreement_id: UUID) -> ResponseReturnValue:
    """A new clause with its words; its rules come next, on the same page."""
    row, protocol = draft_of(agreement_id)
    form = ClauseForm(data={"number": edits.next_number(protocol)})
    form.scope.choices = _scopes(protocol)
    del form.seen
    if form.validate_on_submit():
        clause = _clause(form, Clause("", ""))
        if saved(
            form, agreement_id, part=clause.number, what="Clause added",
            change=lambda p: edits.with_clause(p, clause, None),
        ):  # fmt: skip
            return redirect(_page_of(agreement_id, clause.number))
    return _page(row, protocol, form, None)


@bp.route("/<uuid:agreement_id>/clauses/<number>", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def change_clause(agreement_id: UUID, number: str) -> ResponseReturnValue:
    """The words of a clause, with its rules beside them."""
    row, protocol = draft_of(agreement_id)
    before = edits.find_clause(protocol, number)
    form = ClauseForm(data={
        "seen": mark(protocol, number), "number": before.number, "title": before.title,
        "words": before.words, "not_for_engine": before.not_for_engine,
        "scope": list(before.scope),
    })  # fmt: skip
    form.scope.choices = _scopes(protocol)
    if form.validate_on_submit() and saved(
        form, agreement_id, part=number, what="Words changed",
        change=partial(_with_words, form=form, number=number),
    ):  # fmt: skip
        now_called = form.number.data or number
        shown = url_for("sharing.show", agreement_id=agreement_id, _anchor=f"clause-{now_called}")
        return onward(_page_of(agreement_id, now_called), shown)
    return _page(row, protocol, form, before)


@bp.route("/<uuid:agreement_id>/clauses/<number>/remove", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def remove_clause(agreement_id: UUID, number: str) -> ResponseReturnValue:
    """Take a clause out, after a second look."""
    row, protocol = draft_of(agreement_id)
    clause = edits.find_clause(protocol, number)
    form = StepForm(data={"version": row.version, "seen": mark(protocol, number)})
    if form.validate_on_submit() and saved(
        form, agreement_id, part=number, what="Clause taken out",
        change=lambda p: edits.without_clause(p, number),
    ):  # fmt: skip
        return redirect(url_for("sharing.show", agreement_id=agreement_id))
    return form_page(
        "sharing/remove.html", form, row=row, clause=clause, rule=None, protocol=protocol
    )


def _page(
    row: Agreement, protocol: SharingProtocol, form: ClauseForm, clause: Clause | None
) -> ResponseReturnValue:
    found = [f for f in findings_of(row.text) if clause and f.clause == clause.number]
    page = render_template(
        "sharing/clause.html", form=form, row=row, number=clause.number if clause else None,
        clause=clause, protocol=protocol, findings=found,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _with_words(protocol: SharingProtocol, form: ClauseForm, number: str) -> SharingProtocol:
    before = edits.find_clause(protocol, number)
    changed = edits.with_clause(protocol, _clause(form, before), number)
    if form.number.data and form.number.data != number:
        return edits.with_references(changed, {number: form.number.data})
    return changed


def _clause(form: ClauseForm, before: Clause) -> Clause:
    return replace(
        before, scope=tuple(form.scope.data or ()), number=form.number.data or "",
        title=form.title.data or "",
        words=form.words.data or "", not_for_engine=form.not_for_engine.data or "",
    )  # fmt: skip


def _scopes(protocol: SharingProtocol) -> list[Any]:
    found = protocol.vocabulary.dimensions
    return [choice(n, capitalised(d.says)) for n, d in found.items() if not d.is_fact]


def _page_of(agreement_id: UUID, number: str) -> str:
    return url_for("sharing.change_clause", agreement_id=agreement_id, number=number)
