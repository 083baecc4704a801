"""Conditions of a rule: what it is about, then how it compares; picked, not typed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.errors import Invalid, NotFound
from casework.sharing import edits
from casework.sharing.blueprint import bp
from casework.sharing.choices import condition, dimension_choices, op_choices, word_choices
from casework.sharing.forms import ConditionForm, DimensionForm, StepForm
from casework.sharing.views.editing import draft_of, saved
from casework.web.choices import choice
from casework.web.guard import allows
from casework.web.kit import form_page
from protocols.clauses import SharingProtocol
from protocols.conditions import Condition
from protocols.vocabulary import Dimension

PARTS = {
    "applies": ("Where the rule applies", "For example: only for housing, only at the meeting."),
    "requires": ("What must hold for it to work", "For example: only if the chair has agreed."),
}


@dataclass(frozen=True, slots=True)
class _Rule:
    agreement_id: UUID
    number: str
    place: int


@bp.route(
    "/<uuid:agreement_id>/clauses/<number>/rules/<int:place>/conditions/new",
    methods=["GET", "POST"],
)
@allows(Action.PROTOCOL_DRAFT)
def add_condition(agreement_id: UUID, number: str, place: int) -> ResponseReturnValue:
    """First page: what the condition is about."""
    row, protocol = draft_of(agreement_id)
    rule = edits.find_rule(protocol, number, place)
    form = DimensionForm()
    form.part.choices = [choice(p, text, hint=hint) for p, (text, hint) in PARTS.items()]
    form.dimension.choices = dimension_choices(protocol)
    if form.validate_on_submit():
        return redirect(
            url_for(
                "sharing.set_condition", agreement_id=agreement_id, number=number, place=place,
                part=form.part.data, dimension=form.dimension.data,
            )
        )  # fmt: skip
    return form_page("sharing/dimension.html", form, row=row, number=number, place=place, rule=rule,
                     protocol=protocol)  # fmt: skip


@bp.route(
    "/<uuid:agreement_id>/clauses/<number>/rules/<int:place>/conditions/<part>/<dimension>",
    methods=["GET", "POST"],
)
@allows(Action.PROTOCOL_DRAFT)
def set_condition(
    agreement_id: UUID, number: str, place: int, part: str, dimension: str
) -> ResponseReturnValue:
    """Second page: how it compares, and with what."""
    row, protocol = draft_of(agreement_id)
    spec = _dimension(protocol, dimension)
    rule = edits.find_rule(protocol, number, place)
    form = ConditionForm(data=_given(edits.conditions_of(rule, part), dimension, row.version))
    form.op.choices, form.words.choices = op_choices(spec), word_choices(spec)
    if form.validate_on_submit():
        at = _Rule(agreement_id, number, place)
        if _set(form, at, part, spec):
            return redirect(_rule_page(at))
    return form_page("sharing/condition.html", form, row=row, number=number, place=place, part=part,
                     spec=spec, typed=not form.words.choices)  # fmt: skip


@bp.route(
    "/<uuid:agreement_id>/clauses/<number>/rules/<int:place>/conditions/<part>/<dimension>/remove",
    methods=["POST"],
)
@allows(Action.PROTOCOL_DRAFT)
def remove_condition(
    agreement_id: UUID, number: str, place: int, part: str, dimension: str
) -> ResponseReturnValue:
    """Take a condition out."""
    row, _ = draft_of(agreement_id)
    form, at = StepForm(), _Rule(agreement_id, number, place)
    change = partial(_without, at=at, part=part, dimension=dimension)
    if form.validate() and saved(
        form, agreement_id, version=form.version.number, clause=number,
        what="Condition taken out", change=change,
    ):  # fmt: skip
        return redirect(_rule_page(at))
    return form_page("sharing/refused.html", form, row=row, back=_rule_page(at))


def _set(form: ConditionForm, at: _Rule, part: str, spec: Dimension) -> bool:
    try:
        new = condition(spec, form.op.data, form.words.data or [], form.typed.data or "")
    except Invalid as error:
        name = "typed" if not form.words.choices else "words"
        form.add_errors({name: error.errors["words"]})
        return False
    return saved(
        form, at.agreement_id, version=form.version.number, clause=at.number,
        what="Condition set", change=partial(_with, at=at, part=part, new=new),
    )  # fmt: skip


def _with(protocol: SharingProtocol, at: _Rule, part: str, new: Condition) -> SharingProtocol:
    rule = edits.find_rule(protocol, at.number, at.place)
    return edits.with_rule(protocol, at.number, at.place, edits.with_condition(rule, part, new))


def _without(protocol: SharingProtocol, at: _Rule, part: str, dimension: str) -> SharingProtocol:
    rule = edits.find_rule(protocol, at.number, at.place)
    left = edits.without_condition(rule, part, dimension)
    return edits.with_rule(protocol, at.number, at.place, left)


def _given(kept: tuple[Condition, ...], dimension: str, version: int) -> dict[str, object]:
    before = next((c for c in kept if c.dimension == dimension), None)
    if before is None:
        return {"version": version}
    words = [str(w) for w in before.words]
    return {"version": version, "op": before.op.value, "words": words, "typed": ", ".join(words)}


def _dimension(protocol: SharingProtocol, name: str) -> Dimension:
    if name not in protocol.vocabulary.dimensions:
        raise NotFound("condition")
    return protocol.vocabulary[name]


def _rule_page(at: _Rule) -> str:
    return url_for(
        "sharing.change_rule", agreement_id=at.agreement_id, number=at.number, place=at.place
    )
