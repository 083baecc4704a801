"""Who would see less of which live cases if a partner left now: decided, never opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements.in_force import InForce, standing_of, to_be_asked
from casework.agreements.models import Agreement
from casework.agreements.standing import STANDING
from casework.cases.tally import Pair, Tally, count_cases, tally
from casework.cases.told import Answer, answers_of, around, context_of, matter_about, part_of
from casework.clock import now
from casework.disclosure.gate import Gate
from casework.disclosure.matter import Item, Matter
from casework.sharing.preview import people_of
from casework.sharing.reach import reached
from protocols.life import ALL
from protocols.vocabulary import Effect


@dataclass(slots=True)
class Loss:
    """What the people of an agency would no longer see: so many answers, in so many cases."""

    agency_id: UUID
    agency: str
    answers: int = 0
    cases: int = 0


@dataclass(frozen=True, slots=True)
class Losses:
    """The leaver first, with what others gave; then every other agency, with what it gave them."""

    lines: list[Loss]
    counted: Tally
    # In which combinations of facts each agency loses something.
    touched: Mapping[Pair, set[UUID]]


def losses(session: Session, gate: Gate, row: Agreement, agency_id: UUID) -> Losses:
    """Decided once for each combination of facts, and counted."""
    counted = tally(session, row.partnership_id)
    found: dict[UUID, Loss] = {}
    touched: dict[Pair, set[UUID]] = defaultdict(set)
    for viewer, pair, lost in _Leaving(session, gate, row, agency_id, counted).found():
        loss = found.setdefault(viewer.agency_id, Loss(viewer.agency_id, viewer.agency_name))
        context, part = pair
        loss.answers += lost * counted.cases[context][part]
        touched[pair].add(viewer.agency_id)
    for key, cases in count_cases(session, row.partnership_id, counted, touched).items():
        found[key].cases = cases
    own = found.pop(agency_id, None)
    rest = sorted(found.values(), key=lambda loss: loss.agency)
    return Losses([own, *rest] if own else rest, counted, touched)


def quorum_words(session: Session, row: Agreement, agency_id: UUID) -> tuple[str, bool]:
    """What its leaving does to the signatures that are needed, and whether that ends sharing."""
    standing, moment = standing_of(session, row), now()
    stand = standing.signatures(moment)
    leaver = standing.members.get(agency_id)
    after = stand - int(leaver is not None and leaver.status(moment) in STANDING)
    needed = standing.life.quorum
    if not needed or needed == ALL:
        return f"{after} of {stand} signatures would stand. It needs no number of them.", False
    ends = after < int(needed) <= stand
    words = f"{after} of {stand} signatures would stand, and the protocol needs {needed}."
    return (f"{words} Nothing would be shared by anybody." if ends else words), ends


class _Leaving:
    """Everybody who looks, before every combination of facts of their conference."""

    def __init__(
        self, session: Session, gate: Gate, row: Agreement, agency_id: UUID, counted: Tally
    ) -> None:
        self._session, self._gate, self._row, self._leaver = session, gate, row, agency_id
        self._facts, self._cases = counted.facts, counted.cases
        self._known = around(session, row.partnership_id)
        occurring = set[str]().union(*counted.cases.values())
        self._parts = {part: part_of(counted.facts[part])[1] for part in occurring}
        texts = {text for held in self._parts.values() for text in held}
        self._answers = answers_of(texts, self._known)
        self._versions: dict[str, tuple[InForce, ...]] = {}

    def found(self) -> Iterator[tuple[Viewer, Pair, int]]:
        """How many answers the people of an agency would lose, for each combination."""
        people = self._people()
        for fingerprint, parts in self._cases.items():
            matter = context_of(self._facts[fingerprint], self._known)
            for viewers in people.get(matter.conference_id, ()):
                for part in parts:
                    if lost := self._lost(viewers, matter, self._parts[part]):
                        yield viewers[0], (fingerprint, part), lost

    def _people(self) -> dict[UUID, list[list[Viewer]]]:
        """By conference that the protocol is about, and by agency."""
        about = self._session.scalars(reached(self._row)).all()
        return {place: _by_agency(people_of(self._session, place)) for place in about}

    def _lost(self, viewers: list[Viewer], matter: Matter, held: Mapping[str, int]) -> int:
        """An agency loses an answer that any of its people sees."""
        # Only what could be lost is decided: everything else stays as it is.
        asked = {
            answer.item.subject_id: (answer, held[text])
            for text in held
            if (answer := self._answers.get(text)) is not None
            and _is_touched(answer.item, viewers[0], self._leaver)
        }
        if not asked:
            return 0
        at_stake = self._with(matter, (answer for answer, _ in asked.values()))
        versions = self._held(matter.conference_kind)
        seen = {
            item.subject_id
            for viewer in viewers
            for item, decision in self._gate.decide(viewer, at_stake, versions=versions)
            if decision.effect >= Effect.SUMMARY
        }
        return sum(asked[subject_id][1] for subject_id in seen)

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


def _is_touched(item: Item, viewer: Viewer, agency_id: UUID) -> bool:
    """An answer of another agency, where the leaver either gave it or reads it."""
    if item.origin_agency_id in (None, viewer.agency_id):
        return False
    return agency_id in (viewer.agency_id, item.origin_agency_id)
