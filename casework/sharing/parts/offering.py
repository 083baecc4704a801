"""The words that a form about a list may choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from casework.sharing.parts.forms import BasisForm, BodyForm, FactForm, GroupForm, PartyForm
from casework.sharing.rules.vocabulary import ticked
from casework.web.choices import choice
from protocols.clauses import SharingProtocol
from protocols.conditions import plain
from protocols.spelling import capitalised, headed
from protocols.vocabulary import CORE, DimensionKind

# Code, name and kind of each agency of the partnership.
Agencies = Sequence[tuple[str, str, str]]
# Who may record a fact by where they stand, beside the roles.
SIDES: Mapping[str, str] = {
    "originator": "The agency that provided the information",
    "discloser": "The agency that passes it on",
    "recipient": "The agency that receives it",
    "anyone": "Anybody who works on the case",
    "program": "Nobody: Confer knows it by itself",
}
REACH = {
    "disclosers": "agency_type", "recipients": "agency_type", "purposes": "purpose",
    "barred": "category",
}  # fmt: skip


def offer(form: Any, protocol: SharingProtocol, agencies: Agencies, item: Any) -> None:
    """Give a form its choices; what an item has already is among them."""
    if isinstance(form, PartyForm):
        _offer_party(form, protocol, agencies, item)
    elif isinstance(form, BodyForm):
        none = choice("", "None of these, or as the agency is")
        form.agency.choices = [choice("", "No"), *_agencies(agencies, item)]
        form.agency_type.choices = [none, *_words(protocol, "agency_type")]
    elif isinstance(form, GroupForm):
        known = (*protocol.parties, *protocol.bodies)
        form.parties.choices = [choice(one.id, one.name) for one in known]
    elif isinstance(form, BasisForm):
        for name, dimension in REACH.items():
            words = ticked(protocol, protocol.vocabulary[dimension])
            form[name].choices = words  # type: ignore[attr-defined]  # a select
    elif isinstance(form, FactForm):
        sides = [choice(side, words) for side, words in SIDES.items()]
        form.recorded_by.choices = [*sides, *ticked(protocol, protocol.vocabulary["role"])]
        form.absent.choices = _absent(item)
    else:
        form.above.choices = [choice("", "Choose"), *_above(protocol)]


def _offer_party(form: PartyForm, protocol: SharingProtocol, agencies: Agencies, item: Any) -> None:
    none = choice("", "None of them, or not in the system yet")
    form.agency.choices = [none, *_agencies(agencies, item)]
    form.agency_type.choices = [choice("", "As the agency is"), *_words(protocol, "agency_type")]
    others = [p for p in protocol.parties if item is None or p.id != item.id]
    form.part_of.choices = [choice("", "Nothing else"), *(choice(p.id, p.name) for p in others)]


def _agencies(agencies: Agencies, item: Any) -> list[Any]:
    known = [choice(code, name) for code, name, _ in agencies]
    if item is None or item.id in {code for code, _, _ in agencies}:
        return known
    return [*known, choice(item.id, f"{item.name} (not an agency here)")]


def _words(protocol: SharingProtocol, name: str) -> list[Any]:
    return [choice(w, headed(w)) for w in protocol.vocabulary[name].words]


def _absent(item: Any) -> list[Any]:
    usual = {
        "unknown": "It is not known",
        "no": "It is not so",
        "not_applicable": "It does not arise",
    }
    kept = {item.absent: plain(item.absent)} if item and item.absent not in usual else {}
    return [choice(k, text) for k, text in {**usual, **kept}.items()]


def _above(protocol: SharingProtocol) -> list[Any]:
    return [
        choice(f"{name}:{word}", text, group=capitalised(dimension.says))
        for name, dimension in CORE.items()
        if dimension.kind in (DimensionKind.WORDS, DimensionKind.MANY)
        for word, text in (
            ("", "Nothing: it stands on its own"),
            *((w, headed(w)) for w in protocol.vocabulary[name].words),
        )
    ]
