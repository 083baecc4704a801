"""THE GATE: asks the protocol in force, opens what the decision shows, writes it down first."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements.in_force import InForce, to_be_asked
from casework.clock import now
from casework.crypto.data_key import Scope, ScopeKeys
from casework.crypto.keystore import KeyStore
from casework.db import Database, WritingInProgress, writing_now
from casework.disclosure.areas import Areas
from casework.disclosure.asking import Asking, askings
from casework.disclosure.ledger import Entry, Ledger
from casework.disclosure.matter import Item, Matter
from casework.disclosure.opening import Opener
from casework.disclosure.record import reading_entry
from casework.disclosure.showing import show
from casework.disclosure.shown import Revealed
from protocols.decision import Decision, lowest
from protocols.vocabulary import Effect

log = logging.getLogger("casework.disclosure")

SAFETY_PLANNING = "safety_planning"
SCREEN = "screen"
WITHHELD_ON_ERROR = Decision(Effect.WITHHELD)
NO_PROTOCOL = Decision(Effect.WITHHELD)
OWN_INPUT = Decision(Effect.FULL)
NOT_LET_GO = Decision(Effect.WITHHELD, concealed=True)


@dataclass(frozen=True, slots=True)
class Ruling:
    """The decisions for one matter and its viewers: what each item may show, nothing opened yet."""

    matter: Matter
    decisions: tuple[tuple[Item, Decision], ...]
    versions: tuple[InForce, ...]
    stage: str


class Gate:
    """Holds the decision and the key. There is one, made by the composition root."""

    def __init__(self, database: Database, keys: KeyStore, ledger: Ledger) -> None:
        self._database, self._keys, self._ledger = database, keys, ledger
        self._areas = Areas(database)

    def reveal(
        self,
        viewers: Sequence[Viewer],
        matter: Matter,
        *,
        purpose: str = SAFETY_PLANNING,
        stage: str | None = None,
        channel: str = SCREEN,
    ) -> Revealed:
        """What these viewers together may see of one matter: several get the minimum."""
        return self.reveal_many(viewers, [matter], purpose=purpose, stage=stage, channel=channel)[0]

    def reveal_many(
        self,
        viewers: Sequence[Viewer],
        matters: Sequence[Matter],
        *,
        purpose: str = SAFETY_PLANNING,
        stage: str | None = None,
        channel: str = SCREEN,
    ) -> tuple[Revealed, ...]:
        """The same for a list; every case gets its entry in the ledger before anything returns."""
        if writing_now():
            raise WritingInProgress
        moment = now()
        held = self._versions_for(matters, moment)
        rulings = [
            _rule(viewers, m, purpose, stage or m.stage, channel, moment, held[_kind_of(m)])
            for m in matters
        ]
        keys = self._keys_of(rulings)
        opened = [self._open(r, viewers[0], keys) for r in rulings]
        # Committed before the answer leaves: no ledger, no answer.
        self._ledger.record(
            [
                reading_entry(v, revealed, purpose=purpose, channel=channel, moment=moment)
                for revealed in opened
                for v in viewers
            ]
        )
        return tuple(opened)

    def decide(
        self,
        viewer: Viewer,
        matter: Matter,
        *,
        purpose: str = SAFETY_PLANNING,
        stage: str | None = None,
        channel: str = SCREEN,
        versions: tuple[InForce, ...] | None = None,
        moment: datetime | None = None,
    ) -> tuple[tuple[Item, Decision], ...]:
        """Decide without a key: nothing is opened, so nothing is recorded.

        At an earlier `moment`, with the matter and the viewer of that moment, it answers as then.
        """
        moment = moment or now()
        if versions is None:
            versions = self._versions_for([matter], moment)[_kind_of(matter)]
        ruling = _rule([viewer], matter, purpose, stage or matter.stage, channel, moment, versions)
        return ruling.decisions

    def decide_many(
        self, viewer: Viewer, matters: Sequence[Matter]
    ) -> tuple[tuple[tuple[Item, Decision], ...], ...]:
        """The same for a list: what a search may count, before anything is opened."""
        moment = now()
        held = self._versions_for(matters, moment)
        return tuple(
            _rule(
                [viewer], m, SAFETY_PLANNING, m.stage, SCREEN, moment, held[_kind_of(m)]
            ).decisions
            for m in matters
        )

    def note(self, entry: Entry) -> None:
        """Write down a question that opens nothing: about the past, or why something is closed.

        A page that is loaded again within a minute is the same question.
        """
        self._ledger.record_look(entry)

    def _versions_for(
        self, matters: Iterable[Matter], moment: datetime
    ) -> dict[tuple[UUID, str], tuple[InForce, ...]]:
        """What is in force for each kind of conference among these, asked once for each."""
        kinds = sorted({_kind_of(m) for m in matters})
        with self._database.reading() as session:
            return {kind: to_be_asked(session, *kind, moment) for kind in kinds}

    def _keys_of(self, rulings: Iterable[Ruling]) -> dict[Scope, ScopeKeys]:
        scopes = {
            r.matter.scope
            for r in rulings
            if any(d.effect >= Effect.SUMMARY and i.envelope for i, d in r.decisions)
        }
        return dict(self._keys.get_many(scopes)) if scopes else {}

    def _open(self, ruling: Ruling, viewer: Viewer, keys: dict[Scope, ScopeKeys]) -> Revealed:
        matter = ruling.matter
        opener = Opener(matter, viewer, keys.get(matter.scope), self._areas)
        shown = (show(opener, item, decision) for item, decision in ruling.decisions)
        first = next((v for v in ruling.versions if v.holds), None)
        return Revealed(
            matter.case_id,
            tuple(s for s in shown if s is not None),
            protocol=first.title if first else "",
            version=first.label if first else "",
            stage=ruling.stage,
        )


def decide_within(
    session: Session,
    viewer: Viewer,
    matter: Matter,
    *,
    purpose: str = SAFETY_PLANNING,
    channel: str = SCREEN,
    moment: datetime | None = None,
) -> tuple[tuple[Item, Decision], ...]:
    """Decide inside an act, by what its own transaction finds in force; nothing is opened."""
    moment = moment or now()
    versions = to_be_asked(session, *_kind_of(matter), moment)
    return _rule([viewer], matter, purpose, matter.stage, channel, moment, versions).decisions


def _rule(
    viewers: Sequence[Viewer],
    matter: Matter,
    purpose: str,
    stage: str,
    channel: str,
    moment: datetime,
    versions: tuple[InForce, ...],
) -> Ruling:
    spoken = [version.protocol.vocabulary for version in versions]
    sides = [
        _Side(
            [
                (asking, version)
                for version in versions
                for asking in askings(
                    v, matter, purpose=purpose, stage=stage, channel=channel,
                    moment=moment, parties=version.parties, spoken=spoken,
                )
            ],
            v,
        )
        for v in viewers
    ]  # fmt: skip
    decisions = tuple((item, _least(side.decide(item) for side in sides)) for item in matter.items)
    return Ruling(matter, decisions, versions, stage)


def _kind_of(matter: Matter) -> tuple[UUID, str]:
    return matter.partnership_id, matter.conference_kind


class _Side:
    """One viewer before every version in force, with the decisions already taken."""

    def __init__(self, askings: list[tuple[Asking, InForce]], viewer: Viewer) -> None:
        self._askings, self._viewer = askings, viewer
        self._known: dict[tuple[object, ...], Decision] = {}
        self._held: dict[tuple[UUID, UUID | None], bool] = {}

    def decide(self, item: Item) -> Decision:
        """The lowest answer of all tiers; an evaluation error withholds."""
        # Ground rule, whatever protocol is in force or none: before its author's agency lets go
        # of an answer, nobody else learns that there is one.
        if not item.is_let_go(self._viewer.agency_id):
            return NOT_LET_GO
        if not self._askings:
            return OWN_INPUT if item.origin_agency_id == self._viewer.agency_id else NO_PROTOCOL
        key = self._askings[0][0].key(item)
        if key not in self._known:
            self._known[key] = _least(
                _decide(asking, version, item, in_force=self._holds(version, item))
                for asking, version in self._concerned(item)
            )
        return self._known[key]

    def _holds(self, version: InForce, item: Item) -> bool:
        """Whether a version is in force for this pair: worked out once for all its answers."""
        key = version.agreement_id, item.origin_agency_id
        if key not in self._held:
            self._held[key] = version.holds_between(item.origin_agency_id, self._viewer.agency_id)
        return self._held[key]

    def _concerned(self, item: Item) -> list[tuple[Asking, InForce]]:
        """The versions that speak of this pair; where none does, all of them say so."""
        pair = item.origin_agency_id, self._viewer.agency_id
        return [(a, v) for a, v in self._askings if v.concerns(*pair)] or self._askings


def _decide(asking: Asking, version: InForce, item: Item, *, in_force: bool) -> Decision:
    if not in_force:
        if asking.is_own(item):
            return OWN_INPUT
        # The clause about signatures says why, where the document has one.
        if not version.holds or asking.is_signed:
            return NO_PROTOCOL
        return _never_open(_asked(asking, version, item))
    return _asked(asking, version, item)


def _never_open(decision: Decision) -> Decision:
    return decision if decision.effect == Effect.WITHHELD else NO_PROTOCOL


def _asked(asking: Asking, version: InForce, item: Item) -> Decision:
    try:
        return version.table.decide(asking.question(item))
    # The one broad except of the house: whatever fails, withholds.
    except Exception as error:  # noqa: BLE001  # see above
        log.error("deciding %s failed with %s: withheld", item.field, type(error).__name__)
        return WITHHELD_ON_ERROR


def _least(decisions: Iterable[Decision]) -> Decision:
    # Tiers and several viewers alike: two different masks of one value might add up to it.
    return lowest(tuple(decisions))
