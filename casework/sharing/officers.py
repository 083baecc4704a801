"""Parties of a version and the officer who signs for each: named before it is sent round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements import service as agreements
from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement, Party
from casework.agreements.signing import party_of, remaining, same_party
from casework.clock import now
from casework.directory.models import Agency, Person, PersonStatus
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Conflict, Invalid, NotFound
from casework.sharing.misnaming import agencies_of


def name_officer(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    agency_id: UUID,
    person_id: UUID | None,
    name: str,
    post: str,
) -> Party:
    """Make an agency a party, and say who signs for it: a person here, or somebody by name."""
    row = agreements.load_agreement(session, viewer, agreement_id)
    agency = agency_of(session, viewer, agency_id)
    if not row.is_used(now()):
        raise Conflict("This version is no longer used, so nobody is named for it.")
    person = _person(session, agency, person_id) if person_id else None
    if person is None and not name.strip():
        raise Invalid({"person_id": "Choose the officer, or enter a name below"})
    party = party_of(session, row, agency.id)
    party.officer_id = person.id if person else None
    party.officer_name = person.name if person else name.strip()
    party.officer_post = post.strip() or (person.job_title if person else "")
    session.add(party)
    session.flush()
    append(
        session,
        Entry(
            kind=Kind.PROTOCOL_OFFICER, partnership_id=row.partnership_id, at=now(),
            actor_id=viewer.person_id, agency_id=agency.id, object_id=row.id,
            detail={"officer": party.officer_id, "label": row.label},
        ),
    )  # fmt: skip
    return party


def settle_parties(session: Session, row: Agreement, before: Agreement | None) -> None:
    """Who is to sign a version, beside those who were asked already: the parties of the version
    before, with their officers; and all whom the document names, or every agency that takes part
    where neither it nor anybody has named one.

    Whoever has left comes back by a person's word and not by a document's.
    """
    asked = {party.agency_id for party in agreements.parties(session, row)}
    for party in remaining(session, before) if before is not None else ():
        if party.agency_id not in asked:
            same_party(session, row, party)
    known = asked | _were_parties(session, row)
    named = _named(session, row) if _codes(row) or not known else []
    session.add_all(party_of(session, row, a.id) for a in named if a.id not in known)
    session.flush()


@dataclass(frozen=True, slots=True)
class Unasked:
    """An agency that a version names as a party and nobody has asked to sign it."""

    agency: Agency
    # It left an earlier version; else it came into the directory after the draft was handed over.
    has_left: bool


def unasked(session: Session, row: Agreement) -> list[Unasked]:
    """Those of a frozen version; of a draft nobody has been asked yet."""
    if not row.is_frozen(now()) or not (codes := _codes(row)):
        return []
    asked = select(Party.agency_id).where(Party.agreement_id == row.id)
    query = select(Agency).where(
        Agency.partnership_id == row.partnership_id, Agency.active, Agency.code.in_(codes),
        Agency.id.not_in(asked),
    )  # fmt: skip
    found = session.scalars(query.order_by(Agency.name)).all()
    before = _were_parties(session, row) if found else set()
    return [Unasked(agency, agency.id in before) for agency in found]


def agency_of(session: Session, viewer: Viewer, agency_id: UUID) -> Agency:
    """One agency of the viewer's partnership, or NotFound."""
    agency = session.get(Agency, agency_id)
    if agency is None or agency.partnership_id != viewer.partnership_id:
        raise NotFound("agency")
    return agency


def people_of(session: Session, agency_id: UUID) -> list[Person]:
    """Who can be named for an agency."""
    query = select(Person).where(
        Person.agency_id == agency_id, Person.status == PersonStatus.ACTIVE
    )
    return list(session.scalars(query.order_by(Person.name)))


def _named(session: Session, row: Agreement) -> Iterable[Agency]:
    known, codes = agencies_of(session, row), _codes(row)
    return [one for one in known if one.active and (not codes or one.code in codes)]


def _were_parties(session: Session, row: Agreement) -> set[UUID]:
    """Agencies that were parties of another version of the same protocol that has been agreed."""
    others = select(Agreement.id).where(
        Agreement.partnership_id == row.partnership_id, Agreement.name == row.name,
        Agreement.id != row.id, Agreement.in_force_from.is_not(None),
    )  # fmt: skip
    return set(session.scalars(select(Party.agency_id).where(Party.agreement_id.in_(others))))


def _codes(row: Agreement) -> set[str]:
    """Whom a version names as its parties; where nobody, everybody who takes part may be one."""
    return {party.id for party in compiled(row.text)[0].parties}


def _person(session: Session, agency: Agency, person_id: UUID) -> Person:
    person = session.get(Person, person_id)
    if person is None or person.agency_id != agency.id or person.status != PersonStatus.ACTIVE:
        raise Invalid({"person_id": f"Choose somebody who works for {agency.name} now"})
    return person
