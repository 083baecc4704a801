"""The form of one rule: a sentence with blanks, made for this protocol and this rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from casework.errors import Invalid
from casework.sharing.choices import kind_choices, limit_choices
from casework.sharing.rules import blanks, duties
from casework.sharing.rules.blanks import Blank
from casework.sharing.slugs import slug
from casework.sharing.which import OneOfMany
from casework.web.choices import choice
from casework.web.fields import DatePartsField, WholeNumberField
from casework.web.validators import select
from protocols import masks
from protocols.clauses import GOES_WITH, Reasons, Rule, SharingProtocol
from protocols.conditions import Condition
from protocols.sentences import LEVELS
from protocols.spelling import capitalised, typed
from protocols.vocabulary import Effect, RuleKind

HIDDEN = "concealed"
BARS = (RuleKind.CAP, RuleKind.GATE)
# The lists that add a line: each stands in the part of the sentence that its line joins.
ADDING: Mapping[str, str] = {"another": "a", "another_only": "r", "another_end": "e"}
NOTHING_TRUE = "Add what must be true: choose it here, under 'Only if'."
ONLY_WHERE = "You said where the rule looks. Add what must be true there: choose it here."
NOTHING_LIFTED = "Select at least one limit that this 'unless' lifts, or every limit."
SHORT = Length(max=300, message="Enter 300 characters or fewer")


class RuleForm(OneOfMany):
    """What every rule says; its blanks and duties are added per rule."""

    shown = HiddenField()
    kind = RadioField(
        "This rule says", [select("what kind of rule this is")], choices=kind_choices()
    )
    level = RadioField(
        "How much", [Optional()],
        description="For 'must be true first': what is still shown when it is not true. "
        "'Unless' and 'has to be done' need none.",
        render_kw={"small": True},
    )  # fmt: skip
    mask = SelectField("Which part, if it is a part", [Optional()])
    mask_number = WholeNumberField(
        "How many, if it says a number", [Optional()], render_kw={"width": 3},
        description="Empty for the usual number.",
    )  # fmt: skip
    goes_with = SelectField(
        "When, if it has to be done", [Optional()], choices=[
            choice(word, text) for word, text in GOES_WITH.items()
        ], description="Only for 'has to be done'. What it is, stands under 'Reasons and duties'.",
    )  # fmt: skip
    name = StringField(
        "Name of this limit",
        [Optional(), Length(max=40, message="Enter 40 characters or fewer")],
        description="Only for 'never more than' and 'must be true first', so that an 'unless' can "
        "lift it. For example: health consent",
    )
    absolute = BooleanField("Nothing can ever lift this limit")
    lifts = SelectMultipleField("Limits that this 'unless' lifts", [Optional()])
    lifts_all = BooleanField(
        "This 'unless' lifts every limit, with or without a name, but not those that nothing can "
        "ever lift",
        description="Also limits that are added to this protocol later.",
    )
    basis = SelectMultipleField("Legal basis", [Optional()], render_kw={"small": True})
    until = DatePartsField("Ends on", [Optional()], thing="The end")
    per_request = BooleanField("Only for somebody whose request was granted, while the grant lasts")
    viewer = StringField(
        "What the person who does not see it is told", [Optional(), SHORT],
        description="It must not give away what is hidden.",
    )  # fmt: skip
    full = TextAreaField(
        "The reason in full", [Optional(), SHORT],
        description="For the owner of the information and for auditors.", render_kw={"rows": 2},
    )  # fmt: skip
    another = SelectField("Where else does it look?", [Optional()])
    another_only = SelectField("What else must be so?", [Optional()])
    another_end = SelectField("What ends it?", [Optional()])


@dataclass(frozen=True)
class Sheet:
    """A form with the blanks it was made for."""

    form: RuleForm
    blanks: tuple[Blank, ...]
    rows: int
    approvals: frozenset[str]


def sheet(
    protocol: SharingProtocol, rule: Rule | None, sent: Mapping[str, str],
    about: Mapping[str, str], base: type[RuleForm] = RuleForm,
) -> Sheet:  # fmt: skip
    """The form for a rule as it was sent, or as it stands; `about` is which rule of what clause."""
    more = [k for k in sent.get("shown", "").split(",") if k]
    begun = [key for key in map(sent.get, ADDING) if key and key not in more]
    found = tuple(blanks.blanks_of(protocol, rule, [*more, *begun]))
    rows = _rows(sent, rule)
    fields = {n: f for b in found for n, f in blanks.fields_of(protocol, b, rule).items()}
    fields |= duties.fields_of(protocol, rule, rows)
    made: type[RuleForm] = type("RuleForm", (base,), fields)
    asked = {n: v for b in found if b.key in begun for n, v in blanks.begun(b, rule).items()}
    form = made(data=asked | _filled(rule, found) | {**about})
    form.shown.data = ",".join(b.key for b in found)
    _choices(form, protocol)
    return Sheet(form, found, rows, duties.approvals_of(protocol))


def rule_of(sheet: Sheet, before: Rule | None) -> Rule:
    """The rule that a sheet says; what a sheet does not show is kept as it was."""
    form, kind = sheet.form, RuleKind(sheet.form.kind.data)
    lifting, bar, owed = kind is RuleKind.EXCEPTION, kind in BARS, kind is RuleKind.DUTY
    level = None if lifting or owed or not form.level.data else _level(form.level.data)
    parts = _conditions(sheet, before)
    _refuse_halves(form, kind, level, parts)
    return replace(
        replace(
            before or Rule(kind), applies=parts["applies"], requires=parts["requires"],
            ends_when=() if bar or owed else parts["ends_when"],
        ),
        kind=kind, level=level, name=slug(form.name.data or "") or None if bar else None,
        mask=_mask(form) if level is Effect.MASKED else None,
        per_request=not bar and not owed and bool(form.per_request.data),
        goes_with=(form.goes_with.data or "shown") if owed else "",
        concealed=bar and form.level.data == HIDDEN, absolute=bar and bool(form.absolute.data),
        lifts=tuple(sorted(form.lifts.data or ())) if lifting and not form.lifts_all.data else (),
        lifts_all=lifting and bool(form.lifts_all.data),
        basis=() if owed else _kept_order(form.basis.data or (), before.basis if before else ()),
        until=form.until.data,
        reasons=Reasons((form.viewer.data or "").strip(), (form.full.data or "").strip()),
        obligations=duties.read(form, before, sheet.approvals),
    )  # fmt: skip


def _refuse_halves(
    form: RuleForm, kind: RuleKind, level: Effect | None,
    parts: Mapping[str, tuple[Condition, ...]],
) -> None:  # fmt: skip
    """What a kind of rule cannot be without, said at the field that gives it."""
    errors: dict[str, str] = {}
    if kind in (RuleKind.GRANT, RuleKind.CAP) and level is None:
        errors["level"] = "Select how much may be shown."
    if kind is RuleKind.EXCEPTION and not (form.lifts.data or form.lifts_all.data):
        errors["lifts_all"] = NOTHING_LIFTED
    if kind is RuleKind.GATE and not parts["requires"]:
        errors["another_only"] = NOTHING_TRUE if not parts["applies"] else ONLY_WHERE
    if level is Effect.MASKED and not form.mask.data:
        errors["mask"] = "Select which part may be seen."
    if kind is RuleKind.GRANT and form.level.data == HIDDEN:
        errors["level"] = "'May see' opens something. To hide completely, use 'never more than'."
    if kind is RuleKind.DUTY:
        errors |= duties.missing(form)
    if errors:
        raise Invalid(errors)


def _conditions(sheet: Sheet, before: Rule | None) -> dict[str, tuple[Condition, ...]]:
    found: dict[str, list[Condition]] = {name: [] for name in blanks.PARTS.values()}
    errors: dict[str, str] = {}
    for blank in sheet.blanks:
        try:
            found[blanks.PARTS[blank.part]] += blanks.read(blank, sheet.form, before)
        except Invalid as error:
            errors |= error.errors
    if errors:
        raise Invalid(errors)
    return {
        name: tuple(sorted(c, key=lambda one: (one.dimension, one.op))) for name, c in found.items()
    }


def _filled(rule: Rule | None, found: tuple[Blank, ...]) -> dict[str, Any]:
    if rule is None:
        return {"kind": RuleKind.GRANT.value}
    level = HIDDEN if rule.concealed else rule.level.word if rule.level is not None else None
    mask, number = masks.split(rule.mask) if rule.mask else ("", None)
    values: dict[str, Any] = {
        "kind": rule.kind.value, "level": level, "mask": mask, "mask_number": number,
        "per_request": rule.per_request, "goes_with": rule.goes_with or "shown",
        "name": typed(rule.name or ""),
        "absolute": rule.absolute, "lifts": list(rule.lifts), "lifts_all": rule.lifts_all,
        "basis": list(rule.basis), "until": rule.until,
        "viewer": rule.reasons.viewer, "full": rule.reasons.full,
    }  # fmt: skip
    for blank in found:
        values |= blanks.filled(blank, rule)
    return values | duties.filled(rule)


def _choices(form: RuleForm, protocol: SharingProtocol) -> None:
    form.level.choices = [
        *(choice(e.word, LEVELS[e].capitalize()) for e in reversed(Effect)),
        choice(HIDDEN, "Nothing, hidden completely: not even that there is something"),
    ]
    form.mask.choices = [
        choice("", "No part"),
        *(choice(m, capitalised(w.says.replace("{}", "so many"))) for m, w in masks.MASKS.items()),
    ]
    form.lifts.choices = limit_choices(protocol)
    form.basis.choices = [choice(b.id, b.title) for b in protocol.bases]
    for field in (form.another, form.another_only, form.another_end):
        field.choices = [choice("", "Nothing else"), *_lines(protocol, ADDING[field.name])]


def _lines(protocol: SharingProtocol, part: str) -> list[Any]:
    """Everything a part of the sentence may speak of; only what is recorded ends something."""
    groups = (("Who, what and when", False), ("What is recorded", True))
    return [
        choice(f"{part}:{n}", capitalised(d.says), group=title)
        for title, fact in groups
        for n, d in protocol.vocabulary.dimensions.items()
        if d.is_fact is fact and (fact or part != "e") and not d.is_run_out
    ]


def _kept_order(chosen: Iterable[str], before: Iterable[str]) -> tuple[str, ...]:
    """What was chosen, in the order it had; what is new comes after it."""
    wanted = list(chosen)
    return tuple(dict.fromkeys([*(b for b in before if b in wanted), *wanted]))


def _mask(form: RuleForm) -> str:
    """The mask with its number, which has to fit."""
    number = form.mask_number.data
    mask: str = form.mask.data + (f":{number}" if number is not None else "")
    wrong = masks.problem(mask)
    if wrong:
        word = masks.MASKS[form.mask.data]
        told = f"Enter a number from {word.least} to {word.most}."
        raise Invalid({"mask_number": told if word.takes_number else "Leave the number empty."})
    return mask


def _level(word: str) -> Effect:
    return next((e for e in Effect if e.word == word), Effect.WITHHELD)


def _rows(sent: Mapping[str, str], rule: Rule | None) -> int:
    if sent:
        used = [n for n in range(duties.MOST) if sent.get(f"d{n}_what") or sent.get(f"d{n}_own")]
        shown = [n for n in range(duties.MOST) if f"d{n}_what" in sent]
        return max([0, *(n + 2 for n in used), *(n + 1 for n in shown)])
    return len(rule.obligations) + 1 if rule else 1
