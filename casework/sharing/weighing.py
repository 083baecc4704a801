"""Two documents on every live case: decided once for each combination of facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from casework.access import Viewer
from casework.cases.combining import PURPOSE
from casework.cases.tally import Tally
from casework.cases.told import Around, context_of
from casework.disclosure.asking import Asking
from casework.disclosure.matter import Matter
from casework.sharing.kinds import Bits, ByKind, Kinds, Section, sections_of
from casework.sharing.turning import Tables, Turned, Turning

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
    """A context, and how many cases have which part beside it."""

    fingerprint: str
    matter: Matter
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
        self.places = _by_conference(counted, known)

    def changes(self, people: People) -> Iterator[Change]:
        """Every change for these people, by the conference in which they look."""
        kinds = self._kinds()
        asked = {v: self._asked_of(kinds, v) for viewers in people.values() for v in viewers}
        turnings: dict[str, Turning] = {}
        for conference_id, viewers in people.items():
            contexts = self.places[conference_id]
            kind = contexts[0].matter.conference_kind
            if kind not in turnings:
                turnings[kind] = Turning(self._tables(kind), kinds.questions)
            for viewer in viewers:
                yield from self._of(viewer, contexts, turnings[kind], asked[viewer])

    def _kinds(self) -> Kinds:
        kinds = {contexts[0].matter.conference_kind for contexts in self.places.values()}
        return Kinds(table for kind in kinds for table in self._tables(kind) if table)

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
        known: dict[Turned, tuple[Bits, Bits]] = {}
        for fingerprint, matter, parts in contexts:
            turned = turning.of(self._asking(viewer, matter).standing())
            if turned not in known:
                known[turned] = _bits_of(turned, asked)
            more, less = known[turned]
            if touched := more | less:
                for part, cases in parts.items():
                    if hit := self._bits[part] & touched:
                        section = self._stands_in[part]
                        yield Change(
                            viewer, section, fingerprint, part, cases, hit & more, hit & less
                        )

    def _asking(self, viewer: Viewer, matter: Matter) -> Asking:
        return Asking(
            viewer, matter, purpose=PURPOSE, stage=matter.stage, channel=CHANNEL,
            moment=self._moment, parties=self._parties,
        )  # fmt: skip


def _bits_of(turned: Turned, asked: ByKind) -> tuple[Bits, Bits]:
    more, less = (sum(asked.get(kind, 0) for kind in side) for side in turned)
    return more, less


def _by_conference(counted: Tally, known: Around) -> dict[UUID, list[Context]]:
    found: dict[UUID, list[Context]] = defaultdict(list)
    for fingerprint, parts in counted.cases.items():
        matter = context_of(counted.facts[fingerprint], known)
        found[matter.conference_id].append(Context(fingerprint, matter, parts))
    return found
