"""Stored decisions, decided again: under the version of their day, and under a draft.

The ledger says who was shown which answers at which effect under which clause; facts, roles and
versions are kept with their dates. So what was decided can be decided again from what was recorded
then, without a key and without a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements.in_force import InForce, compiled, to_be_asked
from casework.agreements.models import Agreement
from casework.cases.models import Case
from casework.cases.past import matter_at
from casework.directory.past import viewer_at
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_entry import read_body
from casework.disclosure.ledger_models import LedgerEntry
from protocols.decision import Decision
from protocols.vocabulary import Effect

# What an effect may have come down to where a summary or a mask was wanting.
FALLS_TO = {Effect.SUMMARY: {"existence"}, Effect.MASKED: {"existence"}, Effect.FULL: {"withheld"}}


@dataclass(frozen=True, slots=True)
class Replayed:
    """One answer that somebody was shown: as written down, as decided again, and under a draft."""

    seq: int
    at: datetime
    person_id: UUID
    answer_id: UUID
    field: str
    shown: str
    clause: str | None
    again: Decision
    draft: Decision | None

    @property
    def is_same(self) -> bool:
        """Whether the same was decided again, fall-backs of that day allowed."""
        effects = {self.again.effect.word} | FALLS_TO.get(self.again.effect, set())
        return self.shown in effects and self.clause == self.again.clause

    @property
    def would_differ(self) -> bool:
        """Whether the draft would have decided otherwise, or shown another part."""
        if self.draft is None:
            return False
        mine, theirs = self.again, self.draft
        return (mine.openness, mine.mask) != (theirs.openness, theirs.mask)


def replay_period(
    session: Session,
    gate: Gate,
    partnership_id: UUID,
    *,
    since: datetime,
    until: datetime,
    draft: Agreement | None = None,
) -> Iterator[Replayed]:
    """Everything that was shown in a period, oldest first."""
    entries = session.scalars(
        select(LedgerEntry)
        .where(
            LedgerEntry.partnership_id == partnership_id,
            LedgerEntry.kind == Kind.ANSWERS_SHOWN.value,
            LedgerEntry.at >= since,
            LedgerEntry.at < until,
        )
        .order_by(LedgerEntry.seq)
    )
    for entry in entries:
        yield from replay(session, gate, entry, draft=draft)


def replay(
    session: Session, gate: Gate, entry: LedgerEntry, *, draft: Agreement | None = None
) -> list[Replayed]:
    """The answers of one entry; none where the case was shredded or the person is not known."""
    case = session.get(Case, entry.case_id) if entry.case_id else None
    viewer = viewer_at(session, entry.actor_id, entry.at) if entry.actor_id else None
    if case is None or viewer is None:
        return []
    matter, detail = matter_at(session, case, entry.at), read_body(entry.body)["detail"]
    kind = (matter.partnership_id, matter.conference_kind)
    versions = to_be_asked(session, *kind, entry.at)

    def decided(held: tuple[InForce, ...]) -> dict[UUID | None, Decision]:
        found = gate.decide(
            viewer, matter, purpose=detail["purpose"], stage=detail["stage"],
            channel=detail["channel"], versions=held, moment=entry.at,
        )  # fmt: skip
        return {item.answer_id: decision for item, decision in found}

    again = decided(versions)
    other = decided(_with(versions, draft)) if draft is not None else {}
    shown = ((UUID(answer), *rest) for answer, *rest in detail["shown"])
    return [
        Replayed(
            entry.seq,
            entry.at,
            viewer.person_id,
            answer,
            field,
            effect,
            clause,
            again[answer],
            other.get(answer),
        )
        for answer, field, effect, clause in shown
        if answer in again
    ]


def _with(versions: tuple[InForce, ...], draft: Agreement) -> tuple[InForce, ...]:
    """The versions of that day with a draft in the place of its own protocol's."""
    protocol, table, digest = compiled(draft.text)
    return tuple(
        replace(v, label=draft.label, digest=digest, protocol=protocol, table=table)
        if v.name == draft.name
        else v
        for v in versions
    )
