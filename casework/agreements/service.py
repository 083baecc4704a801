"""Versions of a protocol: drafted, proposed, approved by somebody else, in force, superseded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement, AgreementChange, AgreementState, Party
from casework.clock import now
from casework.errors import Conflict, NotFound, Refused, StaleEdit, WrongState

WHOLE_DOCUMENT = "all"


def load_agreement(session: Session, viewer: Viewer, agreement_id: UUID) -> Agreement:
    """One version of the viewer's partnership, or NotFound."""
    row = session.get(Agreement, agreement_id)
    if row is None or row.partnership_id != viewer.partnership_id:
        raise NotFound("protocol")
    return row


def versions(session: Session, partnership_id: UUID) -> list[Agreement]:
    """Every version, newest first."""
    return list(
        session.scalars(
            select(Agreement)
            .where(Agreement.partnership_id == partnership_id)
            .order_by(Agreement.created_at.desc())
        )
    )


def draft(
    session: Session, viewer: Viewer, *, text: str, based_on: UUID | None = None
) -> Agreement:
    """A new draft from a document; raises ProtocolError with every problem and its line."""
    protocol, _, fresh = compiled(text)
    if _same_label(session, viewer.partnership_id, protocol.id, protocol.version):
        raise Conflict(
            f"There is a version {protocol.version} of this protocol already. "
            "Give the draft another version.",
            field="version",
        )
    row = Agreement(
        partnership_id=viewer.partnership_id, name=protocol.id, label=protocol.version,
        title=protocol.title, text=text, digest=fresh, based_on_id=based_on,
        author_id=viewer.person_id, created_at=now(), changed_at=now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    _changed(session, viewer, row, WHOLE_DOCUMENT, "Draft started")
    return row


def change_draft(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    version: int,
    text: str,
    clause: str,
    what: str,
) -> Agreement:
    """Replace a draft's text; a document that does not load never replaces one that does."""
    row = load_agreement(session, viewer, agreement_id)
    if row.state != AgreementState.DRAFT:
        raise WrongState("protocol", row.state, "changed")
    if row.version != version:
        raise StaleEdit("draft")
    protocol, _, fresh = compiled(text)
    row.text, row.digest, row.changed_at = text, fresh, now()
    row.title, row.label = protocol.title, protocol.version
    _changed(session, viewer, row, clause, what)
    session.flush()
    return row


def propose(session: Session, viewer: Viewer, *, agreement_id: UUID, version: int) -> Agreement:
    """Freeze a draft and hand it to somebody else for approval."""
    row = load_agreement(session, viewer, agreement_id)
    _step(row, AgreementState.DRAFT, AgreementState.PROPOSED, version)
    row.proposed_at = now()
    session.flush()
    return row


def take_back(session: Session, viewer: Viewer, *, agreement_id: UUID, version: int) -> Agreement:
    """A proposed version becomes a draft again."""
    row = load_agreement(session, viewer, agreement_id)
    _step(row, AgreementState.PROPOSED, AgreementState.DRAFT, version)
    row.proposed_at = None
    session.flush()
    return row


def put_in_force(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    version: int,
    gains_confirmed: int,
) -> Agreement:
    """Approve a proposed version; never by anybody who wrote in it. The one before ends at once."""
    row = load_agreement(session, viewer, agreement_id)
    if viewer.person_id in authors(session, row):
        raise Refused("You wrote in this version, so somebody else has to approve it.")
    _step(row, AgreementState.PROPOSED, AgreementState.IN_FORCE, version)
    moment = now()
    before = _supersede(session, row, moment)
    row.in_force_from, row.approved_by = moment, viewer.person_id
    row.confirmed_gains = gains_confirmed
    if before is not None:
        _carry_parties(session, before, row)
    session.flush()
    return row


def sign(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    agencies: Iterable[UUID],
    signed_by: str = "",
    status: str = "signed",
) -> list[Party]:
    """Record that agencies are parties to a version."""
    row = load_agreement(session, viewer, agreement_id)
    made = [_party(session, row, agency_id, signed_by, status) for agency_id in agencies]
    session.flush()
    return made


def authors(session: Session, row: Agreement) -> set[UUID]:
    """Everybody who wrote in a version."""
    found = session.scalars(
        select(AgreementChange.person_id).where(AgreementChange.agreement_id == row.id)
    )
    return {row.author_id, *found}


def changes(session: Session, row: Agreement) -> list[AgreementChange]:
    """Who changed what, oldest first."""
    return list(
        session.scalars(
            select(AgreementChange)
            .where(AgreementChange.agreement_id == row.id)
            .order_by(AgreementChange.at)
        )
    )


def parties(session: Session, row: Agreement) -> list[Party]:
    """The parties of a version."""
    return list(session.scalars(select(Party).where(Party.agreement_id == row.id)))


def _party(session: Session, row: Agreement, agency_id: UUID, signed_by: str, status: str) -> Party:
    party = session.scalar(
        select(Party).where(Party.agreement_id == row.id, Party.agency_id == agency_id)
    ) or Party(partnership_id=row.partnership_id, agreement_id=row.id, agency_id=agency_id)
    party.status, party.signed_by = status, signed_by
    party.signed_at = now() if status == "signed" else None
    session.add(party)
    return party


def _step(row: Agreement, before: AgreementState, after: AgreementState, version: int) -> None:
    if row.version != version:
        raise StaleEdit("protocol")
    if row.state != before:
        raise WrongState("protocol", row.state, after)
    row.state = after


def _supersede(session: Session, row: Agreement, moment: datetime) -> Agreement | None:
    before = session.scalar(
        select(Agreement).where(
            Agreement.partnership_id == row.partnership_id,
            Agreement.name == row.name,
            Agreement.state == AgreementState.IN_FORCE,
            Agreement.id != row.id,
        )
    )
    if before is not None:
        before.state, before.ended_at = AgreementState.SUPERSEDED, moment
    return before


def _carry_parties(session: Session, before: Agreement, row: Agreement) -> None:
    known = {p.agency_id for p in parties(session, row)}
    for party in parties(session, before):
        if party.agency_id not in known and party.ended_at is None:
            session.add(
                Party(
                    partnership_id=row.partnership_id, agreement_id=row.id,
                    agency_id=party.agency_id, status=party.status, signed_by=party.signed_by,
                    signed_at=party.signed_at,
                )
            )  # fmt: skip


def _same_label(session: Session, partnership_id: UUID, name: str, label: str) -> bool:
    return (
        session.scalar(
            select(Agreement.id).where(
                Agreement.partnership_id == partnership_id,
                Agreement.name == name,
                Agreement.label == label,
            )
        )
        is not None
    )


def _changed(session: Session, viewer: Viewer, row: Agreement, clause: str, what: str) -> None:
    session.add(
        AgreementChange(
            partnership_id=row.partnership_id, agreement_id=row.id, person_id=viewer.person_id,
            at=now(), clause=clause, what=what[:200],
        )
    )  # fmt: skip
    session.flush()
