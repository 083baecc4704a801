"""One agency stops sharing with one other for a while, and goes on again: never with everybody."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements import service as agreements
from casework.agreements.models import Agreement
from casework.agreements.standing_models import Suspension
from casework.clock import end_of, now, today
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Conflict, Invalid, NotFound
from casework.sharing.officers import agency_of


def suspend(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    by_agency_id: UUID,
    towards_agency_id: UUID,
    reason: str,
    until: date | None = None,
    both_ways: bool = False,
) -> list[Suspension]:
    """From now on the one shares nothing with the other, under every version of this protocol."""
    row = agreements.load_agreement(session, viewer, agreement_id)
    pair = (
        agency_of(session, viewer, by_agency_id).id,
        agency_of(session, viewer, towards_agency_id).id,
    )
    _check(pair, reason, until)
    ways = [pair, pair[::-1]] if both_ways else [pair]
    made = [_one(session, viewer, row, way, reason.strip(), until) for way in ways]
    session.flush()
    for one in made:
        _log(session, viewer, row, one, Kind.PROTOCOL_SUSPENDED)
    return made


def lift(
    session: Session, viewer: Viewer, *, agreement_id: UUID, suspension_id: UUID
) -> Suspension:
    """The one shares with the other again, from now on."""
    row = agreements.load_agreement(session, viewer, agreement_id)
    one = suspension_of(session, row, suspension_id)
    one.lifted_at, one.lifted_by = now(), viewer.person_id
    _log(session, viewer, row, one, Kind.PROTOCOL_RESUMED)
    return one


def suspension_of(session: Session, row: Agreement, suspension_id: UUID) -> Suspension:
    """One that holds now under this protocol, or NotFound; Conflict where it has ended."""
    one = session.get(Suspension, suspension_id)
    if one is None or one.partnership_id != row.partnership_id or one.name != row.name:
        raise NotFound("suspension")
    if not _runs(one, now()):
        raise Conflict("This suspension has ended already.")
    return one


def running(session: Session, row: Agreement) -> list[Suspension]:
    """Suspensions of this protocol that hold now, oldest first."""
    moment = now()
    return list(
        session.scalars(
            select(Suspension)
            .where(
                Suspension.partnership_id == row.partnership_id, Suspension.name == row.name,
                Suspension.lifted_at.is_(None),
                or_(Suspension.ends_at.is_(None), Suspension.ends_at > moment),
            )
            .order_by(Suspension.starts_at, Suspension.id)
        )
    )  # fmt: skip


def _check(pair: tuple[UUID, UUID], reason: str, until: date | None) -> None:
    errors = {}
    if pair[0] == pair[1]:
        errors["towards_agency_id"] = "Choose two different agencies"
    if not reason.strip():
        errors["reason"] = "Enter why, in a sentence that both may read"
    if until is not None and until < today():
        errors["until"] = "The last day must be today or in the future"
    if errors:
        raise Invalid(errors)


def _one(
    session: Session, viewer: Viewer, row: Agreement, way: tuple[UUID, UUID], reason: str,
    until: date | None,
) -> Suspension:  # fmt: skip
    if any((s.by_agency_id, s.towards_agency_id) == way for s in running(session, row)):
        raise Conflict("That is suspended already. End the suspension first to change it.")
    made = Suspension(
        partnership_id=row.partnership_id, name=row.name, by_agency_id=way[0],
        towards_agency_id=way[1], starts_at=now(), reason=reason,
        ends_at=end_of(until) if until else None, recorded_by=viewer.person_id, recorded_at=now(),
    )  # fmt: skip
    session.add(made)
    return made


def _runs(one: Suspension, moment: datetime) -> bool:
    return one.lifted_at is None and (one.ends_at is None or moment < one.ends_at)


def _log(session: Session, viewer: Viewer, row: Agreement, one: Suspension, kind: Kind) -> None:
    append(
        session,
        Entry(
            kind=kind, partnership_id=row.partnership_id, at=now(), actor_id=viewer.person_id,
            agency_id=one.by_agency_id, object_id=row.id,
            detail={"towards": one.towards_agency_id, "suspension": one.id, "label": row.label},
        ),
    )  # fmt: skip
