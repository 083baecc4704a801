"""Rules of a draft, as sentences with blanks."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements.models import Agreement
from casework.errors import Invalid
from casework.sharing import edits
from casework.sharing.blueprint import bp
from casework.sharing.forms import StepForm
from casework.sharing.marks import mark
from casework.sharing.rules import blanks
from casework.sharing.rules.form import ADDING, Sheet, rule_of, sheet
from casework.sharing.views.editing import draft_of, onward, saved
from casework.web.guard import allows
from casework.web.kit import form_page
from protocols.clauses import Rule, SharingProtocol


@bp.route("/<uuid:agreement_id>/clauses/<number>/rules/new", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def add_rule(agreement_id: UUID, number: str) -> ResponseReturnValue:
    """A new rule under a clause."""
    row, protocol = draft_of(agreement_id)
    place = len(edits.find_clause(protocol, number).rules)
    made = sheet(protocol, None, request.form, mark(protocol, number))
    if not _adding() and made.form.validate_on_submit():
        change = partial(_put, made=made, number=number, place=None)
        if saved(made.form, agreement_id, part=number, what="Rule added", change=change):
            return onward(_here(agreement_id, number, place), _clause(agreement_id, number))
    return _page(row, protocol, number, None, made)


@bp.route("/<uuid:agreement_id>/clauses/<number>/rules/<int:place>", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def change_rule(agreement_id: UUID, number: str, place: int) -> ResponseReturnValue:
    """One rule: a sentence whose blanks are filled in by choosing."""
    row, protocol = draft_of(agreement_id)
    before = edits.find_rule(protocol, number, place)
    made = sheet(protocol, before, request.form, mark(protocol, number))
    if not _adding() and made.form.validate_on_submit():
        change = partial(_put, made=made, number=number, place=place)
        if saved(made.form, agreement_id, part=number, what="Rule changed", change=change):
            return onward(_here(agreement_id, number, place), _clause(agreement_id, number))
    return _page(row, protocol, number, before, made)


@bp.route("/<uuid:agreement_id>/clauses/<number>/rules/<int:place>/remove", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def remove_rule(agreement_id: UUID, number: str, place: int) -> ResponseReturnValue:
    """Take a rule out, after a second look."""
    row, protocol = draft_of(agreement_id)
    rule = edits.find_rule(protocol, number, place)
    form = StepForm(data={"version": row.version, "seen": mark(protocol, number)})
    if form.validate_on_submit() and saved(
        form, agreement_id, part=number, what="Rule taken out",
        change=lambda p: edits.without_rule(p, number, place),
    ):  # fmt: skip
        return redirect(_clause(agreement_id, number))
    clause = edits.find_clause(protocol, number)
    return form_page(
        "sharing/remove.html", form, row=row, clause=clause, rule=rule, protocol=protocol
    )


def _adding() -> bool:
    """Whether the sentence grows by a blank before it is saved."""
    return any(map(request.form.get, ADDING))


def _put(protocol: SharingProtocol, made: Sheet, number: str, place: int | None) -> SharingProtocol:
    before = None if place is None else edits.find_rule(protocol, number, place)
    return edits.with_rule(protocol, number, place, rule_of(made, before))


def _page(
    row: Agreement, protocol: SharingProtocol, number: str, rule: Rule | None, made: Sheet
) -> ResponseReturnValue:
    clause = next((c for c in protocol.clauses if c.number == number), None)
    added = [key for key in map(request.form.get, ADDING) if key]
    for name in ADDING:
        made.form[name].data = ""
    try:
        asked = rule_of(made, rule) if made.form.is_submitted() else rule
    except (Invalid, ValueError):
        asked = rule
    page = render_template(
        "sharing/rule.html", form=made.form, row=row, number=number, clause=clause, rule=asked,
        kept=rule, protocol=protocol, rows=made.rows, blanks=made.blanks, added=added,
        said={b.key: blanks.said(protocol, b, asked) for b in made.blanks},
    )  # fmt: skip
    return page, 422 if made.form.errors else 200


def _here(agreement_id: UUID, number: str, place: int) -> str:
    return url_for("sharing.change_rule", agreement_id=agreement_id, number=number, place=place)


def _clause(agreement_id: UUID, number: str) -> str:
    return url_for("sharing.change_clause", agreement_id=agreement_id, number=number)
