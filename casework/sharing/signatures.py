"""Which agency has signed which version: by its officer here, or recorded from the signed paper."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements import service as agreements
from casework.agreements.models import Agreement, AgreementState, Party
from casework.agreements.signing import Signer, signature_of, stand
from casework.agreements.standing import SIGNED
from casework.agreements.standing_models import Scan, Signature, Way
from casework.clock import now, today
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Conflict, Invalid, NotFound, Refused
from casework.referrals.attachments import media_type_of
from casework.sharing.officers import agency_of

# Words of the protocol's `party_status`, as they are said here.
STANDINGS: Mapping[str, str] = {
    SIGNED: "It has signed",
    "suspended": "Its signature is suspended",
    "withdrawn": "It has withdrawn",
}
SCAN_TYPES: Mapping[str, str] = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
}
LARGEST_SCAN = 5 * 1024 * 1024
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
    row = agreements.load_agreement(session, viewer, agreement_id)
    party = own_party(session, viewer, row)
    _open(row)
    if digest != row.digest:
        raise Conflict(
            "The text has changed since you opened this page. Read it again before you sign."
        )
    if not agreed:
        raise Invalid({"agreed": "Confirm that you have read it and sign for your agency"})
    if party.status == SIGNED:
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
    row = agreements.load_agreement(session, viewer, agreement_id)
    agency = agency_of(session, viewer, agency_id)
    if not row.is_used(now()):
        raise Conflict("Nobody signs a version that is no longer used.")
    _check(status, signed_by, paper)
    if status == SIGNED:
        _open(row)
    way = Way.PAPER if paper.scan or paper.day else Way.RECORDED
    signer = Signer(signed_by.strip(), paper.post.strip(), None, viewer.person_id, way, paper.day)
    party = stand(session, row, agency.id, status=status, by=signer)
    if status == SIGNED and paper.scan:
        _keep(session, viewer, party, paper.scan)
    _log(session, viewer, row, party, way)
    return party


def signatures_of(session: Session, row: Agreement) -> dict[UUID, Signature]:
    """Agency -> its signature that stands."""
    found = session.scalars(
        select(Signature)
        .where(Signature.agreement_id == row.id, Signature.ended_at.is_(None))
        .order_by(Signature.recorded_at)
    )
    return {one.agency_id: one for one in found}


def scans_of(session: Session, row: Agreement) -> set[UUID]:
    """The signatures of a version that have a scan."""
    return set(
        session.scalars(
            select(Scan.signature_id)
            .join(Signature, Signature.id == Scan.signature_id)
            .where(Signature.agreement_id == row.id)
        )
    )


def scan_of(
    session: Session, viewer: Viewer, *, agreement_id: UUID, signature_id: UUID
) -> tuple[Scan, str]:
    """The scan of one signature and what to call it, or NotFound."""
    row = agreements.load_agreement(session, viewer, agreement_id)
    signature = session.get(Signature, signature_id)
    scan = session.scalar(select(Scan).where(Scan.signature_id == signature_id))
    if scan is None or signature is None or signature.agreement_id != row.id:
        raise NotFound("file")
    return scan, f"signature-{row.label}-{scan.fingerprint[:8]}.{SCAN_TYPES[scan.media_type]}"


def _open(row: Agreement) -> None:
    if row.state == AgreementState.DRAFT:
        raise Conflict(STILL_A_DRAFT)
    if not row.is_used(now()):
        raise Conflict("Nobody signs a version that is no longer used.")


def _check(status: str, signed_by: str, paper: OnPaper) -> None:
    errors = {}
    if status not in STANDINGS:
        errors["status"] = "Select how the agency stands to this version."
    if not signed_by.strip():
        errors["signed_by"] = "Enter who signed or wrote for the agency."
    if paper.day is not None and paper.day > today():
        errors["paper_day"] = "The day on the paper must be today or in the past"
    if problem := _scan_problem(paper.scan):
        errors["scan"] = problem
    if errors:
        raise Invalid(errors)


def _scan_problem(scan: bytes) -> str:
    if not scan:
        return ""
    if len(scan) > LARGEST_SCAN:
        return "The scan must be 5 MB or smaller"
    return "" if media_type_of(scan) in SCAN_TYPES else "The scan must be a PDF, JPEG or PNG"


def _keep(session: Session, viewer: Viewer, party: Party, content: bytes) -> None:
    signature = signature_of(session, party)
    assert signature is not None, "it was made with the party's standing"
    session.add(
        Scan(
            partnership_id=party.partnership_id, signature_id=signature.id,
            media_type=media_type_of(content), size=len(content),
            fingerprint=hashlib.sha256(content).hexdigest(), content=content,
            added_by=viewer.person_id, added_at=now(),
        )
    )  # fmt: skip
    session.flush()


def _log(session: Session, viewer: Viewer, row: Agreement, party: Party, way: Way) -> None:
    append(
        session,
        Entry(
            kind=Kind.PROTOCOL_SIGNED, partnership_id=row.partnership_id, at=now(),
            actor_id=viewer.person_id, agency_id=party.agency_id, object_id=row.id,
            detail={
                "digest": row.digest, "label": row.label, "status": party.status, "way": way.value
            },
        ),
    )  # fmt: skip
