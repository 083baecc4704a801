"""Who will read a page of a case, in words, before anybody has: decided without a key."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from casework.access import Viewer
from casework.disclosure.gate import Gate
from casework.disclosure.matter import ATTENDS, SIGNED, Matter
from casework.disclosure.matter import NOTHING as NOTHING_KNOWN
from protocols.decision import Decision
from protocols.question import FactValue
from protocols.vocabulary import Effect

# What an agency's representative will see of a page, from most to least.
ALL, MOST, PART, SUMMARY, EXISTS, NOTHING, HIDDEN, SESSION = (
    "all of it",
    "most of it",
    "some of it",
    "a summary",
    "only that something is held",
    "nothing",
    "hidden completely",
    "told at the meeting only",
)
ORDER = (ALL, MOST, PART, SUMMARY, SESSION, EXISTS, NOTHING, HIDDEN)


@dataclass(frozen=True, slots=True)
class Reads:
    """Agencies that will see the same of a page."""

    words: str
    agencies: tuple[str, ...]


def audience(
    gate: Gate, matter: Matter, representatives: Sequence[Viewer], *, stage: str = "agenda"
) -> tuple[Reads, ...]:
    """For one representative of each agency: how much of these fields, from most to least.

    What opens only at the meeting is said so. Nothing is opened, so nothing is recorded.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for person in representatives:
        words = _words(gate.decide(person, matter, stage=stage))
        if words in (NOTHING, EXISTS):
            there = _in_the_room(matter, person)
            said = gate.decide(person, there, stage="meeting", channel="screen_in_session")
            words = SESSION if _opens(d for _, d in said) else words
        found[words].append(person.agency_name)
    return tuple(Reads(words, tuple(sorted(found[words]))) for words in ORDER if words in found)


def _in_the_room(matter: Matter, person: Viewer) -> Matter:
    """The same when that person attends the meeting for their agency, and has signed."""
    stood = matter.standings.get(person.agency_id, frozenset())
    facts = matter.person_facts.get(person.person_id, NOTHING_KNOWN)
    return replace(
        matter,
        standings={**matter.standings, person.agency_id: stood | {ATTENDS}},
        person_facts={**matter.person_facts, person.person_id: {**facts, SIGNED: FactValue.YES}},
    )


def _words(decided: Iterable[tuple[object, Decision]]) -> str:
    kinds = Counter(_level(decision) for _, decision in decided)
    total = kinds.total()
    if not total:
        return NOTHING
    if len(kinds) == 1:
        return next(iter(kinds))
    opened = kinds[ALL] + kinds[PART]
    if opened:
        return MOST if kinds[ALL] * 2 > total else PART
    return next(words for words in ORDER if kinds[words])


_LEVELS: Mapping[Effect, str] = {
    Effect.FULL: ALL,
    Effect.MASKED: PART,
    Effect.SUMMARY: SUMMARY,
    Effect.EXISTENCE: EXISTS,
}


def _level(decision: Decision) -> str:
    if decision.effect == Effect.WITHHELD:
        return HIDDEN if decision.concealed else NOTHING
    return _LEVELS[decision.effect]


def _opens(decisions: Iterable[Decision]) -> bool:
    return any(d.effect >= Effect.SUMMARY for d in decisions)
