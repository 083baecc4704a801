"""Rules of a draft, as sentences."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.sharing import edits
from casework.sharing.blueprint import bp
from casework.sharing.choices import limit_choices, rule_of
from casework.sharing.forms import RuleForm, StepForm
from casework.sharing.views.editing import draft_of, saved
from casework.web.guard import allows
from casework.web.kit import form_page
from protocols.clauses import Rule, SharingProtocol


@bp.route("/<uuid:agreement_id>/clauses/<number>/rules/new", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def add_rule(agreement_id: UUID, number: str) -> ResponseReturnValue:
    """A new rule under a clause; its conditions come next."""
    row, protocol = draft_of(agreement_id)
    place = len(edits.find_clause(protocol, number).rules)
    form = RuleForm(data={"version": row.version})
    form.lifts.choices = limit_choices(protocol)
    if form.validate_on_submit() and saved(
        form, agreement_id, version=form.version.number, clause=number, what="Rule added",
        change=lambda p: edits.with_rule(p, number, None, rule_of(form.answers(), None)),
    ):  # fmt: skip
        return redirect(_here(agreement_id, number, place))
    return form_page("sharing/rule.html", form, row=row, number=number, place=None, rule=None,
                     protocol=protocol)  # fmt: skip


@bp.route("/<uuid:agreement_id>/clauses/<number>/rules/<int:place>", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def change_rule(agreement_id: UUID, number: str, place: int) -> ResponseReturnValue:
    """One rule: what it says, and its conditions."""
    row, protocol = draft_of(agreement_id)
    before = edits.find_rule(protocol, number, place)
    form = RuleForm(data=_given(before) | {"version": row.version})
    form.lifts.choices = limit_choices(protocol)
    if form.validate_on_submit() and saved(
        form, agreement_id, version=form.version.number, clause=number, what="Rule changed",
        change=partial(_changed, form=form, number=number, place=place),
    ):  # fmt: skip
        return redirect(_here(agreement_id, number, place))
    return form_page("sharing/rule.html", form, row=row, number=number, place=place, rule=before,
                     protocol=protocol)  # fmt: skip


@bp.route("/<uuid:agreement_id>/clauses/<number>/rules/<int:place>/remove", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def remove_rule(agreement_id: UUID, number: str, place: int) -> ResponseReturnValue:
    """Take a rule out, after a second look."""
    row, protocol = draft_of(agreement_id)
    rule = edits.find_rule(protocol, number, place)
    form = StepForm(data={"version": row.version})
    if form.validate_on_submit() and saved(
        form, agreement_id, version=form.version.number, clause=number, what="Rule taken out",
        change=lambda p: edits.without_rule(p, number, place),
    ):  # fmt: skip
        return redirect(
            url_for("sharing.show", agreement_id=agreement_id, _anchor=f"clause-{number}")
        )
    clause = edits.find_clause(protocol, number)
    return form_page(
        "sharing/remove.html", form, row=row, clause=clause, rule=rule, protocol=protocol
    )


def _given(rule: Rule) -> dict[str, object]:
    return {
        "kind": rule.kind.value,
        "level": rule.level.word if rule.level is not None else None,
        "name": rule.name or "",
        "concealed": rule.concealed,
        "absolute": rule.absolute,
        "lifts": list(rule.lifts),
        "reason": rule.reasons.viewer,
    }


def _changed(protocol: SharingProtocol, form: RuleForm, number: str, place: int) -> SharingProtocol:
    before = edits.find_rule(protocol, number, place)
    return edits.with_rule(protocol, number, place, rule_of(form.answers(), before))


def _here(agreement_id: UUID, number: str, place: int) -> str:
    return url_for("sharing.change_rule", agreement_id=agreement_id, number=number, place=place)
