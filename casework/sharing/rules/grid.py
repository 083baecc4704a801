"""A table of who sees what, and the fewest rules that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import HiddenField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

from casework.errors import Invalid
from casework.sharing.rules.vocabulary import ticked
from casework.web.choices import choice
from casework.web.forms import ConferForm
from protocols.clauses import Rule, SharingProtocol
from protocols.conditions import Condition, Op, plain
from protocols.sentences import LEVELS
from protocols.spelling import headed
from protocols.vocabulary import Effect, RuleKind

# A mask belongs to one field at a time, so a table of kinds of information has none.
CHOSEN = (Effect.FULL, Effect.SUMMARY, Effect.EXISTENCE)
NARROWER = ("subject", "stage")
Cells = Mapping[tuple[str, str], Effect]


class AxesForm(ConferForm):
    """What stands along the edges of the table."""

    agency_type = SelectMultipleField(
        "Which kinds of agency?", [InputRequired("Select at least one kind of agency")],
        render_kw={"small": True, "fold": True},
    )  # fmt: skip
    category = SelectMultipleField(
        "Which kinds of information?", [InputRequired("Select at least one kind of information")],
        render_kw={"small": True, "fold": True},
    )  # fmt: skip


class CellsForm(ConferForm):
    """One choice for each kind of agency and kind of information; and where it holds."""

    seen = HiddenField()
    subject = SelectMultipleField(
        "Only about (nothing ticked: about everybody)",
        [Optional()],
        render_kw={"small": True, "fold": True},
    )
    stage = SelectMultipleField(
        "Only at these stages (nothing ticked: at all)",
        [Optional()],
        render_kw={"small": True, "fold": True},
    )


def axes_form(protocol: SharingProtocol, sent: Any) -> AxesForm:
    """The first step: choosing the edges; it changes nothing, so it is asked by its address."""
    form = AxesForm(sent or None, meta={"csrf": False})
    for name in ("agency_type", "category"):
        _offer(form[name], protocol)
    return form


def cells_form(
    protocol: SharingProtocol, kinds: Sequence[str], categories: Sequence[str], seen: str
) -> CellsForm:
    """The table itself."""
    levels = [choice("", "No rule"), *(choice(e.word, _short(e)) for e in CHOSEN)]
    fields = {
        cell_name(kind, category): SelectField(
            f"{headed(kind)}: {plain(category)}", [Optional()], choices=levels
        )
        for kind in kinds
        for category in categories
    }
    form: CellsForm = type("CellsForm", (CellsForm,), fields)(data={"seen": seen})
    for name in NARROWER:
        _offer(form[name], protocol)
    return form


def cell_name(kind: str, category: str) -> str:
    """The field of a cell."""
    return f"c-{kind}-{category}"


def cells_of(form: CellsForm, kinds: Iterable[str], categories: Sequence[str]) -> Cells:
    """What was chosen; a table without any choice says nothing."""
    chosen = {
        (kind, category): form[cell_name(kind, category)].data
        for kind in kinds
        for category in categories
    }
    by_word = {e.word: e for e in CHOSEN}
    found = {cell: by_word[word] for cell, word in chosen.items() if word}
    if not found:
        raise Invalid({"": "Choose how much at least one kind of agency may see."})
    return found


def rules_of(cells: Cells, narrower: Mapping[str, Sequence[str]]) -> tuple[Rule, ...]:
    """The fewest rules: kinds of agency that see the same at a level share one."""
    shared: dict[tuple[Effect, frozenset[str]], list[str]] = {}
    for kind in sorted({kind for kind, _ in cells}):
        for level in CHOSEN:
            seen = frozenset(c for (k, c), e in cells.items() if k == kind and e is level)
            if seen:
                shared.setdefault((level, seen), []).append(kind)
    return tuple(
        Rule(RuleKind.GRANT, level, applies=_applies(kinds, seen, narrower))
        for (level, seen), kinds in shared.items()
    )


def _short(level: Effect) -> str:
    """How much, as the table of who sees what has it: a cell is narrow."""
    return "Whom to ask" if level is Effect.EXISTENCE else LEVELS[level].capitalize()


def _applies(
    kinds: Iterable[str], seen: Iterable[str], narrower: Mapping[str, Sequence[str]]
) -> tuple[Condition, ...]:
    words = {"agency_type": kinds, "category": seen, **narrower}
    return tuple(
        Condition(name, Op.IS, tuple(sorted(chosen)))
        for name, chosen in sorted(words.items())
        if chosen
    )


def _offer(field: Any, protocol: SharingProtocol) -> None:
    field.choices = ticked(protocol, protocol.vocabulary[field.name])
