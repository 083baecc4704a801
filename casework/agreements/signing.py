"""Signatures over the fingerprint of a text: made, carried over, ended; never rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements.in_force import standing_of
from casework.agreements.models import Agreement, Party
from casework.agreements.standing import INVITED, SIGNED, WITHDRAWN
from casework.agreements.standing_models import Signature, Way
from casework.clock import now
from casework.directory.models import Agency


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
    party.status, party.signed_by = status, by.name
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
    known = {p.agency_id: p for p in parties_of(session, row)}
    for old in remaining(session, before):
        party = known.get(old.agency_id) or same_party(session, row, old)
        if party.status == INVITED and (signatures or old.status != SIGNED):
            party.status, party.signed_by = old.status, old.signed_by
            party.signed_at = old.signed_at
            if party.signed_at is not None:
                session.add(_signature(row, party, Signer(old.signed_by, way=Way.CARRIED)))


def remaining(session: Session, row: Agreement) -> list[Party]:
    """The parties of a version as they stand now, without those that have withdrawn or left."""
    members, moment = standing_of(session, row).members, now()
    # Whoever withdrew without ever having signed has no signature that could have ended.
    return [
        party
        for party in parties_of(session, row)
        if WITHDRAWN not in (party.status, members[party.agency_id].status(moment))
    ]


def same_party(session: Session, row: Agreement, old: Party) -> Party:
    """A party of the version before in this one, with the officer who signs for it."""
    party = party_of(session, row, old.agency_id)
    party.officer_id, party.officer_name = old.officer_id, old.officer_name
    party.officer_post = old.officer_post
    session.add(party)
    return party


def void_signatures(session: Session, row: Agreement) -> None:
    """A text that is written in again has been signed by nobody."""
    for party in parties_of(session, row):
        if party.status == SIGNED:
            _end_signature(session, party, as_=INVITED)
            party.status, party.signed_by, party.signed_at = INVITED, "", None


def parties_of(session: Session, row: Agreement) -> list[Party]:
    """The parties of a version, by the name of the agency."""
    query = select(Party).join(Agency, Agency.id == Party.agency_id)
    return list(session.scalars(query.where(Party.agreement_id == row.id).order_by(Agency.name)))


def _end_signature(session: Session, party: Party, *, as_: str) -> None:
    standing = session.scalars(
        select(Signature).where(
            Signature.agreement_id == party.agreement_id,
            Signature.agency_id == party.agency_id, Signature.ended_at.is_(None),
        )
    )  # fmt: skip
    for signature in standing:
        signature.ended_at, signature.ended_as = now(), as_


def _signature(row: Agreement, party: Party, by: Signer) -> Signature:
    return Signature(
        partnership_id=row.partnership_id, agreement_id=row.id, agency_id=party.agency_id,
        digest=row.digest, signed_by=by.name, post=by.post, person_id=by.person_id, way=by.way,
        paper_day=by.paper_day, signed_at=party.signed_at, recorded_by=by.recorded_by,
        recorded_at=now(),
    )  # fmt: skip
