"""From a person to the viewer that services and the gate know, with the appointments of today."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.access import Appointment, Role, Viewer
from casework.clock import today
from casework.directory.models import (
    Agency,
    AppointmentRow,
    Conference,
    ConferenceKind,
    Partnership,
    Person,
    PersonStatus,
)
from casework.errors import NotFound

# R51: a lay member never opens a case, whatever else they are appointed to.
LAY = frozenset({Role.LAY_MEMBER})


def viewer_of(session: Session, person_id: UUID) -> Viewer:
    """The viewer a person is now; NotFound for somebody unknown, suspended or gone."""
    person = session.get(Person, person_id)
    if person is None or person.status != PersonStatus.ACTIVE:
        raise NotFound("person")
    agency = session.get_one(Agency, person.agency_id)
    if not agency.active:
        raise NotFound("person")
    partnership = session.get_one(Partnership, person.partnership_id)
    return Viewer(
        person_id=person.id,
        partnership_id=person.partnership_id,
        agency_id=agency.id,
        name=person.name,
        agency_name=agency.name,
        agency_code=agency.code,
        agency_type=agency.agency_type,
        appointments=_held_today(session, person),
        demonstration=partnership.demonstration,
    )


def _held_today(session: Session, person: Person) -> frozenset[Appointment]:
    day = today()
    rows = session.execute(
        select(AppointmentRow.role, AppointmentRow.conference_id, Conference.kind)
        .outerjoin(Conference, Conference.id == AppointmentRow.conference_id)
        .where(
            AppointmentRow.person_id == person.id,
            AppointmentRow.starts_on <= day,
            or_(AppointmentRow.ends_on.is_(None), AppointmentRow.ends_on >= day),
        )
    )
    held = frozenset(
        Appointment(Role(role), conference_id)
        for role, conference_id, kind in rows
        if kind != ConferenceKind.BOARD or Role(role) in BOARD_ROLES
    )
    if any(a.role in LAY for a in held):
        return frozenset(a for a in held if a.role in LAY)
    return held


# A board never holds case data, so no role on a board carries a case action.
BOARD_ROLES = frozenset(
    {Role.LAY_MEMBER, Role.REVIEW_CHAIR, Role.RECOMMENDATION_OWNER, Role.VERIFIER}
)
