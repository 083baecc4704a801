"""Which agency has signed which version: recorded by the partnership from the signed paper."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements import service as agreements
from casework.agreements.models import AgreementState, Party
from casework.clock import now
from casework.directory.models import Agency
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Conflict, Invalid, NotFound

SIGNED = "signed"
# Words of the protocol's `party_status`, as they are said here.
STANDINGS: Mapping[str, str] = {
    SIGNED: "It has signed",
    "suspended": "Its signature is suspended",
    "withdrawn": "It has withdrawn",
}
OPEN = frozenset({AgreementState.DRAFT, AgreementState.PROPOSED, AgreementState.IN_FORCE})


def record_standing(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    agency_id: UUID,
    status: str,
    signed_by: str,
) -> Party:
    """An agency signs, or its signature ends; what it may see changes at once."""
    row = agreements.load_agreement(session, viewer, agreement_id)
    agency = session.get(Agency, agency_id)
    if agency is None or agency.partnership_id != viewer.partnership_id:
        raise NotFound("agency")
    if row.state not in OPEN:
        raise Conflict("Nobody signs a version that is no longer used.")
    if status not in STANDINGS:
        raise Invalid({"status": "Select how the agency stands to this version."})
    if not signed_by.strip():
        raise Invalid({"signed_by": "Enter who signed or wrote for the agency."})
    party = agreements.sign(
        session, viewer, agreement_id=row.id, agencies=[agency.id], status=status,
        signed_by=signed_by.strip(),
    )[0]  # fmt: skip
    append(
        session,
        Entry(
            kind=Kind.PROTOCOL_SIGNED, partnership_id=row.partnership_id, at=now(),
            actor_id=viewer.person_id, agency_id=agency.id, object_id=row.id,
            detail={"digest": row.digest, "label": row.label, "status": status},
        ),
    )  # fmt: skip
    return party
