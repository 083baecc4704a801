"""Versions of a protocol: drafted, proposed, approved by somebody else, in force, superseded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements.authorship import authors
from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement, AgreementChange, AgreementState, Party
from casework.agreements.signing import Signer, carry_parties, parties_of, stand, void_signatures
from casework.agreements.standing import SIGNED
from casework.agreements.standing_models import Way
from casework.clock import first_moment, now
from casework.errors import Conflict, NotFound, Refused, StaleEdit, WrongState

WHOLE_DOCUMENT = "all"


def load_agreement(
    session: Session, viewer: Viewer, agreement_id: UUID, *, lock: bool = False
) -> Agreement:
    """One version of the viewer's partnership, or NotFound.

    Whoever signs or changes its state locks it: nobody signs a text that is being taken back.
    """
    row = session.get(Agreement, agreement_id, with_for_update=lock or None)
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
    row = load_agreement(session, viewer, agreement_id, lock=True)
    _step(row, AgreementState.PROPOSED, AgreementState.DRAFT, version)
    row.proposed_at = None
    void_signatures(session, row)
    session.flush()
    return row


def put_in_force(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    version: int,
    gains_confirmed: int,
    starts_at: datetime | None = None,
    carry_signatures: bool = False,
) -> Agreement:
    """Approve a proposed version; never by anybody who wrote in it. What it replaces ends then.

    It starts at once, or at a later moment. Signatures of the version before are carried over
    only where the protocol lets a small change be notified; else each party signs the new text.
    """
    row = load_agreement(session, viewer, agreement_id, lock=True)
    if viewer.person_id in authors(session, row):
        raise Refused("You wrote in this version, so somebody else has to approve it.")
    _step(row, AgreementState.PROPOSED, AgreementState.IN_FORCE, version)
    moment = start_of(row, starts_at)
    before = replaced_by(session, row, moment)
    row.in_force_from, row.approved_by = moment, viewer.person_id
    row.confirmed_gains = gains_confirmed
    for one in before[:1]:
        carry_parties(session, one, row, signatures=carry_signatures)
    for one in before:
        _supersede(one, moment)
    session.flush()
    return row


def end(session: Session, row: Agreement, *, moment: datetime) -> None:
    """A version ends and no other takes its place; until then it holds as before."""
    if row.state != AgreementState.IN_FORCE:
        raise WrongState("protocol", row.state, AgreementState.WITHDRAWN)
    row.state, row.ended_at = AgreementState.WITHDRAWN, moment.astimezone(UTC)
    session.flush()


def sign(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    agencies: Iterable[UUID],
    signed_by: str = "",
    status: str = SIGNED,
    way: Way = Way.RECORDED,
) -> list[Party]:
    """Record that agencies have signed a frozen version, or how their signature ended."""
    row = load_agreement(session, viewer, agreement_id, lock=True)
    # What is still being written has no fingerprint that anybody could sign.
    if status == SIGNED and not row.is_frozen(now()):
        raise WrongState("protocol", row.state, "signed")
    signer = Signer(signed_by, recorded_by=viewer.person_id, way=way)
    made = [stand(session, row, agency_id, status=status, by=signer) for agency_id in agencies]
    session.flush()
    return made


def standing_versions(session: Session, row: Agreement) -> list[Agreement]:
    """Of the same protocol: what is in force, or was agreed and will be; newest first."""
    moment, found = now(), versions(session, row.partnership_id)
    return [one for one in found if one.name == row.name and one.is_agreed(moment)]


def replaced_by(session: Session, row: Agreement, moment: datetime) -> list[Agreement]:
    """What a version that starts at a moment puts an end to: the one that counts then, first, and
    every one that has been agreed to follow later.
    """
    reaching = session.scalars(
        select(Agreement)
        .where(
            Agreement.partnership_id == row.partnership_id, Agreement.name == row.name,
            Agreement.id != row.id, Agreement.in_force_from.is_not(None),
            or_(Agreement.ended_at.is_(None), Agreement.ended_at > moment),
        )
        .order_by(Agreement.in_force_from, Agreement.id)
    ).all()  # fmt: skip
    begun = [one for one in reaching if one.in_force_from and one.in_force_from <= moment]
    return [*begun[-1:], *(one for one in reaching if one not in begun)]


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
    """The parties of a version, by the name of the agency."""
    return parties_of(session, row)


def _step(row: Agreement, before: AgreementState, after: AgreementState, version: int) -> None:
    if row.version != version:
        raise StaleEdit("protocol")
    if row.state != before:
        raise WrongState("protocol", row.state, after)
    row.state = after


def start_of(row: Agreement, wanted: datetime | None = None) -> datetime:
    """From when a version would count: never before now nor before the document's first day."""
    moments = [now(), first_moment(compiled(row.text)[0].starts), wanted or now()]
    return max(moments).astimezone(UTC)


def _supersede(before: Agreement, moment: datetime) -> None:
    before.state = AgreementState.SUPERSEDED
    if before.in_force_from is not None and before.in_force_from <= moment:
        before.ended_at = moment
    else:
        # It was agreed for a later day that it never saw.
        before.in_force_from, before.ended_at = None, now()


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
