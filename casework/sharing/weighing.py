"""Two documents on every live case: decided once for each combination of facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from casework.access import Viewer
from casework.cases.combining import PURPOSE
from casework.cases.tally import Tally
from casework.cases.told import Around, context_of
from casework.disclosure.asking import Asking
from casework.disclosure.matter import Matter
from casework.sharing.kinds import Bits, ByKind, Kinds, Section, read_by, sections_of
from casework.sharing.turning import Tables, Turned, Turning
from protocols.engine import DecisionTable

CHANNEL = "screen"
People = Mapping[UUID, Iterable[Viewer]]


class Change(NamedTuple):
    """What one person gains and loses in one section of the cases with this context and part."""

    viewer: Viewer
    section: Section
    context: str
    part: str
    cases: int
    gained: Bits
    lost: Bits


class Context(NamedTuple):
    """A context, what is read of it whoever asks, and how many cases have which part beside it."""

    fingerprint: str
    matter: Matter
    case: Hashable
    parts: Mapping[str, int]


class Weighing:
    """The live cases of a partnership between two documents."""

    def __init__(
        self, counted: Tally, known: Around, tables: Callable[[str], Tables],
        parties: Mapping[UUID, str], moment: datetime,
    ) -> None:  # fmt: skip
        self._tables, self._parties, self._moment = tables, parties, moment
        self._sections = sections_of(counted, known)
        self._bits = {part: bits for s in self._sections for part, bits in s.parts.items()}
        self._stands_in = {part: section for section in self._sections for part in section.parts}
        self._read = read_by(self._tables_in(known))
        self.places = self._by_conference(counted, known)

    def changes(self, people: People) -> Iterator[Change]:
        """Every change for these people, by the conference in which they look."""
        kinds = Kinds(self._read)
        asked = {v: self._asked_of(kinds, v) for viewers in people.values() for v in viewers}
        turnings: dict[str, Turning] = {}
        for conference_id, viewers in people.items():
            contexts = self.places[conference_id]
            kind = contexts[0].matter.conference_kind
            if kind not in turnings:
                turnings[kind] = Turning(self._tables(kind), kinds.questions)
            for viewer in viewers:
                yield from self._of(viewer, contexts, turnings[kind], asked[viewer])

    def _tables_in(self, known: Around) -> list[DecisionTable]:
        kinds = sorted(set(known.kinds.values()))
        return [table for kind in kinds for table in self._tables(kind) if table]

    def _asked_of(self, kinds: Kinds, viewer: Viewer) -> ByKind:
        found: ByKind = defaultdict(int)
        for section in self._sections:
            asking = self._asking(viewer, section.matter)
            for kind, bits in kinds.before(section, asking).items():
                found[kind] |= bits
        return found

    def _of(
        self, viewer: Viewer, contexts: Iterable[Context], turning: Turning, asked: ByKind
    ) -> Iterator[Change]:
        known: dict[Hashable, tuple[Bits, Bits]] = {}
        bits: dict[Turned, tuple[Bits, Bits]] = {}
        for fingerprint, matter, case, parts in contexts:
            stands = case, _stands(viewer, matter)
            if stands not in known:
                turned = turning.of(self._asking(viewer, matter).standing())
                if turned not in bits:
                    bits[turned] = _bits_of(turned, asked)
                known[stands] = bits[turned]
            more, less = known[stands]
            if touched := more | less:
                for part, cases in parts.items():
                    if hit := self._bits[part] & touched:
                        section = self._stands_in[part]
                        yield Change(
                            viewer, section, fingerprint, part, cases, hit & more, hit & less
                        )

    def _by_conference(self, counted: Tally, known: Around) -> dict[UUID, list[Context]]:
        found: dict[UUID, list[Context]] = defaultdict(list)
        for fingerprint, parts in counted.cases.items():
            matter = context_of(counted.facts[fingerprint], known)
            place = found[matter.conference_id]
            place.append(Context(fingerprint, matter, self._case(matter), parts))
        return found

    def _case(self, matter: Matter) -> Hashable:
        facts = matter.facts.items()
        read = facts if self._read is None else [one for one in facts if one[0] in self._read]
        minds_risk = self._read is None or "risk_level" in self._read
        return matter.stage, matter.risk_level if minds_risk else None, frozenset(read)

    def _asking(self, viewer: Viewer, matter: Matter) -> Asking:
        return Asking(
            viewer, matter, purpose=PURPOSE, stage=matter.stage, channel=CHANNEL,
            moment=self._moment, parties=self._parties,
        )  # fmt: skip


def _bits_of(turned: Turned, asked: ByKind) -> tuple[Bits, Bits]:
    more, less = (sum(asked.get(kind, 0) for kind in side) for side in turned)
    return more, less


def _stands(viewer: Viewer, matter: Matter) -> Hashable:
    """All that makes one person's standing in a case another than in one with the same facts."""
    own = matter.agency_facts.get(viewer.agency_id), matter.person_facts.get(viewer.person_id)
    told = tuple(frozenset(facts.items()) if facts else None for facts in own)
    return matter.standing(viewer.agency_id, viewer.person_id), told
