"""A version ends without another in its place: one person asks, another confirms."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements import service as agreements
from casework.agreements.ending_models import Ended, Ending
from casework.agreements.models import Agreement, AgreementState
from casework.clock import end_of, now, today
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Conflict, Invalid, NotFound, Refused
from casework.sharing.falling import falling
from casework.sharing.phases import holds_now

NOT_USED = "Only a version that is in force, with nothing agreed to follow it, can be ended."


def ask_end(
    session: Session, viewer: Viewer, *, agreement_id: UUID, reason: str, last_day: date | None
) -> Ending:
    """Ask that a version ends; nothing changes until somebody else has confirmed it."""
    row = endable(session, viewer, agreement_id)
    if open_ending(session, row) is not None:
        raise Conflict("It has been asked already that this version ends.")
    _check(reason, last_day)
    made = Ending(
        partnership_id=row.partnership_id, agreement_id=row.id, reason=reason.strip(),
        last_day=last_day, asked_by=viewer.person_id, asked_at=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    _log(session, viewer, row, made, Kind.PROTOCOL_END_ASKED)
    return made


def confirm_end(
    session: Session, viewer: Viewer, gate: Gate, *, agreement_id: UUID, confirmed: str
) -> Agreement:
    """End it, as somebody who did not ask for it. `confirmed` is the fingerprint of the list of
    what falls away as that person read it (`falling.Falling.digest`).
    """
    row = endable(session, viewer, agreement_id)
    made = asked_ending(session, row)
    if made.asked_by == viewer.person_id:
        raise Refused("You asked for this yourself, so somebody else has to confirm it.")
    moment = ends_at(made.last_day)
    if falling(session, gate, row, moment).digest != confirmed:
        raise Invalid({"confirm": "What falls away has changed since you read it. Read it again."})
    agreements.end(session, row, moment=moment)
    made.confirmed = confirmed
    _decide(viewer, made, Ended.CONFIRMED)
    _log(session, viewer, row, made, Kind.PROTOCOL_ENDED)
    return row


def drop_end(session: Session, viewer: Viewer, *, agreement_id: UUID) -> Ending:
    """The version goes on: whoever asked takes it back, or somebody else does not confirm it."""
    row = endable(session, viewer, agreement_id)
    made = asked_ending(session, row)
    _decide(viewer, made, Ended.DROPPED)
    _log(session, viewer, row, made, Kind.PROTOCOL_END_DROPPED)
    return made


def endable(session: Session, viewer: Viewer, agreement_id: UUID) -> Agreement:
    """A version that counts now and that no other is agreed to follow, or Conflict."""
    row = agreements.load_agreement(session, viewer, agreement_id)
    if not is_endable(row):
        raise Conflict(NOT_USED)
    return row


def is_endable(row: Agreement) -> bool:
    """Whether a version counts now, and nothing is agreed to follow it or to end it."""
    return row.state == AgreementState.IN_FORCE and holds_now(row, now())


def open_ending(session: Session, row: Agreement) -> Ending | None:
    """What was asked for this version and waits for somebody's decision."""
    if row.state != AgreementState.IN_FORCE:
        return None
    return session.scalar(
        select(Ending).where(Ending.agreement_id == row.id, Ending.decision == "")
    )


def asked_ending(session: Session, row: Agreement) -> Ending:
    """The same, or NotFound."""
    made = open_ending(session, row)
    if made is None:
        raise NotFound("request to end this version")
    return made


def confirmed_ending(session: Session, row: Agreement) -> Ending | None:
    """Who ended a version and why, where it ended without another in its place."""
    return session.scalar(
        select(Ending).where(Ending.agreement_id == row.id, Ending.decision == Ended.CONFIRMED)
    )


def ends_at(last_day: date | None) -> datetime:
    """The midnight in London that ends its last day; now where none is wanted, or it is past."""
    return now() if last_day is None else max(now(), end_of(last_day))


def _check(reason: str, last_day: date | None) -> None:
    errors = {}
    if not reason.strip():
        errors["reason"] = "Enter why it ends, in a sentence that its parties may read"
    if last_day is not None and last_day < today():
        errors["last_day"] = "The last day must be today or in the future"
    if errors:
        raise Invalid(errors)


def _decide(viewer: Viewer, made: Ending, decision: Ended) -> None:
    made.decision, made.decided_by, made.decided_at = decision, viewer.person_id, now()


def _log(session: Session, viewer: Viewer, row: Agreement, made: Ending, kind: Kind) -> None:
    append(
        session,
        Entry(
            kind=kind, partnership_id=row.partnership_id, at=now(), actor_id=viewer.person_id,
            agency_id=viewer.agency_id, object_id=row.id,
            detail={
                "ending": made.id, "label": row.label, "digest": row.digest,
                "confirmed": made.confirmed,
            },
        ),
    )  # fmt: skip
