"""People: add, change, suspend, take back; nobody goes while something open is theirs."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import today
from casework.directory.administrators import check_two_remain, roles_held
from casework.directory.appointments import close, standing
from casework.directory.departures import withdraw_access
from casework.directory.finding import (
    add_once,
    find_agency,
    find_person,
    flush_once,
    may_manage_people,
)
from casework.directory.history import record
from casework.directory.holdings import Owner, OwnerKind, refuse_while_held
from casework.directory.lifecycle import move
from casework.directory.models import Person, PersonStatus
from casework.errors import Invalid, Refused, StaleEdit

EMAIL = re.compile(r"[^@\s\"(),:;<>\[\\\]]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")
EMAIL_TAKEN = "Somebody already signs in with this e-mail address. Enter another one"


def add_person(
    session: Session,
    viewer: Viewer,
    *,
    agency_id: UUID,
    name: str,
    email: str,
    job_title: str = "",
    phone: str = "",
) -> Person:
    """Somebody new, invited and not yet able to sign in: the link is made in `accounts`."""
    may_manage_people(viewer)
    agency = find_agency(session, viewer, agency_id)
    if not agency.active:
        raise Invalid({"agency_id": f"{agency.name} is closed. Choose another agency"})
    made = Person(
        partnership_id=viewer.partnership_id,
        agency_id=agency.id,
        name=name,
        email=clean_email(session, email),
        job_title=job_title,
        phone=phone,
        status=PersonStatus.INVITED,
    )
    add_once(session, made, field="email", message=EMAIL_TAKEN)
    record(session, viewer, made.id, "Added")
    return made


def change_person(
    session: Session,
    viewer: Viewer,
    *,
    person_id: UUID,
    version: int,
    name: str,
    email: str,
    job_title: str = "",
    phone: str = "",
) -> Person:
    """Change what is known of a person. Who changes agency is a new person: work stays behind."""
    may_manage_people(viewer)
    person = find_person(session, viewer, person_id)
    if person.version != version:
        raise StaleEdit("person")
    person.name, person.job_title, person.phone = name, job_title, phone
    moved = email.strip().lower() != person.email
    if moved:
        person.email = clean_email(session, email)
    flush_once(session, field="email", message=EMAIL_TAKEN)
    what = "E-mail address and details changed" if moved else "Details changed"
    record(session, viewer, person.id, what)
    return person


def suspend(session: Session, viewer: Viewer, *, person_id: UUID, reason: str = "") -> None:
    """Close the door at once; roles and work stay where they are until somebody decides."""
    person = _other(session, viewer, person_id)
    roles = roles_held(session, person.id)
    check_two_remain(session, viewer.partnership_id, leaving=person.id, roles=roles)
    move(person, PersonStatus.SUSPENDED)
    session.flush()
    withdraw_access(session, person.id)
    record(session, viewer, person.id, f"Suspended: {reason}" if reason else "Suspended")


def reinstate(session: Session, viewer: Viewer, *, person_id: UUID) -> None:
    """Open the door again."""
    person = _other(session, viewer, person_id)
    if person.status != PersonStatus.SUSPENDED:
        raise Invalid({"": f"{person.name} is not suspended"})
    move(person, PersonStatus.ACTIVE)
    session.flush()
    record(session, viewer, person.id, "May sign in again")


def leave(session: Session, viewer: Viewer, *, person_id: UUID, reason: str = "") -> None:
    """Somebody has gone and needs no successor: refused while something open is theirs (R08)."""
    person = _other(session, viewer, person_id)
    refuse_while_held(
        session, viewer.partnership_id, Owner(OwnerKind.PERSON, person.id), person.name
    )
    depart(session, viewer, person, reason)


def depart(session: Session, viewer: Viewer, person: Person, reason: str) -> None:
    """End roles and access, and write down that the person left."""
    roles = roles_held(session, person.id)
    check_two_remain(session, viewer.partnership_id, leaving=person.id, roles=roles)
    for row in standing(session, person.id):
        close(session, row, today() - timedelta(days=1), reason or "Left")
    move(person, PersonStatus.LEFT)
    session.flush()
    withdraw_access(session, person.id)
    record(session, viewer, person.id, f"Left: {reason}" if reason else "Left")


def welcome_back(session: Session, viewer: Viewer, *, person_id: UUID) -> None:
    """Somebody who left comes back: invited again, without any of the old roles."""
    person = _other(session, viewer, person_id)
    agency = find_agency(session, viewer, person.agency_id)
    if not agency.active:
        raise Invalid({"": f"{agency.name} is closed. Open it again first"})
    move(person, PersonStatus.INVITED)
    session.flush()
    record(session, viewer, person.id, "Invited again")


def clean_email(session: Session, email: str) -> str:
    """A free and well-formed address in small letters, or Invalid."""
    clean = email.strip().lower()
    if len(clean) > 254 or not EMAIL.fullmatch(clean):
        raise Invalid({"email": "Enter an e-mail address, for example name@example.org"})
    if session.scalar(select(Person.id).where(Person.email == clean)) is not None:
        raise Invalid({"email": EMAIL_TAKEN})
    return clean


def _other(session: Session, viewer: Viewer, person_id: UUID) -> Person:
    may_manage_people(viewer)
    person = find_person(session, viewer, person_id)
    if person.id == viewer.person_id:
        raise Refused("Ask another administrator: nobody does this to themselves.")
    return person
