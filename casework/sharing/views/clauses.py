"""Clauses of a draft: words and rules side by side; add, change, take out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements.models import Agreement
from casework.sharing import edits
from casework.sharing.blueprint import bp
from casework.sharing.findings import findings_of
from casework.sharing.forms import ClauseForm, StepForm
from casework.sharing.marks import clause_mark, mark
from casework.sharing.views.editing import clause_of, draft_of, onward, saved
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
    del form.seen, form.which
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
    _, protocol = draft_of(agreement_id)
    form = ClauseForm(data=_filled(protocol, clause_of(protocol, number)))
    form.scope.choices = _scopes(protocol)
    if form.validate_on_submit() and saved(
        form, agreement_id, part=number, what="Words changed",
        change=partial(_with_words, form=form, number=number),
    ):  # fmt: skip
        now_called = form.number.data or number
        shown = url_for("sharing.show", agreement_id=agreement_id, _anchor=f"clause-{now_called}")
        return onward(_page_of(agreement_id, now_called), shown)
    return _page(*draft_of(agreement_id), form, number)


@bp.route("/<uuid:agreement_id>/clauses/<number>/remove", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def remove_clause(agreement_id: UUID, number: str) -> ResponseReturnValue:
    """Take a clause out, after a second look."""
    row, protocol = draft_of(agreement_id)
    clause = clause_of(protocol, number)
    if clause is None:
        flash(f"Clause {number} is no longer in the draft.")
        return redirect(url_for("sharing.show", agreement_id=agreement_id))
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
    row: Agreement, protocol: SharingProtocol, form: ClauseForm, number: str | None
) -> ResponseReturnValue:
    """The form of a clause beside its rules; what is sent again goes to where the clause is now."""
    if number is not None and form.errors:
        number = _followed(protocol, form, number)
    clause = next((c for c in protocol.clauses if c.number == number), None)
    page = render_template(
        "sharing/clause.html", form=form, row=row, number=number, clause=clause, protocol=protocol,
        findings=[f for f in findings_of(row.text) if clause and f.clause == number],
        sent_to=_page_of(row.id, clause.number if clause else None),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _followed(protocol: SharingProtocol, form: ClauseForm, number: str) -> str:
    """The number of the clause that was being changed, where only its number was changed since."""
    numbers = {clause_mark(c): c.number for c in protocol.clauses}
    now_called = numbers.get(form.which.data or "", number)
    here = next((c for c in protocol.clauses if c.number == number), None)
    if now_called == number or (here and clause_mark(here) == form.which.data):
        return number
    form.add_errors({"": f"What you were changing is clause {now_called} now."})
    form.seen.data = mark(protocol, now_called)
    if form.number.data == number:
        form.number.data = now_called
    return now_called


def _filled(protocol: SharingProtocol, clause: Clause | None) -> dict[str, Any]:
    if clause is None:
        return {}
    return {
        "seen": mark(protocol, clause.number), "which": clause_mark(clause),
        "number": clause.number, "title": clause.title, "words": clause.words,
        "not_for_engine": clause.not_for_engine, "scope": list(clause.scope),
    }  # fmt: skip


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


def _page_of(agreement_id: UUID, number: str | None) -> str:
    if number is None:
        return url_for("sharing.add_clause", agreement_id=agreement_id)
    return url_for("sharing.change_clause", agreement_id=agreement_id, number=number)
