"""Who would see less of which live cases if a version ended: once for each combination of facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements.in_force import InForce, to_be_asked
from casework.agreements.models import Agreement
from casework.cases.tally import Pair, Tally, count_cases, tally
from casework.cases.told import Answer, answers_of, around, context_of, matter_about, part_of
from casework.clock import now
from casework.disclosure.gate import Gate
from casework.disclosure.matter import Item, Matter
from casework.sharing.losses import Loss
from casework.sharing.preview import people_of
from casework.sharing.reach import reached
from protocols.vocabulary import Effect


def ended_losses(session: Session, gate: Gate, row: Agreement) -> list[Loss]:
    """What each agency would lose, by the name of the agency."""
    counted = tally(session, row.partnership_id)
    parts = {
        part: part_of(counted.facts[part])[1] for part in set[str]().union(*counted.cases.values())
    }
    found: dict[UUID, Loss] = {}
    touched: dict[Pair, set[UUID]] = defaultdict(set)
    for viewer, context, lost in _Ending(session, gate, row, counted, parts).found():
        loss = found.setdefault(viewer.agency_id, Loss(viewer.agency_id, viewer.agency_name))
        for part, cases in counted.cases[context].items():
            if answers := sum(held for text, held in parts[part].items() if text in lost):
                loss.answers += answers * cases
                touched[context, part].add(viewer.agency_id)
    for key, cases in count_cases(session, row.partnership_id, counted, touched).items():
        found[key].cases = cases
    return sorted(found.values(), key=lambda loss: loss.agency)


class _Ending:
    """Everybody who looks, before every context that the version is about."""

    def __init__(
        self,
        session: Session,
        gate: Gate,
        row: Agreement,
        counted: Tally,
        parts: Mapping[str, Mapping[str, int]],
    ) -> None:
        self._session, self._gate, self._row = session, gate, row
        self._counted, self._parts = counted, parts
        self._known = around(session, row.partnership_id)
        self._answers = answers_of({text for held in parts.values() for text in held}, self._known)
        self._versions: dict[str, tuple[InForce, ...]] = {}

    def found(self) -> Iterator[tuple[Viewer, str, set[str]]]:
        """For each agency before each context: the kinds of answers it would lose, if any."""
        places = self._session.scalars(reached(self._row)).all()
        people = {place: _by_agency(people_of(self._session, place)) for place in places}
        for context, parts in self._counted.cases.items():
            matter = context_of(self._counted.facts[context], self._known)
            texts = {text for part in parts for text in self._parts[part] if text in self._answers}
            for viewers in people.get(matter.conference_id, ()):
                if lost := self._lost(viewers, matter, texts):
                    yield viewers[0], context, lost

    def _lost(self, viewers: list[Viewer], matter: Matter, texts: Iterable[str]) -> set[str]:
        """An agency loses an answer that any of its people sees."""
        held = self._held(matter.conference_kind)
        ending = next(version for version in held if version.agreement_id == self._row.id)
        # Only what could be lost is decided: everything else stays as it is.
        asked = {
            self._answers[text].item.subject_id: text
            for text in texts
            if _is_touched(self._answers[text].item, viewers[0].agency_id, ending)
        }
        stake = self._with(matter, (self._answers[text] for text in asked.values()))
        return {
            asked[item.subject_id]
            for viewer in viewers
            for item, seen in self._gate.decide(viewer, stake, versions=held)
            if seen.effect >= Effect.SUMMARY
        }

    def _with(self, matter: Matter, answers: Iterable[Answer]) -> Matter:
        about = matter_about(answers, self._known)
        return replace(matter, items=about.items, consent=about.consent, granted=about.granted)

    def _held(self, kind: str) -> tuple[InForce, ...]:
        if kind not in self._versions:
            partnership_id = self._row.partnership_id
            self._versions[kind] = to_be_asked(self._session, partnership_id, kind, now())
        return self._versions[kind]


def _by_agency(people: Iterable[Viewer]) -> list[list[Viewer]]:
    found: dict[UUID, list[Viewer]] = defaultdict(list)
    for viewer in people:
        found[viewer.agency_id].append(viewer)
    return list(found.values())


def _is_touched(item: Item, agency_id: UUID, ending: InForce) -> bool:
    """An answer of another agency between two that were meant to sign: when the version has ended
    it goes on to stand between them, and opens nothing.
    """
    return item.origin_agency_id != agency_id and ending.concerns(item.origin_agency_id, agency_id)
