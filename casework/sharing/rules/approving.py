"""An approval in the sentence of a rule: whether, by how many, in writing, for this request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from casework.web.choices import choice
from casework.web.forms import ConferForm
from protocols.approvals import QUORUMS, THIS_REQUEST, WRITTEN
from protocols.conditions import Condition, Op
from protocols.spelling import capitalised, headed, spelled
from protocols.vocabulary import Dimension

ANY = "It does not matter"
HAVING: Mapping[str, str] = {"": ANY, Op.IS.value: "is recorded", Op.NOT.value: "is not recorded"}
MANY: Mapping[str, str] = {
    **{quorum: headed(quorum) for quorum in QUORUMS},
    "any": "One is enough", "most": "More than half of them", "all": "All of them",
}  # fmt: skip


def said(word: str) -> str:
    """What an approval has to be: 'All of them, in writing, for this request'."""
    quorum, written, request = _split(word)
    how = ((written, "in writing"), (request, "for this request"))
    return ", ".join([MANY.get(quorum, spelled(quorum)), *(words for so, words in how if so)])


def one_word(held: Sequence[Condition]) -> bool:
    """Whether the fields here can say it: one approval, or nothing yet; else boxes are ticked."""
    return not held or (
        len(held) == 1 and held[0].op in (Op.IS, Op.NOT) and len(held[0].words) == 1
    )


def fields_of(name: str, dimension: Dimension) -> dict[str, Any]:
    """Four fields in the place of 44 boxes."""
    return {
        f"{name}_op": SelectField(
            capitalised(dimension.says), [Optional()],
            choices=[choice(k, w) for k, w in HAVING.items()],
        ),
        name: SelectField(
            "By how many", [Optional()], choices=[choice(k, w) for k, w in MANY.items()]
        ),
        f"{name}_written": BooleanField("Only if it is given in writing"),
        f"{name}_request": BooleanField(
            "Only if it is given for this request: an older one is not enough"
        ),
    }  # fmt: skip


def filled(name: str, held: Sequence[Condition]) -> dict[str, Any]:
    """What the fields show of a rule."""
    if not held:
        return {}
    quorum, written, request = _split(str(held[0].words[0]))
    return {
        f"{name}_op": held[0].op.value, name: quorum,
        f"{name}_written": written, f"{name}_request": request,
    }  # fmt: skip


def asked(name: str, form: ConferForm) -> bool:
    """Whether a form has these fields."""
    return f"{name}_written" in form


def read(name: str, dimension: Dimension, form: ConferForm) -> list[Condition]:
    """The condition that the fields say."""
    having = form[f"{name}_op"].data
    if not having:
        return []
    parts = (
        form[name].data or "any",
        WRITTEN if form[f"{name}_written"].data else "",
        THIS_REQUEST if form[f"{name}_request"].data else "",
    )
    return [Condition(dimension.name, Op(having), ("_".join(p for p in parts if p),))]


def _split(word: str) -> tuple[str, bool, bool]:
    base = word.removesuffix(f"_{THIS_REQUEST}")
    quorum = base.removesuffix(f"_{WRITTEN}")
    return quorum, quorum != base, base != word
