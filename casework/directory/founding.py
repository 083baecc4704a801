"""An empty partnership: its office, its conferences, and the first two administrators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.clock import now, today
from casework.directory.finding import add_once
from casework.directory.history import record_for
from casework.directory.models import (
    Agency,
    AgencyType,
    AppointmentRow,
    Conference,
    ConferenceKind,
    Partnership,
    Person,
    PersonStatus,
)
from casework.directory.people import EMAIL_TAKEN, clean_email
from casework.directory.roles import NEVER_FEWER_THAN_TWO
from casework.errors import Invalid

OFFICE = "Partnership office"
OFFICE_CODE = "office"
ADMINISTRATORS = 2


@dataclass(frozen=True, slots=True)
class NewAdministrator:
    """Somebody who will be invited to look after the partnership."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Founded:
    """What was made."""

    partnership: Partnership
    office: Agency
    conferences: tuple[Conference, ...]
    administrators: tuple[Person, ...]


def create_partnership(
    session: Session,
    *,
    name: str,
    conferences: Sequence[tuple[str, ConferenceKind]],
    administrators: Sequence[NewAdministrator],
    office: str = OFFICE,
    demonstration: bool = False,
) -> Founded:
    """An empty partnership. Its administrators are invited; each holds both roles of two."""
    _check(name, conferences, administrators)
    partnership = Partnership(name=name.strip(), demonstration=demonstration, created_at=now())
    session.add(partnership)
    session.flush()
    home = Agency(
        partnership_id=partnership.id,
        code=OFFICE_CODE,
        name=office,
        agency_type=AgencyType.COORDINATING_BODY,
    )
    session.add(home)
    session.flush()
    bodies = tuple(_conference(session, partnership, *body) for body in conferences)
    people = tuple(_administrator(session, home, one) for one in administrators)
    record_for(session, partnership.id, partnership.id, "Partnership created")
    return Founded(partnership, home, bodies, people)


def _check(
    name: str,
    conferences: Sequence[tuple[str, ConferenceKind]],
    administrators: Sequence[NewAdministrator],
) -> None:
    errors = {}
    if not 0 < len(name.strip()) <= 120:
        errors["name"] = "Give the partnership a name of up to 120 characters"
    if len({title for title, _ in conferences}) != len(conferences):
        errors["conferences"] = "Give every conference a name of its own"
    if len({one.email.strip().lower() for one in administrators}) < ADMINISTRATORS:
        errors["administrators"] = "Name two administrators with different e-mail addresses"
    if errors:
        raise Invalid(errors)


def _conference(
    session: Session, partnership: Partnership, name: str, kind: ConferenceKind
) -> Conference:
    made = Conference(partnership_id=partnership.id, name=name, kind=ConferenceKind(kind))
    session.add(made)
    session.flush()
    return made


def _administrator(session: Session, office: Agency, one: NewAdministrator) -> Person:
    made = Person(
        partnership_id=office.partnership_id,
        agency_id=office.id,
        name=one.name,
        email=clean_email(session, one.email),
        job_title="Administrator",
        status=PersonStatus.INVITED,
    )
    add_once(session, made, field="email", message=EMAIL_TAKEN)
    for role in NEVER_FEWER_THAN_TWO:
        session.add(
            AppointmentRow(
                partnership_id=office.partnership_id,
                person_id=made.id,
                role=role,
                starts_on=today(),
            )
        )
    session.flush()
    return made
