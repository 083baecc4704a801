"""Which version of which protocol holds now, for whom, compiled once by digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.agreements.models import Agreement, AgreementState, Party
from casework.errors import ConferError
from protocols.clauses import SharingProtocol
from protocols.engine import DecisionTable
from protocols.engine import compile as compile_protocol
from protocols.loader import load
from protocols.writer import digest

KEPT_TABLES = 32
WERE_IN_FORCE = (AgreementState.IN_FORCE, AgreementState.SUPERSEDED, AgreementState.WITHDRAWN)


class TextChanged(ConferError):
    """The stored text of a version is not the text that was approved."""


@dataclass(frozen=True, slots=True)
class InForce:
    """One version that holds, ready to decide."""

    agreement_id: UUID
    name: str
    label: str
    title: str
    digest: str
    protocol: SharingProtocol
    table: DecisionTable
    # Agency -> its `party_status`; agencies that are not in it are not parties.
    parties: dict[UUID, str]


@lru_cache(maxsize=KEPT_TABLES)
def compiled(text: str) -> tuple[SharingProtocol, DecisionTable, str]:
    """Load and compile a document; the same text is compiled once per process."""
    protocol = load(text)
    return protocol, compile_protocol(protocol), digest(protocol)


def in_force(
    session: Session, partnership_id: UUID, conference_kind: str, moment: datetime
) -> tuple[InForce, ...]:
    """The versions that hold at a moment for one kind of conference; empty means 'no protocol'."""
    rows = session.scalars(
        select(Agreement).where(
            Agreement.partnership_id == partnership_id,
            Agreement.state.in_(WERE_IN_FORCE),
            Agreement.in_force_from <= moment,
            or_(Agreement.ended_at.is_(None), Agreement.ended_at > moment),
        )
    )
    found = (_ready(session, row, moment) for row in rows)
    return tuple(f for f in found if conference_kind in f.protocol.conference_kinds)


def _ready(session: Session, row: Agreement, moment: datetime) -> InForce:
    protocol, table, fresh = compiled(row.text)
    if fresh != row.digest:
        raise TextChanged(f"The text of {row.title} {row.label} is not the one that was approved.")
    return InForce(
        row.id, row.name, row.label, row.title, row.digest, protocol, table,
        party_statuses(session, row.id, moment),
    )  # fmt: skip


def party_statuses(session: Session, agreement_id: UUID, moment: datetime) -> dict[UUID, str]:
    """How each agency stands to a version at a moment."""
    rows = session.scalars(select(Party).where(Party.agreement_id == agreement_id))
    return {p.agency_id: _status(p, moment) for p in rows}


def _status(party: Party, moment: datetime) -> str:
    if party.ended_at is not None and party.ended_at <= moment:
        return "withdrawn"
    if party.status == "signed" and (party.signed_at is None or party.signed_at > moment):
        return "invited"
    return party.status
