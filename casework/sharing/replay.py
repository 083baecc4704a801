"""Stored decisions, decided again: under the version of their day, and under a draft.

The ledger says who was shown which answers at which effect under which clause; facts, roles and
versions are kept with their dates. So what was decided can be decided again from what was recorded
then, without a key and without a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements.in_force import InForce, compiled, to_be_asked
from casework.agreements.models import Agreement
from casework.cases.models import Case
from casework.cases.past import matter_at
from casework.directory.past import viewer_at
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_entry import read_body
from casework.disclosure.ledger_models import LedgerEntry
from casework.disclosure.matter import Item, Matter
from protocols.decision import Decision, lowest
from protocols.vocabulary import Effect

# What an effect comes down to where a summary was empty, or a mask would have hidden nothing.
FALLS_TO = {Effect.SUMMARY: {"existence"}, Effect.MASKED: {"existence"}}
# Entries of one look at a screen that several people share stand together in the ledger.
TOGETHER = 60


class Gone(StrEnum):
    """Why a look cannot be replayed, or not under the version that was chosen."""

    CASE = "case"
    PERSON = "person"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Replayed:
    """One answer that stood when somebody looked: as written down, decided again, under a draft."""

    item: Item
    # The effect as a word, and its clause; None where nothing of it was shown.
    shown: str | None
    clause: str | None
    again: Decision
    draft: Decision | None = None

    @property
    def is_same(self) -> bool:
        """Whether the same was decided again, fall-backs of that day allowed."""
        effects = {self.again.effect.word} | FALLS_TO.get(self.again.effect, set())
        return self.shown in effects and self.clause == self.again.clause

    @property
    def change(self) -> int:
        """1 where the draft would have shown more, or another part; -1 where less; 0 the same."""
        if self.draft is None or (self.draft.openness, self.draft.mask) == (
            self.again.openness,
            self.again.mask,
        ):
            return 0
        return 1 if self.draft.openness >= self.again.openness else -1


@dataclass(frozen=True, slots=True)
class Look:
    """One opening of one case, replayed; `gone` says why it could not be."""

    seq: int
    at: datetime
    case: Case | None
    agency: str = ""
    gone: Gone | None = None
    answers: tuple[Replayed, ...] = ()
    # Answers that were shown and do not stand in the record any more.
    erased: int = 0

    @property
    def shown(self) -> tuple[Replayed, ...]:
        """What the ledger says was shown: these were decided, and are compared."""
        return tuple(a for a in self.answers if a.shown is not None)


def replay_all(
    session: Session, gate: Gate, entries: Sequence[LedgerEntry], *,
    under: UUID | None = None, draft: Agreement | None = None,
) -> Iterator[Look]:  # fmt: skip
    """These entries of the ledger, one after the other; `under` leaves out other versions."""
    for entry in entries:
        yield replay(session, gate, entry, under=under, draft=draft)


def replay(
    session: Session, gate: Gate, entry: LedgerEntry, *,
    under: UUID | None = None, draft: Agreement | None = None,
) -> Look:  # fmt: skip
    """One entry, decided again by what was recorded at its moment."""
    case = session.get(Case, entry.case_id) if entry.case_id else None
    viewers = _viewers(session, entry) if case is not None else ()
    if case is None or not viewers:
        why = Gone.CASE if case is None else Gone.PERSON
        return Look(entry.seq, entry.at, case, gone=why)
    matter = matter_at(session, case, entry.at, blanks=False)
    kind = matter.conference_kind
    versions = to_be_asked(session, matter.partnership_id, kind, entry.at)
    if under is not None and under not in {v.agreement_id for v in versions}:
        return Look(entry.seq, entry.at, case, gone=Gone.OTHER)
    detail = read_body(entry.body)["detail"]
    again = _decided(gate, viewers, matter, entry, versions)
    other = _decided(gate, viewers, matter, entry, _with(versions, draft, kind)) if draft else {}
    shown = {UUID(answer): (effect, clause) for answer, _, effect, clause in detail["shown"]}
    return Look(
        entry.seq, entry.at, case, viewers[0].agency_name,
        answers=tuple(_answers(matter, shown, again, other)), erased=len(shown.keys() - again),
    )  # fmt: skip


def _viewers(session: Session, entry: LedgerEntry) -> tuple[Viewer, ...]:
    """Whoever looked, with those who shared the screen; none where one of them is not known."""
    actors = dict.fromkeys([entry.actor_id, *_beside(session, entry)])
    found = [viewer_at(session, actor, entry.at) if actor else None for actor in actors]
    return tuple(v for v in found if v is not None) if all(found) else ()


def _beside(session: Session, entry: LedgerEntry) -> Iterator[UUID | None]:
    """Those whom the same look showed the same: several viewers are shown the least of them all."""
    near = session.scalars(
        select(LedgerEntry).where(
            LedgerEntry.partnership_id == entry.partnership_id,
            LedgerEntry.case_id == entry.case_id,
            LedgerEntry.seq.between(entry.seq - TOGETHER, entry.seq + TOGETHER),
            LedgerEntry.kind == Kind.ANSWERS_SHOWN.value, LedgerEntry.at == entry.at,
        )
    )  # fmt: skip
    detail = read_body(entry.body)["detail"]
    return (other.actor_id for other in near if read_body(other.body)["detail"] == detail)


def _decided(
    gate: Gate, viewers: Sequence[Viewer], matter: Matter, entry: LedgerEntry,
    held: tuple[InForce, ...],
) -> dict[UUID, Decision]:  # fmt: skip
    detail = read_body(entry.body)["detail"]
    sides = [
        gate.decide(
            viewer, matter, purpose=detail["purpose"], stage=detail["stage"],
            channel=detail["channel"], versions=held, moment=entry.at,
        )
        for viewer in viewers
    ]  # fmt: skip
    return {
        item.answer_id: lowest(tuple(decision for _, decision in found))
        for item, found in zip(matter.items, zip(*sides, strict=True), strict=True)
        if item.answer_id is not None
    }


def _answers(
    matter: Matter, shown: Mapping[UUID, tuple[str, str | None]],
    again: Mapping[UUID, Decision], other: Mapping[UUID, Decision],
) -> Iterator[Replayed]:  # fmt: skip
    for item in matter.items:
        if item.answer_id is not None:
            effect, clause = shown.get(item.answer_id, (None, None))
            yield Replayed(item, effect, clause, again[item.answer_id], other.get(item.answer_id))


def _with(versions: tuple[InForce, ...], draft: Agreement, kind: str) -> tuple[InForce, ...]:
    """The versions of that day with a draft in the place of its own protocol's.

    Its parties and dates are those of the version it replaces; a draft that is not about this kind
    of conference leaves nothing in its place.
    """
    protocol, table, digest = compiled(draft.text)
    about = kind in protocol.conference_kinds
    return tuple(
        replace(v, label=draft.label, digest=digest, protocol=protocol, table=table)
        if v.name == draft.name
        else v
        for v in versions
        if about or v.name != draft.name
    )
