"""A successor takes over: roles, deputies and open work in one step (R08, R49)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.directory.appointments import appoint, describe, standing
from casework.directory.finding import find_person, may_manage_people
from casework.directory.handover import hand_over
from casework.directory.history import record
from casework.directory.holdings import Held, Owner, OwnerKind, held_by, refuse_while_held
from casework.directory.models import SERVING, AppointmentRow, Conference, Person
from casework.directory.people import depart
from casework.errors import Invalid, Refused


@dataclass(frozen=True, slots=True)
class Inheritance:
    """What a successor would get."""

    roles: tuple[str, ...]
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a successor got: roles, and things by kind."""

    roles: int
    moved: Mapping[str, int]


def successors(session: Session, viewer: Viewer, person: Person) -> list[Person]:
    """Colleagues of the same agency: its unshared work must not pass to another agency."""
    return list(
        session.scalars(
            select(Person)
            .where(
                Person.partnership_id == viewer.partnership_id,
                Person.agency_id == person.agency_id,
                Person.id != person.id,
                Person.id != viewer.person_id,
                Person.status.in_(SERVING),
            )
            .order_by(Person.name)
        )
    )


def preview(session: Session, viewer: Viewer, *, person_id: UUID) -> Inheritance:
    """What would be handed over; nothing is changed."""
    person = find_person(session, viewer, person_id)
    roles = [
        describe(row, session.get(Conference, row.conference_id) if row.conference_id else None)
        for row in standing(session, person.id)
    ]
    owner = Owner(OwnerKind.PERSON, person.id)
    return Inheritance(tuple(roles), tuple(held_by(session, viewer.partnership_id, owner)))


def replace(
    session: Session, viewer: Viewer, *, person_id: UUID, successor_id: UUID, reason: str = ""
) -> Replaced:
    """Hand everything of a person to a named successor, then end the person's access."""
    may_manage_people(viewer)
    person = find_person(session, viewer, person_id)
    successor = find_person(session, viewer, successor_id)
    if viewer.person_id in {person.id, successor.id}:
        raise Refused("Ask another administrator: nobody hands work to or from themselves.")
    if successor.id not in {other.id for other in successors(session, viewer, person)}:
        raise Invalid({"successor": "Choose somebody of the same agency who has not left"})
    rows = standing(session, person.id)
    for row in rows:
        _pass_on(session, viewer, row, successor)
    moved = hand_over(session, viewer.partnership_id, person.id, successor.id)
    owner = Owner(OwnerKind.PERSON, person.id)
    refuse_while_held(session, viewer.partnership_id, owner, person.name)
    depart(session, viewer, person, reason or f"Replaced by {successor.name}")
    record(session, viewer, successor.id, f"Took over from {person.name}")
    return Replaced(len(rows), moved)


def _pass_on(session: Session, viewer: Viewer, row: AppointmentRow, successor: Person) -> None:
    same = [
        held
        for held in standing(session, successor.id)
        if held.role == row.role and held.conference_id == row.conference_id
    ]
    if row.deputises_for is not None and _principal(session, row) == successor.id:
        return  # the deputy is replaced by the person stood in for: nothing to pass on
    new = same[0] if same else _appointed(session, viewer, row, successor)
    session.execute(
        update(AppointmentRow)
        .where(AppointmentRow.deputises_for == row.id, AppointmentRow.id != new.id)
        .values(deputises_for=new.id)
    )


def _appointed(
    session: Session, viewer: Viewer, row: AppointmentRow, successor: Person
) -> AppointmentRow:
    return appoint(
        session,
        viewer,
        person_id=successor.id,
        role=Role(row.role),
        conference_id=row.conference_id,
        starts_on=None,
        ends_on=row.ends_on,
        deputises_for=row.deputises_for,
    )


def _principal(session: Session, row: AppointmentRow) -> UUID | None:
    return session.scalar(
        select(AppointmentRow.person_id).where(AppointmentRow.id == row.deputises_for)
    )
