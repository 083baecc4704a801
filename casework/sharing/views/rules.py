"""Rules of a draft, as sentences with blanks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements.models import Agreement
from casework.errors import Conflict, Invalid
from casework.sharing import edits
from casework.sharing.blueprint import bp
from casework.sharing.marks import mark, rule_marks
from casework.sharing.rules import blanks
from casework.sharing.rules.form import ADDING, RuleForm, Sheet, rule_of, sheet
from casework.sharing.views.editing import clause_of, draft_of, onward, saved, which_of
from casework.sharing.which import GONE, NEW, OneOfMany, asking_where, place_of
from casework.web.guard import allows
from casework.web.kit import form_page
from protocols.clauses import Clause, Rule, SharingProtocol
from protocols.sentences import rule_sentence


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which rule of which clause a page is about, as the draft stands now."""

    row: Agreement
    protocol: SharingProtocol
    number: str
    clause: Clause | None
    which: str
    # Nowhere: the rule is new, or stands no longer as it was when the form was made.
    place: int | None

    @property
    def rule(self) -> Rule | None:
        """The rule as it stands."""
        return None if self.clause is None or self.place is None else self.clause.rules[self.place]

    @property
    def last(self) -> int:
        """Where a new rule stands."""
        return len(self.clause.rules) if self.clause else 0

    @property
    def lost(self) -> bool:
        """Whether somebody changed the rule or took it out, and its clause is still there."""
        return self.which != NEW and self.place is None and self.clause is not None

    @property
    def about(self) -> dict[str, str]:
        """What a form keeps to find the rule again."""
        return {"seen": mark(self.protocol, self.number), "which": self.which}


@bp.route("/<uuid:agreement_id>/clauses/<number>/rules/new", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def add_rule(agreement_id: UUID, number: str) -> ResponseReturnValue:
    """A new rule under a clause."""
    return _edit(_asked(agreement_id, number, None))


@bp.route("/<uuid:agreement_id>/clauses/<number>/rules/<int:place>", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def change_rule(agreement_id: UUID, number: str, place: int) -> ResponseReturnValue:
    """One rule: a sentence whose blanks are filled in by choosing."""
    return _edit(_asked(agreement_id, number, place))


@bp.route("/<uuid:agreement_id>/clauses/<number>/rules/<int:place>/remove", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def remove_rule(agreement_id: UUID, number: str, place: int) -> ResponseReturnValue:
    """Take a rule out, after a second look."""
    asked = _asked(agreement_id, number, place)
    form = OneOfMany(data=asked.about)
    if asked.place is None:
        flash("That rule no longer stands as it was, so nothing was taken out.")
        return redirect(url_for("sharing.show", agreement_id=agreement_id))
    if form.validate_on_submit() and saved(
        form, agreement_id, part=number, what="Rule taken out",
        change=lambda p: edits.without_rule(p, number, _place(p, number, asked.which, place)),
    ):  # fmt: skip
        return redirect(_clause(agreement_id, number))
    return form_page(
        "sharing/remove.html", form, row=asked.row, clause=asked.clause, rule=asked.rule,
        protocol=asked.protocol,
    )  # fmt: skip


def _asked(agreement_id: UUID, number: str, place: int | None) -> _Asked:
    row, protocol = draft_of(agreement_id)
    clause = clause_of(protocol, number)
    marks = rule_marks(clause)
    which = NEW if place is None else which_of(marks, place)
    return _Asked(row, protocol, number, clause, which, place_of(marks, which, place or 0))


def _edit(asked: _Asked) -> ResponseReturnValue:
    made = sheet(asked.protocol, asked.rule, request.form, asked.about, _form_for(asked))
    if not _adding() and made.form.validate_on_submit() and _kept(asked, made):
        here = _here(asked.row.id, asked.number, asked.last if asked.place is None else asked.place)
        return onward(here, _clause(asked.row.id, asked.number))
    if asked.lost:
        made.form.add_errors({"which": GONE})
    return _page(asked, made)


def _kept(asked: _Asked, made: Sheet) -> bool:
    return saved(
        made.form, asked.row.id, part=asked.number,
        what="Rule added" if asked.which == NEW else "Rule changed",
        change=partial(_put, made=made, asked=asked),
    )  # fmt: skip


def _form_for(asked: _Asked) -> type[RuleForm]:
    if not asked.lost:
        return RuleForm
    assert asked.clause is not None, "a rule is lost where its clause is still there"
    words = asked.protocol.vocabulary
    standing = [rule_sentence(rule, words) for rule in asked.clause.rules]
    return asking_where(RuleForm, dict(zip(rule_marks(asked.clause), standing, strict=True)))


def _adding() -> bool:
    """Whether the sentence grows by a blank before it is saved."""
    return any(map(request.form.get, ADDING))


def _put(protocol: SharingProtocol, made: Sheet, asked: _Asked) -> SharingProtocol:
    place = None
    if asked.which != NEW:
        place = _place(protocol, asked.number, asked.which, asked.place or 0)
    return edits.with_rule(protocol, asked.number, place, rule_of(made, asked.rule))


def _place(protocol: SharingProtocol, number: str, which: str, near: int) -> int:
    """Where the rule stands in what is being changed; another one in its place is left alone."""
    place = place_of(rule_marks(edits.find_clause(protocol, number)), which, near)
    if place is None:
        raise Conflict("That rule no longer stands as it was, so nothing was saved.")
    return place


def _page(asked: _Asked, made: Sheet) -> ResponseReturnValue:
    added = [key for key in map(request.form.get, ADDING) if key]
    for name in ADDING:
        made.form[name].data = ""
    try:
        told = rule_of(made, asked.rule) if made.form.is_submitted() else asked.rule
    except (Invalid, ValueError):
        told = asked.rule
    page = render_template(
        "sharing/rule.html", form=made.form, row=asked.row, number=asked.number,
        clause=asked.clause, rule=told, changing=asked.which != NEW, protocol=asked.protocol,
        rows=made.rows, blanks=made.blanks, added=added,
        said={b.key: blanks.said(asked.protocol, b, told) for b in made.blanks},
    )  # fmt: skip
    return page, 422 if made.form.errors else 200


def _here(agreement_id: UUID, number: str, place: int) -> str:
    return url_for("sharing.change_rule", agreement_id=agreement_id, number=number, place=place)


def _clause(agreement_id: UUID, number: str) -> str:
    return url_for("sharing.change_clause", agreement_id=agreement_id, number=number)
