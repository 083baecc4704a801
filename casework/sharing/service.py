"""The protocol desk: start a draft, change it, put it in force, with their ledger entries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements import service as agreements
from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement, AgreementState
from casework.clock import now
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Invalid, NotFound
from casework.sharing.amending import first_day, is_small, not_signed
from casework.sharing.edits import with_label
from casework.sharing.examples.service import broken_signed, overrule
from casework.sharing.officers import settle_parties
from protocols.clauses import SharingProtocol
from protocols.errors import ProtocolError
from protocols.writer import write

Edit = Callable[[SharingProtocol], SharingProtocol]


def document(row: Agreement) -> SharingProtocol:
    """The protocol that a version's text sets out."""
    return compiled(row.text)[0]


def start_draft(session: Session, viewer: Viewer, *, agreement_id: UUID, label: str) -> Agreement:
    """A draft that begins as a copy of another version."""
    before = agreements.load_agreement(session, viewer, agreement_id)
    text = write(with_label(document(before), label.strip()))
    row = _loaded(lambda: agreements.draft(session, viewer, text=text, based_on=before.id))
    _log(session, viewer, row, Kind.PROTOCOL_DRAFTED)
    return row


def import_draft(session: Session, viewer: Viewer, *, text: str) -> Agreement:
    """A draft from a document file; every problem is named with its line."""
    row = _loaded(lambda: agreements.draft(session, viewer, text=text))
    _log(session, viewer, row, Kind.PROTOCOL_DRAFTED)
    return row


def edit(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    version: int,
    clause: str,
    what: str,
    change: Edit,
) -> Agreement:
    """Apply one change to a draft; a change that the engine refuses leaves the draft as it was."""
    row = editable(session, viewer, agreement_id)
    text = write(change(document(row)))
    return _loaded(
        lambda: agreements.change_draft(
            session, viewer, agreement_id=agreement_id, version=version, text=text,
            clause=clause, what=what,
        )
    )  # fmt: skip


def editable(session: Session, viewer: Viewer, agreement_id: UUID) -> Agreement:
    """A draft of the partnership; any other version is not there to be changed."""
    row = agreements.load_agreement(session, viewer, agreement_id)
    if row.state != AgreementState.DRAFT:
        raise NotFound("draft")
    return row


def put_in_force(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    version: int,
    gains: int,
    despite: str = "",
    starts_on: date | None = None,
    knows_unsigned: bool = False,
) -> Agreement:
    """Approve a proposed version as somebody who did not write in it; at once, or from a day on.

    A signed example that it breaks stops it, unless `despite` says why it does not.
    """
    row = agreements.load_agreement(session, viewer, agreement_id)
    broken = [example for example, _ in broken_signed(session, row)]
    before = predecessor(session, row)
    errors = {}
    if broken and not despite.strip():
        errors["despite"] = "Enter why it is put in force although it breaks what is signed."
    if not_signed(session, row, before) and not knows_unsigned:
        errors["unsigned"] = "Confirm that nothing is shared with those who have not signed"
    if errors:
        raise Invalid(errors)
    overrule(session, viewer, row, broken, despite)
    row = agreements.put_in_force(
        session, viewer, agreement_id=agreement_id, version=version, gains_confirmed=gains,
        starts_at=first_day(starts_on), carry_signatures=is_small(before, row),
    )  # fmt: skip
    _log(session, viewer, row, Kind.PROTOCOL_IN_FORCE)
    return row


def hand_over(session: Session, viewer: Viewer, *, agreement_id: UUID, version: int) -> Agreement:
    """Freeze a draft, name its parties where nobody has, and let them sign and somebody approve."""
    row = agreements.propose(session, viewer, agreement_id=agreement_id, version=version)
    settle_parties(session, row, predecessor(session, row))
    return row


def predecessor(session: Session, row: Agreement) -> Agreement | None:
    """The version in force that this one would replace."""
    found = agreements.versions(session, row.partnership_id)
    return next(
        (a for a in found if a.name == row.name and a.state == AgreementState.IN_FORCE), None
    )


def _loaded(act: Callable[[], Agreement]) -> Agreement:
    try:
        return act()
    except ProtocolError as error:
        raise Invalid({"document": str(error)}) from None


def _log(session: Session, viewer: Viewer, row: Agreement, kind: Kind) -> None:
    append(
        session,
        Entry(
            kind=kind, partnership_id=row.partnership_id, at=now(), actor_id=viewer.person_id,
            agency_id=viewer.agency_id, object_id=row.id,
            detail={"digest": row.digest, "label": row.label},
        ),
    )  # fmt: skip
