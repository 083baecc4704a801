"""Conferences and boards as standing bodies, and which agencies sit on them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import today
from casework.directory.finding import (
    add_once,
    find_agency,
    find_conference,
    find_seat,
    flush_once,
    may_manage_conference,
)
from casework.directory.history import record
from casework.directory.holdings import Owner, OwnerKind, refuse_while_held
from casework.directory.models import (
    AppointmentRow,
    Conference,
    ConferenceAgency,
    ConferenceKind,
    Person,
)
from casework.directory.reopening import refuse_where_final
from casework.directory.roles import SEATED
from casework.errors import Conflict, Invalid, NotFound, StaleEdit

TAKEN = "Another conference has this name. Choose a different one"


def add_conference(
    session: Session,
    viewer: Viewer,
    *,
    name: str,
    kind: ConferenceKind,
    area: str = "",
    purpose: str = "",
    research_due_days: int = 2,
) -> Conference:
    """A new conference or board. What kind it is never changes: a board never holds a case."""
    may_manage_conference(viewer, None)
    made = Conference(
        partnership_id=viewer.partnership_id,
        name=name,
        kind=ConferenceKind(kind),
        area=area,
        purpose=purpose,
        research_due_days=research_due_days,
    )
    add_once(session, made, field="name", message=TAKEN)
    record(session, viewer, made.id, "Added")
    return made


def change_conference(
    session: Session,
    viewer: Viewer,
    *,
    conference_id: UUID,
    version: int,
    name: str,
    area: str = "",
    purpose: str = "",
    research_due_days: int = 2,
) -> Conference:
    """Change what is known of a conference."""
    conference = find_conference(session, viewer, conference_id)
    may_manage_conference(viewer, conference.id)
    if conference.version != version:
        raise StaleEdit("conference")
    conference.name, conference.area, conference.purpose = name, area, purpose
    conference.research_due_days = research_due_days
    flush_once(session, field="name", message=TAKEN)
    record(session, viewer, conference.id, "Details changed")
    return conference


def close_conference(session: Session, viewer: Viewer, *, conference_id: UUID) -> None:
    """The body no longer sits: refused while something open is its own (R08)."""
    may_manage_conference(viewer, None)
    conference = find_conference(session, viewer, conference_id)
    owner = Owner(OwnerKind.CONFERENCE, conference.id)
    refuse_while_held(session, viewer.partnership_id, owner, conference.name)
    conference.active = False
    session.flush()
    record(session, viewer, conference.id, "Closed")


def reopen_conference(session: Session, viewer: Viewer, *, conference_id: UUID) -> None:
    """The body sits again; one whose closing handed everything over stays closed."""
    may_manage_conference(viewer, None)
    conference = find_conference(session, viewer, conference_id)
    refuse_where_final(session, conference)
    conference.active = True
    session.flush()
    record(session, viewer, conference.id, "Opened again")


def give_seat(
    session: Session, viewer: Viewer, *, conference_id: UUID, agency_id: UUID, core: bool = True
) -> ConferenceAgency:
    """Put an agency around the table, or change whether it always comes."""
    conference = find_conference(session, viewer, conference_id)
    may_manage_conference(viewer, conference.id)
    agency = find_agency(session, viewer, agency_id)
    if not agency.active:
        raise Invalid({"agency_id": f"{agency.name} is closed. Choose another agency"})
    seat = find_seat(session, conference.id, agency.id)
    if seat is None:
        seat = ConferenceAgency(
            partnership_id=viewer.partnership_id,
            conference_id=conference.id,
            agency_id=agency.id,
            core=core,
        )
        add_once(session, seat, field="agency_id", message="This agency already has a seat")
        record(session, viewer, conference.id, f"{agency.name} got a seat")
    seat.core = core
    session.flush()
    return seat


def take_seat(session: Session, viewer: Viewer, *, conference_id: UUID, agency_id: UUID) -> None:
    """The agency leaves the table: refused while somebody speaks for it there."""
    conference = find_conference(session, viewer, conference_id)
    may_manage_conference(viewer, conference.id)
    agency = find_agency(session, viewer, agency_id)
    seat = find_seat(session, conference.id, agency.id)
    if seat is None:
        raise NotFound("seat")
    if _speakers(session, seat):
        raise Conflict(
            f"Somebody still speaks for {agency.name} here. End their appointments first."
        )
    session.delete(seat)
    session.flush()
    record(session, viewer, conference.id, f"{agency.name} gave up its seat")


def _speakers(session: Session, seat: ConferenceAgency) -> int:
    count = session.scalar(
        select(func.count())
        .select_from(AppointmentRow)
        .join(Person, Person.id == AppointmentRow.person_id)
        .where(
            AppointmentRow.conference_id == seat.conference_id,
            AppointmentRow.role.in_(SEATED),
            Person.agency_id == seat.agency_id,
            or_(AppointmentRow.ends_on.is_(None), AppointmentRow.ends_on >= today()),
        )
    )
    return count or 0
