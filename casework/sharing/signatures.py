"""Which agency has signed which version: by its officer here, or recorded from the signed paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements import service as agreements
from casework.agreements.in_force import standing_of
from casework.agreements.models import Agreement, AgreementState, Party
from casework.agreements.signing import Signer, signature_of, stand
from casework.agreements.standing import SIGNED, STANDING
from casework.agreements.standing_models import Signature, Way
from casework.clock import now, today
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Conflict, Invalid, Refused
from casework.sharing.officers import agency_of
from casework.sharing.scans import checked_scan, keep_scan
from casework.web.uploads import FIELD, Upload

# Words of the protocol's `party_status`, as they are said here.
STANDINGS: Mapping[str, str] = {
    SIGNED: "It has signed",
    "suspended": "Its signature is suspended",
    "withdrawn": "It has withdrawn",
}
STILL_A_DRAFT = (
    "This is still a draft: its text can change under the pen. Hand it over for approval first, "
    "which freezes it."
)


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What stands on the signed paper, and the paper itself where there is a scan."""

    post: str = ""
    day: date | None = None
    scan: bytes = b""


def sign_here(
    session: Session, viewer: Viewer, *, agreement_id: UUID, digest: str, agreed: bool
) -> Party:
    """The designated officer signs for the agency: exactly the text with this fingerprint."""
    row = agreements.load_agreement(session, viewer, agreement_id, lock=True)
    party = own_party(session, viewer, row)
    _open(row)
    if digest != row.digest:
        raise Conflict(
            "The text has changed since you opened this page. Read it again before you sign."
        )
    if not agreed:
        raise Invalid({"agreed": "Confirm that you have read it and sign for your agency"})
    if standing_of(session, row).members[party.agency_id].status(now()) in STANDING:
        raise Conflict("Your agency has signed this version already.")
    signer = Signer(
        viewer.name, party.officer_post, viewer.person_id, viewer.person_id, Way.PRODUCT
    )
    made = stand(session, row, party.agency_id, status=SIGNED, by=signer)
    _log(session, viewer, row, made, Way.PRODUCT)
    return made


def own_party(session: Session, viewer: Viewer, row: Agreement) -> Party:
    """The party for which this person is the designated officer, or Refused."""
    party = session.scalar(
        select(Party).where(Party.agreement_id == row.id, Party.officer_id == viewer.person_id)
    )
    if party is None or party.agency_id != viewer.agency_id:
        raise Refused("Only the officer who is named for an agency signs for it.")
    return party


def record_standing(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    agency_id: UUID,
    status: str,
    signed_by: str,
    paper: OnPaper | None = None,
) -> Party:
    """An agency signed on paper, or its signature ends; what it may see changes at once."""
    paper = paper or OnPaper()
    row = agreements.load_agreement(session, viewer, agreement_id, lock=True)
    agency = agency_of(session, viewer, agency_id)
    if not row.is_used(now()):
        raise Conflict("Nobody signs a version that is no longer used.")
    scan = _check(status, signed_by, paper)
    if status == SIGNED:
        _open(row)
    way = Way.PAPER if scan or paper.day else Way.RECORDED
    signer = Signer(signed_by.strip(), paper.post.strip(), None, viewer.person_id, way, paper.day)
    party = stand(session, row, agency.id, status=status, by=signer)
    signature = signature_of(session, party)
    if scan is not None and signature is not None:
        keep_scan(session, viewer, signature, scan)
    _log(session, viewer, row, party, way, scan=scan.digest if scan else "")
    return party


def signatures_of(session: Session, row: Agreement) -> dict[UUID, Signature]:
    """Agency -> its signature that stands."""
    found = session.scalars(
        select(Signature)
        .where(Signature.agreement_id == row.id, Signature.ended_at.is_(None))
        .order_by(Signature.recorded_at)
    )
    return {one.agency_id: one for one in found}


def _open(row: Agreement) -> None:
    if row.state == AgreementState.DRAFT:
        raise Conflict(STILL_A_DRAFT)
    if not row.is_used(now()):
        raise Conflict("Nobody signs a version that is no longer used.")


def _check(status: str, signed_by: str, paper: OnPaper) -> Upload | None:
    errors = {}
    if status not in STANDINGS:
        errors["status"] = "Select how the agency stands to this version."
    if not signed_by.strip():
        errors["signed_by"] = "Enter who signed or wrote for the agency."
    if paper.day is not None and paper.day > today():
        errors["paper_day"] = "The day on the paper must be today or in the past"
    try:
        scan = checked_scan(paper.scan) if paper.scan else None
    except Invalid as error:
        errors["scan"] = error.errors[FIELD]
    if paper.scan and status != SIGNED:
        errors["scan"] = "Only a signature has a scan. Leave this empty"
    if errors:
        raise Invalid(errors)
    return scan


def _log(
    session: Session, viewer: Viewer, row: Agreement, party: Party, way: Way, *, scan: str = ""
) -> None:
    append(
        session,
        Entry(
            kind=Kind.PROTOCOL_SIGNED, partnership_id=row.partnership_id, at=now(),
            actor_id=viewer.person_id, agency_id=party.agency_id, object_id=row.id,
            detail={
                "digest": row.digest, "label": row.label, "status": party.status,
                "way": way.value, "scan": scan,
            },
        ),
    )  # fmt: skip
