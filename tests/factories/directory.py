"""Partnerships, agencies, conferences, people: plain functions that write rows."""

from __future__ import annotations

import uuid
from datetime import date
from itertools import count

from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.clock import now
from casework.directory.models import (
    Agency,
    AgencyType,
    AppointmentRow,
    Conference,
    ConferenceAgency,
    ConferenceKind,
    Partnership,
    Person,
    PersonStatus,
)
from casework.directory.viewers import viewer_of

_number = count(1)
LONG_AGO = date(2020, 1, 1)


def make_partnership(
    session: Session, name: str = "", *, demonstration: bool = False
) -> Partnership:
    """An empty partnership."""
    made = Partnership(
        name=name or f"Partnership {next(_number)}", demonstration=demonstration, created_at=now()
    )
    session.add(made)
    session.flush()
    return made


def make_agency(
    session: Session,
    partnership: Partnership,
    agency_type: AgencyType = AgencyType.POLICE,
    name: str = "",
) -> Agency:
    """An agency; its code and name follow its type unless given."""
    number = next(_number)
    made = Agency(
        partnership_id=partnership.id,
        code=f"{agency_type.value}-{number}",
        name=name or f"{agency_type.value.replace('_', ' ').capitalize()} {number}",
        agency_type=agency_type,
    )
    session.add(made)
    session.flush()
    return made


def make_conference(
    session: Session,
    partnership: Partnership,
    kind: ConferenceKind = ConferenceKind.CCM,
    agencies: tuple[Agency, ...] = (),
) -> Conference:
    """A conference with agencies around its table."""
    made = Conference(partnership_id=partnership.id, name=f"Conference {next(_number)}", kind=kind)
    session.add(made)
    session.flush()
    for agency in agencies:
        seat(session, made, agency)
    return made


def seat(session: Session, conference: Conference, agency: Agency) -> ConferenceAgency:
    """A place for an agency at a conference."""
    made = ConferenceAgency(
        partnership_id=conference.partnership_id, conference_id=conference.id, agency_id=agency.id
    )
    session.add(made)
    session.flush()
    return made


def make_person(
    session: Session,
    agency: Agency,
    role: Role | None = None,
    conference: Conference | None = None,
    *,
    name: str = "",
    status: PersonStatus = PersonStatus.ACTIVE,
) -> Person:
    """An active person, appointed to one role where given."""
    number = next(_number)
    made = Person(
        partnership_id=agency.partnership_id,
        agency_id=agency.id,
        name=name or f"Person {number}",
        email=f"person{number}-{uuid.uuid4().hex[:6]}@example.org",
        status=status,
    )
    session.add(made)
    session.flush()
    if role is not None:
        appoint(session, made, role, conference)
    return made


def appoint(
    session: Session,
    person: Person,
    role: Role,
    conference: Conference | None = None,
    *,
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
) -> AppointmentRow:
    """One more role for a person."""
    made = AppointmentRow(
        partnership_id=person.partnership_id,
        person_id=person.id,
        conference_id=conference.id if conference else None,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    session.add(made)
    session.flush()
    return made


def make_viewer(
    session: Session,
    agency: Agency,
    role: Role | None = None,
    conference: Conference | None = None,
    *,
    name: str = "",
) -> Viewer:
    """A new person as services and the gate know them."""
    return viewer_of(session, make_person(session, agency, role, conference, name=name).id)
