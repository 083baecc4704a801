"""A protocol as a table: kind of information by agency, at one stage of an ordinary case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from casework.catalogue.field import CATEGORIES
from protocols.clauses import Clause, Rule, SharingProtocol
from protocols.conditions import plain
from protocols.decision import Decision
from protocols.engine import DecisionTable
from protocols.engine import compile as compile_protocol
from protocols.facts import named
from protocols.question import Fact, FactValue, Question
from protocols.vocabulary import RuleKind

STAGES = ("before_listing", "agenda", "meeting", "after_meeting", "closed")
SUBJECTS = ("victim", "alleged_perpetrator", "child", "other_adult", "place")
# An ordinary case: an adult, everybody has signed, nothing special recorded.
ORDINARY: Mapping[str, Fact] = {
    "under_18": FactValue.NO,
    "released": FactValue.YES,
    "confidentiality_signed": FactValue.YES,
    "victim_told": FactValue.YES,
    "relevant": FactValue.YES,
    "necessary": FactValue.YES,
    "owner_judged_relevant": FactValue.YES,
    "related_to_risk": FactValue.YES,
    "serious_threat": FactValue.NO,
    "emergency_declared": FactValue.NO,
    "granted_request": FactValue.NO,
    "originator_approved": FactValue.NO,
}
OFFICE = ("coordinator", "chair")
WORDS = {
    "full": "All",
    "masked": "Part",
    "summary": "Summary",
    "existence": "Whom to ask",
    "withheld": "Nothing",
    "concealed": "Hidden",
}
SHUT = frozenset({"withheld", "concealed"})
# As people sit around the table; kinds that are not listed come after.
SEATS = (
    "police", "victim_service", "childrens_social_care", "adult_social_care", "health",
    "mental_health", "housing", "housing_provider", "probation", "perpetrator_service",
    "environmental_health", "fire",
)  # fmt: skip


class Occasion(NamedTuple):
    """At which stage it is asked, about whom, and when."""

    stage: str
    subject: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class Seat:
    """Whose column it is."""

    label: str
    agency_type: str
    agency: str = "somebody"
    role: str = "representative"


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer of the matrix."""

    effect: str
    words: str
    clause: str
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of information."""

    category: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """What each column sees at one stage of one kind of subject's information."""

    stage: str
    subject: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    # Clauses whose 'must be true first' is taken as true here: without it nothing would open.
    met: tuple[str, ...] = ()
    # Clauses whose 'must be true first' holds something back here.
    waiting: frozenset[str] = frozenset()

    @property
    def opens(self) -> bool:
        """Whether any cell shows anything."""
        return any(cell.effect not in SHUT for line in self.lines for cell in line.cells)


def telling_matrix(
    protocol: SharingProtocol,
    table: DecisionTable,
    agency_types: Sequence[str],
    occasion: Occasion,
) -> Matrix:
    """The table of an ordinary case; where that says nothing at all, the one behind the gates."""
    found = _matrix(protocol, table, agency_types, occasion)
    gates = tuple(c.number for c in protocol.clauses if c.number in found.waiting)
    if found.opens or not gates:
        return found
    behind = replace(protocol, clauses=tuple(map(_without_gates, protocol.clauses)))
    made = _matrix(behind, compile_protocol(behind), agency_types, occasion)
    return replace(made, met=gates) if made.opens else found


def _is_gate(rule: Rule) -> bool:
    return rule.kind is RuleKind.GATE


def _without_gates(clause: Clause) -> Clause:
    return replace(clause, rules=tuple(r for r in clause.rules if not _is_gate(r)))


def _matrix(
    protocol: SharingProtocol, table: DecisionTable, agency_types: Sequence[str], occasion: Occasion
) -> Matrix:
    """Decide every cell; columns are kinds of agency, then the coordinator and the chair."""
    seats = [*_seats(protocol, agency_types)]
    decided = {
        category: [table.decide(_question(protocol, seat, category, occasion)) for seat in seats]
        for category in sorted(CATEGORIES)
    }
    return Matrix(
        occasion.stage, occasion.subject, tuple(seat.label for seat in seats),
        tuple(Line(plain(c), tuple(map(_cell, found))) for c, found in decided.items()),
        waiting=frozenset().union(*(_waiting(one) for found in decided.values() for one in found)),
    )  # fmt: skip


def _waiting(decision: Decision) -> set[str]:
    return {entry.clause for entry in decision.trail if entry.wants and entry.clause}


def _seats(protocol: SharingProtocol, agency_types: Sequence[str]) -> Iterator[Seat]:
    """Kinds of agency, with the parties of a kind that a rule names; coordinator and chair.

    Where parties say their kinds nobody else sits there: no kind that none of them is, and a kind
    whose parties are all named has no column besides theirs.
    """
    named, known = _named(protocol), [p.agency_type for p in protocol.parties if p.agency_type]
    for kind in sorted({*known} or {*agency_types}, key=_seat):
        own = [seat for seat in named if seat.agency_type == kind]
        if not own or known.count(kind) > len(own):
            yield Seat(f"other {plain(kind)}" if own else plain(kind), kind)
        yield from own
    yield from (Seat(plain(role), "coordinating_body", role=role) for role in OFFICE)


def _named(protocol: SharingProtocol) -> list[Seat]:
    """The parties of which a rule speaks by name: their kind alone does not say what they see."""
    words = {
        word
        for clause in protocol.clauses
        for rule in clause.rules
        for condition in (*rule.applies, *rule.requires)
        if condition.dimension == "agency"
        for word in named(protocol.vocabulary["agency"], condition.words)
    }
    return [
        Seat(party.name, party.agency_type, agency=party.id)
        for party in protocol.parties
        if party.agency_type and party.id in words
    ]


def _seat(agency_type: str) -> tuple[int, str]:
    return SEATS.index(agency_type) if agency_type in SEATS else len(SEATS), agency_type


def _cell(decision: Decision) -> Cell:
    effect = "concealed" if decision.concealed else decision.effect.word
    return Cell(effect, WORDS[effect], decision.clause or "", decision.basis)


def _question(protocol: SharingProtocol, seat: Seat, category: str, occasion: Occasion) -> Question:
    in_session = occasion.stage == "meeting"
    values = {
        "agency": seat.agency,
        "agency_type": seat.agency_type,
        "party_status": "signed",
        "stage": occasion.stage,
        "purpose": protocol.purposes[0] if protocol.purposes else "safety_planning",
        "channel": "screen_in_session" if in_session else "screen",
        "subject": occasion.subject,
        "category": category,
        "originator": "somebody_else",
        # As the screens show it: from whoever provided it, never from a third.
        "discloser": "somebody_else",
        "conference_kind": protocol.conference_kinds[0] if protocol.conference_kinds else "ccm",
        "risk_level": "high",
    }
    harm = seat.agency_type == "perpetrator_service"
    many = {
        "role": frozenset({seat.role}),
        "relationship": frozenset({"works_with_perpetrator"} if harm else set()),
        "handling": frozenset[str](),
        "item_relationship": frozenset[str](),
    }
    return Question(values, many, ORDINARY, occasion.moment)
