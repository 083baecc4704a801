"""Who somebody was at an earlier moment: agency, appointments, and whether they could sign in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Appointment, Role, Viewer
from casework.chronicle import Past, past_of
from casework.clock import LONDON
from casework.directory.models import (
    Agency,
    AppointmentRow,
    Conference,
    ConferenceKind,
    Partnership,
    Person,
    PersonStatus,
)
from casework.directory.viewers import held_together


def viewers_at(
    session: Session, partnership_id: UUID, conference_id: UUID, moment: datetime
) -> list[Viewer]:
    """Everybody who held a role in a conference at a moment, as the gate knew them then."""
    rows = session.scalars(
        select(AppointmentRow.person_id)
        .where(
            AppointmentRow.partnership_id == partnership_id,
            AppointmentRow.conference_id == conference_id,
        )
        .distinct()
    )
    found = (viewer_at(session, person_id, moment) for person_id in rows)
    return [v for v in found if v is not None and v.roles_in(conference_id)]


def viewer_at(session: Session, person_id: UUID, moment: datetime) -> Viewer | None:
    """The viewer a person was; None for somebody who could not sign in then."""
    person = session.get(Person, person_id)
    if person is None:
        return None
    agencies = {
        a.id: a
        for a in session.scalars(
            select(Agency).where(Agency.partnership_id == person.partnership_id)
        )
    }
    past = past_of(session, [person, *agencies.values()], moment)
    agency = agencies[past.at(person, "agency_id")]
    if past.at(person, "status") != PersonStatus.ACTIVE or not past.at(agency, "active"):
        return None
    return Viewer(
        person_id=person.id,
        partnership_id=person.partnership_id,
        agency_id=agency.id,
        name=person.name,
        agency_name=agency.name,
        agency_code=past.at(agency, "code"),
        agency_type=past.at(agency, "agency_type"),
        appointments=_held(session, person, moment),
        demonstration=session.get_one(Partnership, person.partnership_id).demonstration,
    )


def _held(session: Session, person: Person, moment: datetime) -> frozenset[Appointment]:
    rows = list(
        session.scalars(select(AppointmentRow).where(AppointmentRow.person_id == person.id))
    )
    places = {
        c.id: c
        for c in session.scalars(
            select(Conference).where(Conference.partnership_id == person.partnership_id)
        )
    }
    past = past_of(session, [*rows, *places.values()], moment)
    held = (row for row in rows if _holds(past, row, _place(places, row)))
    return held_together(_roles(held, places))


def _place(places: dict[UUID, Conference], row: AppointmentRow) -> Conference | None:
    return places[row.conference_id] if row.conference_id else None


def _holds(past: Past, row: AppointmentRow, place: Conference | None) -> bool:
    day = past.moment.astimezone(LONDON).date()
    starts, ends = past.at(row, "starts_on"), past.at(row, "ends_on")
    in_time = starts <= day and (ends is None or ends >= day)
    return past.existed(row) and in_time and (place is None or past.at(place, "active"))


def _roles(
    held: Iterable[AppointmentRow], places: dict[UUID, Conference]
) -> list[tuple[Role, UUID | None, ConferenceKind | None]]:
    return [
        (
            Role(row.role),
            row.conference_id,
            ConferenceKind(places[row.conference_id].kind) if row.conference_id else None,
        )
        for row in held
    ]
