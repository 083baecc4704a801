"""Who looks at the live cases of a protocol, and what of a combination of facts they see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements.in_force import InForce, to_be_asked
from casework.agreements.models import Agreement
from casework.cases.tally import Tally
from casework.cases.told import answers_of, around, context_of, matter_about, part_of
from casework.clock import now
from casework.disclosure.gate import Gate
from casework.disclosure.matter import Item, Matter
from casework.sharing.preview import people_of
from casework.sharing.reach import reached
from protocols.vocabulary import Effect


@dataclass(slots=True)
class Loss:
    """What the people of an agency would no longer see: so many answers, in so many cases."""

    agency_id: UUID
    agency: str
    answers: int = 0
    cases: int = 0


class Lookers:
    """Everybody who looks, before every combination of facts of their conference."""

    def __init__(self, session: Session, gate: Gate, row: Agreement, counted: Tally) -> None:
        self._session, self._gate, self._row, self._counted = session, gate, row, counted
        self._known = around(session, row.partnership_id)
        # How often each kind of answer stands in each part of a case.
        self.parts: Mapping[str, Mapping[str, int]] = {
            part: part_of(counted.facts[part])[1]
            for part in set[str]().union(*counted.cases.values())
        }
        texts = {text for held in self.parts.values() for text in held}
        self._answers = answers_of(texts, self._known)
        self._versions: dict[str, tuple[InForce, ...]] = {}

    def contexts(self) -> Iterator[tuple[str, Matter, list[Viewer]]]:
        """Each context with each agency whose people look at it."""
        places = self._session.scalars(reached(self._row)).all()
        people = {place: _by_agency(people_of(self._session, place)) for place in places}
        for context in self._counted.cases:
            matter = context_of(self._counted.facts[context], self._known)
            for viewers in people.get(matter.conference_id, ()):
                yield context, matter, viewers

    def items(self, texts: Iterable[str]) -> Iterator[tuple[str, Item]]:
        """The kinds of answers that can be decided, as the gate is asked of them."""
        return ((text, self._answers[text].item) for text in texts if text in self._answers)

    def seen(self, viewers: Iterable[Viewer], matter: Matter, texts: Iterable[str]) -> set[str]:
        """Which of these answers any of the people of an agency sees."""
        asked = {item.subject_id: text for text, item in self.items(texts)}
        if not asked:
            return set()
        about = matter_about((self._answers[text] for text in asked.values()), self._known)
        stake = replace(matter, items=about.items, consent=about.consent, granted=about.granted)
        versions = self.held(matter.conference_kind)
        return {
            asked[item.subject_id]
            for viewer in viewers
            for item, decision in self._gate.decide(viewer, stake, versions=versions)
            if decision.effect >= Effect.SUMMARY
        }

    def held(self, kind: str) -> tuple[InForce, ...]:
        """The versions that a conference of that kind is to ask."""
        if kind not in self._versions:
            partnership_id = self._row.partnership_id
            self._versions[kind] = to_be_asked(self._session, partnership_id, kind, now())
        return self._versions[kind]


def _by_agency(people: Iterable[Viewer]) -> list[list[Viewer]]:
    found: dict[UUID, list[Viewer]] = defaultdict(list)
    for viewer in people:
        found[viewer.agency_id].append(viewer)
    return list(found.values())
