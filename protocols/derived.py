"""What follows from other parts of a question: nobody has to tell it, and nobody can mistell it.

Each function gives what certainly follows, or None where too little is known; what the question
itself tells then stands.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from protocols.clauses import SharingProtocol
from protocols.kinds import by_name
from protocols.question import Fact, FactValue, Question
from protocols.spans import span
from protocols.vocabulary import COUNTED, COVERED_BY, UNKNOWN, told_by

UNTOLD: Final = frozenset[Any]({None, FactValue.UNKNOWN, FactValue.NOT_APPLICABLE})
APPROVED: Final[Mapping[str, str]] = {
    "chair_approval": "chair_approved",
    "originator_approval": "originator_approved",
}


class Deriving:
    """The parts of questions under one protocol that follow from others, of those in use."""

    def __init__(self, protocol: SharingProtocol, names: Iterable[str]) -> None:
        self._vocabulary = protocol.vocabulary
        self._parties = by_name((*protocol.parties, *protocol.bodies))
        self._names = tuple(name for name in sorted(names) if self._way(name))

    def __bool__(self) -> bool:
        return bool(self._names)

    def complete(self, question: Question) -> Question:
        """The question with everything that follows put in its place."""
        values, many, facts = dict(question.values), dict(question.many), dict(question.facts)
        for name in self._names:
            way = self._way(name)
            found = way(question) if way else None
            if found is None:
                continue
            if name == "direction":
                many[name] = found
            elif name in ("originator_type", "discloser_type"):
                values[name] = found
            else:
                facts[name] = found
        return replace(question, values=values, many=many, facts=facts)

    def _way(self, name: str) -> Callable[[Question], Any] | None:
        if name in ("originator_type", "discloser_type"):
            return lambda question: self._kind(question, name.removesuffix("_type"))
        if name.startswith(tuple(COUNTED)):
            return lambda question: span(question, name)
        if name.startswith(COVERED_BY):
            return lambda question: self._listed(question, told_by(name))
        if name in APPROVED:
            return lambda question: _approved(question, name)
        named = {"direction": self._direction, "consent_covers_purpose": self._covers}
        return named.get(name)

    def _kind(self, question: Question, side: str) -> str | None:
        """The kind of the party that provided it or passes it on."""
        told = question.values.get(side)
        party = self._parties.get(str(told))
        if party is not None:
            return party.agency_type
        same = told not in UNTOLD and told == question.values.get("agency")
        return str(question.values["agency_type"]) if same and _has_kind(question) else None

    def _direction(self, question: Question) -> frozenset[str] | None:
        """First hand or passed on, back to its source, to or from a hub."""
        asking, origin, passing = (
            question.values.get(name) for name in ("agency", "originator", "discloser")
        )
        told = question.many.get("direction")
        found = set(told or ())
        known = {origin, passing}.isdisjoint(UNTOLD)
        if known:
            found -= {"first_hand", "passed_on"}
            found.add("first_hand" if self._same(origin, passing) else "passed_on")
        if {origin, asking}.isdisjoint(UNTOLD) and self._same(origin, asking):
            found.add("to_originator")
        if {passing, asking}.isdisjoint(UNTOLD) and self._same(passing, asking):
            found.add("within_agency")
        hubs = {"to_hub": asking, "from_hub": passing}
        found |= {word for word, who in hubs.items() if self._is_hub(who)}
        complete = asking not in UNTOLD if known else told is not None
        return frozenset(found if complete else found | {UNKNOWN})

    def _same(self, one: object, other: object) -> bool:
        parties = self._parties.get(str(one)), self._parties.get(str(other))
        return one == other or (parties[0] is not None and parties[0] is parties[1])

    def _is_hub(self, who: object) -> bool:
        party = self._parties.get(str(who))
        return party is not None and party.hub

    def _covers(self, question: Question) -> Fact | None:
        """Whether the purposes that were agreed to include this one."""
        agreed, purpose = question.many.get("consent_purposes"), question.values.get("purpose")
        if agreed is None or purpose in UNTOLD:
            return None
        above = set(self._vocabulary["purpose"].above(str(purpose)))
        if above & agreed:
            return FactValue.YES
        return FactValue.UNKNOWN if UNKNOWN in agreed else FactValue.NO

    def _listed(self, question: Question, name: str) -> Fact | None:
        """Whether what is asked about is among what a fact lists; a wider word covers it."""
        fact = self._vocabulary.dimensions.get(name)
        value = question.values.get(fact.of) if fact else None
        told = question.facts.get(name)
        if fact is None or value is None or told is None:
            return None
        listed, dimension = words_of(told), self._vocabulary[fact.of]
        known = {dimension.aliases.get(word, word) for word in listed}
        one = dimension.aliases.get(str(value), str(value))
        if value not in UNTOLD and known & {*dimension.above(one)}:
            return FactValue.YES
        open_ = value == UNKNOWN or UNKNOWN in listed
        return FactValue.UNKNOWN if open_ else FactValue.NO


def words_of(told: Fact) -> frozenset[str]:
    """The words of a fact that lists several; recorded in one line, commas stand between them."""
    if isinstance(told, frozenset):
        return told
    return frozenset(word.strip() for word in re.split("[,;]", str(told))) - {""}


def _has_kind(question: Question) -> bool:
    return question.values.get("agency_type") not in UNTOLD


def _approved(question: Question, name: str) -> Fact | None:
    """A plain yes or no recorded elsewhere stands where no approval is told in detail."""
    if name in question.facts:
        return None
    told = question.facts.get(APPROVED[name])
    return None if told in UNTOLD else told
