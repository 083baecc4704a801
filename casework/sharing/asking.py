"""Any question to a protocol, filled in by choosing from its own words; and what it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import Field, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional

from casework.sharing.matrix import ORDINARY
from casework.web.choices import NOT_KNOWN, choice
from casework.web.fields import DatePartsField, WholeNumberField
from casework.web.forms import ConferForm
from protocols.clauses import SharingProtocol
from protocols.conditions import plain
from protocols.decision import Decision
from protocols.engine import DecisionTable, decide_given
from protocols.errors import QuestionError
from protocols.explain import full, viewer
from protocols.question import GIVEN_KEYS
from protocols.spelling import capitalised, headed
from protocols.vocabulary import Dimension, DimensionKind, told_by

CHOOSE = "Not said"
PARTIES = frozenset({"agency", "originator", "discloser"})
# An agency that the document does not name.
NOT_NAMED = "?"
# What nearly every question says, then the rest by what it speaks of.
MAIN = ("agency_type", "subject", "category", "stage", "purpose")
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("More about who asks", ("agency", "party_status", "role", "relationship")),
    (
        "More about the information",
        ("field", "originator", "item_relationship", "handling", "marking", "sensitivity"),
    ),
    (
        "More about the occasion",
        ("conference_kind", "channel", "discloser", "consent", "risk_level", "date"),
    ),
)
FACTS = "What is recorded"
ASKED = "What else this protocol asks about"
SPOKEN: Mapping[str, str] = {
    "full": "Sees all of it",
    "masked": "Sees a part",
    "summary": "Sees a summary",
    "existence": "Sees that there is something, and whom to ask",
    "withheld": "Not shared",
    "concealed": "Hidden completely",
    "cannot": "Cannot be answered",
}
APPROVALS: Mapping[str, str] = {
    "no": "No", "pending": "Asked, not answered", "refused": "Refused",
    "verbal": "By word of mouth", "verbal_this_request": "By word of mouth, for this request",
    "written": "In writing", "written_this_request": "In writing, for this request",
    "1_of_2_written": "In writing, by one of two", "2_of_3_written": "In writing, by two of three",
    "all_written": "In writing, by all",
}  # fmt: skip
ORDINARY_WORDS: Mapping[str, Any] = {
    "party_status": "signed", "stage": "meeting", "role": ["representative"],
    "direction": ["first_hand"],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What one version answers to one question, in words."""

    effect: str
    said: str
    clause: str
    clause_words: str
    told: str
    why: tuple[str, ...]


def situation(protocol: SharingProtocol) -> dict[str, Dimension]:
    """Every dimension a question can speak of, facts apart."""
    dimensions = protocol.vocabulary.dimensions
    return {n: d for n, d in dimensions.items() if not d.is_fact and n in GIVEN_KEYS}


def facts_of(protocol: SharingProtocol) -> dict[str, Dimension]:
    """Every fact somebody can record; what is counted from a date is not told beside it."""
    dimensions = protocol.vocabulary.dimensions
    return {n: d for n, d in dimensions.items() if d.is_fact and told_by(n) == n}


def groups_of(protocol: SharingProtocol) -> list[tuple[str, list[str]]]:
    """Field names by heading, after the main ones; words of later editions join the last group."""
    known = situation(protocol)
    placed = {*MAIN, *(n for _, names in GROUPS for n in names)}
    rest = [n for n in known if n not in placed]
    found = [(title, [f"q_{n}" for n in names if n in known]) for title, names in GROUPS]
    found[-1][1].extend(f"q_{n}" for n in rest)
    return _asked_first(protocol, [*found, (FACTS, [f"f_{n}" for n in facts_of(protocol)])])


def _asked_first(
    protocol: SharingProtocol, groups: list[tuple[str, list[str]]]
) -> list[tuple[str, list[str]]]:
    """What the rules ask about in one place: whatever else is told changes no answer."""
    asked = {
        prefix + told_by(condition.dimension)
        for clause in protocol.clauses
        for rule in clause.rules
        for condition in (*rule.applies, *rule.requires, *rule.ends_when)
        for prefix in ("q_", "f_")
    }
    first = [name for _, names in groups for name in names if name in asked]
    rest = [(title, [name for name in names if name not in asked]) for title, names in groups]
    return [(title, names) for title, names in ((ASKED, first), *rest) if names]


def question_fields(protocol: SharingProtocol) -> dict[str, Any]:
    """The fields of a form that asks any question of a protocol."""
    asked = {f"q_{n}": _field(protocol, d) for n, d in situation(protocol).items()}
    return asked | {f"f_{n}": _field(protocol, d) for n, d in facts_of(protocol).items()}


def form_class(base: type[ConferForm], protocol: SharingProtocol) -> type[ConferForm]:
    """A form with a protocol's question among its own fields."""
    return type(base.__name__, (base,), question_fields(protocol))


def ordinary(protocol: SharingProtocol) -> dict[str, Any]:
    """What the form says before anybody has chosen: an adult, everybody has signed, no alarm."""
    first = {"purpose": protocol.purposes, "conference_kind": protocol.conference_kinds}
    said = {**ORDINARY_WORDS, **{n: words[0] for n, words in first.items() if words}}
    return {f"q_{n}": v for n, v in said.items()} | {f"f_{n}": str(v) for n, v in ORDINARY.items()}


def filled(given: Mapping[str, Any]) -> dict[str, Any]:
    """The form's values for a question that was asked before."""
    facts = {f"f_{n}": v for n, v in given.get("facts", {}).items()}
    return {f"q_{n}": v for n, v in given.items() if n != "facts"} | facts


def askable(table: DecisionTable, given: Mapping[str, Any]) -> dict[str, Any] | None:
    """The form's values for a question, or None where the form cannot put it as it is."""
    odd = ("not_applicable", "unknown")
    facts = {n: v for n, v in given.get("facts", {}).items() if v not in odd}
    said = {n: v for n, v in given.items() if n != "facts" and v not in odd and v != []}
    put: dict[str, Any] = said | ({"facts": facts} if facts else {})
    form: dict[str, Any] = {
        n: [] for n, d in situation(table.protocol).items() if d.kind is DimensionKind.MANY
    }
    same = decide_given(table, {**form, **put}) == decide_given(table, given)
    return filled(put) if same and "date" not in said else None


def keep_words(form: ConferForm, given: Mapping[str, Any]) -> None:
    """Offer what a question said and the form has no word for: else saving would leave it out."""
    for name in PARTIES & given.keys():
        field: Any = form[f"q_{name}"]
        word = given[name]
        if word not in {value for value, *_ in field.iter_choices()}:
            field.choices = [*field.choices, choice(word, f"{word} (nobody here)")]


def given_of(form: ConferForm, protocol: SharingProtocol) -> dict[str, Any]:
    """The published form of the question that a form describes; what was not said is left out."""
    given = dict(_said(form, "q_", situation(protocol)))
    kinds = {party.id: party.agency_type for party in protocol.parties}
    if kind := kinds.get(given.get("agency", "")):
        # Whoever names an agency has said which kind of agency asks.
        given["agency_type"] = kind
    facts = dict(_said(form, "f_", facts_of(protocol)))
    return given | ({"facts": facts} if facts else {})


def question_words(given: Mapping[str, Any], protocol: SharingProtocol) -> list[tuple[str, str]]:
    """The question as pairs of what and which."""
    pairs = {**given, **given.get("facts", {})}
    pairs.pop("facts", None)
    return [(_says(protocol, n), _listed(protocol, n, v)) for n, v in pairs.items()]


def answer(table: DecisionTable, given: Mapping[str, Any]) -> Answer:
    """What a version answers; a word that it does not know is said, not guessed."""
    try:
        return answered(table.protocol, decide_given(table, given))
    except QuestionError as error:
        said = f"This version does not know a word of the question. {error}"
        return Answer("cannot", SPOKEN["cannot"], "", "", said, ())


def answered(protocol: SharingProtocol, decision: Decision) -> Answer:
    """A decision in words."""
    effect = "concealed" if decision.concealed else decision.effect.word
    words = next((c.words for c in protocol.clauses if c.number == decision.clause), "")
    told = viewer(decision) or "Nothing: for this person it does not exist."
    return Answer(effect, SPOKEN[effect], decision.clause or "", words, told, full(decision))


def _said(
    form: ConferForm, prefix: str, dimensions: Mapping[str, Dimension]
) -> Iterator[tuple[str, Any]]:
    for name in dimensions:
        value = form[prefix + name].data
        if isinstance(value, list) or value not in (None, ""):
            yield name, value.isoformat() if isinstance(value, date) else value


def _field(protocol: SharingProtocol, dimension: Dimension) -> Field:
    label, kind = capitalised(dimension.says), dimension.kind
    if kind is DimensionKind.DATE:
        return DatePartsField(label, [Optional()])
    if kind is DimensionKind.NUMBER:
        return WholeNumberField(label, [Optional()], render_kw={"width": 5})
    if kind is DimensionKind.MANY:
        # Nothing ticked is a statement of its own: none of them.
        choices = [choice(w, headed(w)) for w in dimension.words]
        choices.append(choice(NOT_KNOWN, "Not known", divider="or"))
        return SelectMultipleField(label, [Optional()], choices=choices, render_kw={"small": True})
    if kind is DimensionKind.OPEN and dimension.name not in PARTIES:
        return StringField(label, [Optional(), Length(max=120)])
    return SelectField(label, [Optional()], choices=_choices(protocol, dimension))


def _choices(protocol: SharingProtocol, dimension: Dimension) -> list[Any]:
    none = choice("", CHOOSE)
    if dimension.name in PARTIES:
        named = (*protocol.parties, *protocol.bodies)
        return [none, *(choice(p.id, p.name) for p in named), choice(NOT_NAMED, "Another")]
    if dimension.kind is DimensionKind.YES_NO:
        sorts = {"yes": "Yes", "no": "No", "not_applicable": "Does not arise"}
        return [none, *(choice(w, text) for w, text in sorts.items())]
    if dimension.kind is DimensionKind.APPROVAL:
        return [none, *(choice(w, text) for w, text in APPROVALS.items())]
    return [none, *(choice(w, headed(w)) for w in dimension.words)]


def _says(protocol: SharingProtocol, name: str) -> str:
    known = protocol.vocabulary.dimensions.get(name)
    return known.says if known else plain(name)


def _listed(protocol: SharingProtocol, name: str, value: Any) -> str:
    words = value if isinstance(value, list) else [value]
    named = (*protocol.parties, *protocol.bodies)
    names = {p.id: p.name for p in named} if name in PARTIES else {}
    spoken = {"not_applicable": "does not arise", NOT_NAMED: "another"}
    return (
        "none"
        if not words
        else ", ".join(names.get(w) or spoken.get(w) or plain(w) for w in map(str, words))
    )
