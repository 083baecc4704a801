"""Signatures over the fingerprint of a text: made, carried over, ended; never rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements.models import Agreement, Party
from casework.agreements.standing import INVITED, SIGNED
from casework.agreements.standing_models import Signature, Way
from casework.clock import now


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed or wrote for an agency, and who wrote that down."""

    name: str
    post: str = ""
    person_id: UUID | None = None
    recorded_by: UUID | None = None
    way: Way = Way.RECORDED
    paper_day: date | None = None


def stand(session: Session, row: Agreement, agency_id: UUID, *, status: str, by: Signer) -> Party:
    """An agency signs the text as it is, or its signature ends; what was stays on record."""
    party = party_of(session, row, agency_id)
    _end_signature(session, party, as_=status)
    party.status, party.signed_by, party.ended_at = status, by.name, None
    party.signed_at = None
    if status == SIGNED:
        party.signed_at = now()
        session.add(_signature(row, party, by))
    session.add(party)
    session.flush()
    return party


def party_of(session: Session, row: Agreement, agency_id: UUID) -> Party:
    """How an agency stands to a version; a new row that is invited where there is none."""
    return session.scalar(
        select(Party).where(Party.agreement_id == row.id, Party.agency_id == agency_id)
    ) or Party(
        partnership_id=row.partnership_id, agreement_id=row.id, agency_id=agency_id,
        status=INVITED, officer_name="", officer_post="",
    )  # fmt: skip


def signature_of(session: Session, party: Party) -> Signature | None:
    """The signature that stands, or the last one there was."""
    return session.scalar(
        select(Signature)
        .where(Signature.agreement_id == party.agreement_id, Signature.agency_id == party.agency_id)
        .order_by(Signature.recorded_at.desc(), Signature.id.desc())
        .limit(1)
    )


def carry_parties(session: Session, before: Agreement, row: Agreement, *, signatures: bool) -> None:
    """Parties of the version before are parties of this one; their signatures only by rule."""
    known = {p.agency_id for p in _parties(session, row)}
    for old in _parties(session, before):
        if old.agency_id not in known and old.ended_at is None:
            stands = signatures or old.status != SIGNED
            party = Party(
                partnership_id=row.partnership_id, agreement_id=row.id, agency_id=old.agency_id,
                status=old.status if stands else INVITED, signed_by=old.signed_by if stands else "",
                signed_at=old.signed_at if stands else None, officer_id=old.officer_id,
                officer_name=old.officer_name, officer_post=old.officer_post,
            )  # fmt: skip
            session.add(party)
            if party.signed_at is not None:
                session.add(_signature(row, party, Signer(old.signed_by, way=Way.CARRIED)))


def void_signatures(session: Session, row: Agreement) -> None:
    """A text that is written in again has been signed by nobody."""
    for party in _parties(session, row):
        if party.status == SIGNED:
            _end_signature(session, party, as_=INVITED)
            party.status, party.signed_by, party.signed_at = INVITED, "", None


def _parties(session: Session, row: Agreement) -> list[Party]:
    return list(session.scalars(select(Party).where(Party.agreement_id == row.id)))


def _end_signature(session: Session, party: Party, *, as_: str) -> None:
    standing = session.scalars(
        select(Signature).where(
            Signature.agreement_id == party.agreement_id,
            Signature.agency_id == party.agency_id, Signature.ended_at.is_(None),
        )
    )  # fmt: skip
    for signature in standing:
        signature.ended_at, signature.ended_as = party.ended_at or now(), as_


def _signature(row: Agreement, party: Party, by: Signer) -> Signature:
    return Signature(
        partnership_id=row.partnership_id, agreement_id=row.id, agency_id=party.agency_id,
        digest=row.digest, signed_by=by.name, post=by.post, person_id=by.person_id, way=by.way,
        paper_day=by.paper_day, signed_at=party.signed_at, recorded_by=by.recorded_by,
        recorded_at=now(),
    )  # fmt: skip
