"""What could an agency see of a case at an earlier moment, under which version: nothing opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements.in_force import InForce, to_be_asked
from casework.cases.models import Case
from casework.cases.past import knew_of, matter_at, standing_at
from casework.catalogue.reading import read_title
from casework.catalogue.sections import SECTIONS
from casework.catalogue.words import party
from casework.directory.names import names_apart
from casework.directory.past import viewers_at
from casework.disclosure.gate import Gate
from casework.disclosure.matter import Item, Matter
from casework.disclosure.outlook import hidden, outlook, traces
from protocols.decision import Decision
from protocols.explain import full
from protocols.vocabulary import Effect

PAGE, ROOM = "screen", "screen_in_session"
HIDDEN = "concealed"
NO_SUMMARY = "A summary was to be shown, and none had been written."


@dataclass(frozen=True, slots=True)
class Line:
    """One answered question of the case, as it stood for the agency."""

    answer_id: UUID
    section: str
    label: str
    about: str
    # A word of `web.words`; the most that anybody of the agency could see.
    effect: str
    clause: str
    full: tuple[str, ...]
    # Those of the agency who saw less, where not all saw the same.
    less: tuple[str, ...]


# Labels of questions, and the line that stands for all of them.
Row = tuple[tuple[str, ...], Line]


@dataclass(frozen=True, slots=True)
class Held:
    """A version that was in force, and how the agency stood to it."""

    title: str
    label: str
    digest: str
    party_status: str


@dataclass(frozen=True, slots=True)
class Then:
    """The answer: the case, the versions, the people and what they could see."""

    moment: datetime
    stage: str
    state: str
    risk_level: str
    versions: tuple[Held, ...]
    people: tuple[str, ...]
    # Of these people, those who could not know of the case at all.
    shut_out: tuple[str, ...]
    lines: tuple[Line, ...]

    # Answers that the asker may be told of; for an overseer every one.
    answers: frozenset[UUID]

    @property
    def sections(self) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """Under the title of each section, the questions that have one and the same answer."""
        return tuple((title, _rows(found)) for title, found in groupby(self.lines, _section))

    @property
    def nobody_knew(self) -> bool:
        """Whether nobody of the agency could know that there was such a case."""
        return len(self.people) == len(self.shut_out)


def look_back(
    session: Session, gate: Gate, asker: Viewer, *, case: Case, agency_id: UUID,
    moment: datetime, channel: str = PAGE, everything: bool,
) -> Then:  # fmt: skip
    """What that agency could see; `everything` is for overseers, others learn what they may know.

    A chair is not told of what is hidden from the chair: their own decision comes first.
    """
    then, matter = standing_at(session, case, moment), matter_at(session, case, moment)
    versions = to_be_asked(session, matter.partnership_id, matter.conference_kind, moment)
    people = viewers_at(session, case.partnership_id, matter.conference_id, moment)
    mine = [v for v in people if v.agency_id == agency_id]
    known = [v for v in mine if knew_of(v, then)]
    names = names_apart(session, case.partnership_id)
    view = _View(gate, matter, moment, channel, versions, names)
    told = None if everything else view.known_to(asker)
    stage, state, risk = (then.past.at(case, name) for name in ("stage", "state", "risk_level"))
    return Then(
        moment, stage, state, risk,
        tuple(_held(version, agency_id) for version in versions if version.holds),
        tuple(names[v.person_id] for v in mine),
        tuple(names[v.person_id] for v in mine if v not in known),
        tuple(view.lines(known, told)), told or frozenset(),
    )  # fmt: skip


def _rows(lines: Iterable[Line]) -> tuple[Row, ...]:
    found: dict[tuple[object, ...], tuple[dict[str, None], Line]] = {}
    for line in lines:
        key = (line.about, line.effect, line.clause, line.full, line.less)
        found.setdefault(key, ({}, line))[0][line.label] = None
    return tuple((tuple(labels), line) for labels, line in found.values())


def _section(line: Line) -> str:
    return line.section


Decided = dict[UUID, Decision]


class _View:
    """One matter of one moment, decided for one viewer after the other."""

    def __init__(
        self, gate: Gate, matter: Matter, moment: datetime, channel: str,
        versions: tuple[InForce, ...], names: Mapping[UUID, str],
    ) -> None:  # fmt: skip
        self._gate, self._matter, self._versions, self._names = gate, matter, versions, names
        self._moment, self._channel = moment, channel
        self._people = _people(matter)

    def known_to(self, viewer: Viewer) -> frozenset[UUID]:
        """Answers that somebody may know of at all."""
        found = self._asked(viewer, PAGE)
        return frozenset(
            i.answer_id for i, d in found if i.answer_id and traces(self._matter, i, d)
        )

    def lines(self, people: Sequence[Viewer], told: frozenset[UUID] | None) -> Iterable[Line]:
        """A line for each answer, by the one who could see most of it."""
        decided = {v.person_id: self._decide(v) for v in people}
        if not decided:
            return
        for item in self._matter.items:
            if item.answer_id is None or (told is not None and item.answer_id not in told):
                continue
            yield self._line(item, {key: found[item.answer_id] for key, found in decided.items()})

    def _decide(self, viewer: Viewer) -> Decided:
        found = self._asked(viewer, self._channel)
        return {item.answer_id: decision for item, decision in found if item.answer_id}

    def _asked(self, viewer: Viewer, channel: str) -> tuple[tuple[Item, Decision], ...]:
        return self._gate.decide(
            viewer, self._matter, moment=self._moment, channel=channel, versions=self._versions
        )

    def _line(self, item: Item, decided: dict[UUID, Decision]) -> Line:
        most = max(decided.values(), key=lambda d: d.openness)
        less = tuple(self._names[p] for p, d in decided.items() if d.openness < most.openness)
        assert item.answer_id is not None, "only answers have a line"
        return Line(
            item.answer_id, read_title(SECTIONS[item.section]), item.label,
            self._people.get(item.subject_id, ""), self.word(item, most), most.clause or "",
            self._why(item, most), less,
        )  # fmt: skip

    def _why(self, item: Item, decision: Decision) -> tuple[str, ...]:
        said = full(decision)
        if decision.effect > outlook(self._matter, item, decision):
            return (NO_SUMMARY, *said[1:])
        return said

    def word(self, item: Item, decision: Decision) -> str:
        """The effect as a word of the screen."""
        effect = outlook(self._matter, item, decision)
        if effect == Effect.WITHHELD and hidden(item, decision):
            return HIDDEN
        return effect.word


def _held(version: InForce, agency_id: UUID) -> Held:
    status = version.parties.get(agency_id, "not_a_party")
    return Held(version.title, version.label, version.digest, status)


def _people(matter: Matter) -> dict[UUID | None, str]:
    """The people of a case by what they are in it, counted where there are several."""
    found: dict[UUID | None, str] = {}
    seen: dict[str, int] = {}
    for item in matter.items:
        if item.subject_id is not None and item.subject_id not in found:
            seen[item.subject] = seen.get(item.subject, 0) + 1
            number = f" {seen[item.subject]}" if seen[item.subject] > 1 else ""
            found[item.subject_id] = f"{party(matter.conference_kind, item.subject)}{number}"
    return found
