"""Find things of one's own partnership; another's are not there. Who may change what."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from casework.access import TABLE, Action, Viewer
from casework.directory.models import Agency, AppointmentRow, Conference, ConferenceAgency, Person
from casework.errors import Invalid, NotFound, Refused, StaleEdit


def find_person(session: Session, viewer: Viewer, person_id: UUID) -> Person:
    """A person of this partnership."""
    row = session.get(Person, person_id)
    if row is None or row.partnership_id != viewer.partnership_id:
        raise NotFound("person")
    return row


def find_agency(session: Session, viewer: Viewer, agency_id: UUID) -> Agency:
    """An agency of this partnership."""
    row = session.get(Agency, agency_id)
    if row is None or row.partnership_id != viewer.partnership_id:
        raise NotFound("agency")
    return row


def find_conference(session: Session, viewer: Viewer, conference_id: UUID) -> Conference:
    """A conference or board of this partnership."""
    row = session.get(Conference, conference_id)
    if row is None or row.partnership_id != viewer.partnership_id:
        raise NotFound("conference")
    return row


def find_appointment(session: Session, viewer: Viewer, appointment_id: UUID) -> AppointmentRow:
    """An appointment in this partnership."""
    row = session.get(AppointmentRow, appointment_id)
    if row is None or row.partnership_id != viewer.partnership_id:
        raise NotFound("appointment")
    return row


def find_seat(session: Session, conference_id: UUID, agency_id: UUID) -> ConferenceAgency | None:
    """The seat of an agency on a conference."""
    return session.scalar(
        select(ConferenceAgency).where(
            ConferenceAgency.conference_id == conference_id,
            ConferenceAgency.agency_id == agency_id,
        )
    )


def may_manage_people(viewer: Viewer) -> None:
    """Raise unless this is an administrator."""
    if not viewer.may(Action.PEOPLE_MANAGE):
        raise Refused("Only an administrator changes people and agencies.")


def may_manage_conference(viewer: Viewer, conference_id: UUID | None) -> None:
    """Raise unless this person looks after that conference, or (None) after all of them."""
    if conference_id is not None:
        allowed = viewer.may(Action.CONFERENCE_MANAGE, conference_id)
    else:
        wide = [a.role for a in viewer.appointments if a.conference_id is None]
        allowed = any(Action.CONFERENCE_MANAGE in TABLE[role] for role in wide)
    if not allowed:
        raise Refused("Only an administrator or this conference's coordinator changes it.")


def add_once(session: Session, row: object, *, field: str, message: str) -> None:
    """Add a row whose name must be free; `message` says what to do when it is taken meanwhile."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise Invalid({field: message}) from None


def flush_once(session: Session, *, field: str, message: str) -> None:
    """Save a changed row whose name must be free, and that nobody saved in the same instant."""
    try:
        session.flush()
    except IntegrityError:
        raise Invalid({field: message}) from None
    except StaleDataError:
        raise StaleEdit from None
