"""What the pages list: people with their roles, agencies with their people, seats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.clock import today
from casework.directory.appointments import ending_soon, holds_on
from casework.directory.models import (
    Agency,
    AppointmentRow,
    Conference,
    ConferenceAgency,
    HeldPost,
    Person,
    PersonStatus,
)
from casework.directory.roles import ROLE_WORDS
from protocols.spelling import headed


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One appointment as a page shows it."""

    id: UUID
    person_id: UUID
    person: str
    words: str
    where: str
    conference_id: UUID | None
    starts_on: date
    ends_on: date | None
    deputises_for: str
    ended_reason: str
    holds: bool
    begins_later: bool
    # What a sharing protocol calls them, held with this role.
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person with the roles of today."""

    person: Person
    agency: Agency
    roles: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency, how many people it has, and where it sits."""

    agency: Agency
    people: int
    conferences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """An agency around a table."""

    agency: Agency
    core: bool


def people_lines(
    session: Session, viewer: Viewer, *, agency_id: UUID | None = None, past: bool = False
) -> list[PersonLine]:
    """People by agency and name; those who left only when asked for."""
    asked = (
        select(Person, Agency)
        .join(Agency, Agency.id == Person.agency_id)
        .where(Person.partnership_id == viewer.partnership_id)
        .order_by(Agency.name, Person.name)
    )
    if agency_id is not None:
        asked = asked.where(Person.agency_id == agency_id)
    if not past:
        asked = asked.where(Person.status != PersonStatus.LEFT)
    held = defaultdict(list)
    for line in role_lines(session, viewer, standing_only=True):
        if line.holds:
            held[line.person_id].append(line)
    return [PersonLine(p, a, tuple(held[p.id])) for p, a in session.execute(asked)]


def role_lines(
    session: Session,
    viewer: Viewer,
    *,
    person_id: UUID | None = None,
    conference_id: UUID | None = None,
    standing_only: bool = False,
) -> list[RoleLine]:
    """Appointments of a person, on a conference, or of everybody, newest last."""
    asked = (
        select(AppointmentRow, Person.name, Conference.name)
        .join(Person, Person.id == AppointmentRow.person_id)
        .outerjoin(Conference, Conference.id == AppointmentRow.conference_id)
        .where(AppointmentRow.partnership_id == viewer.partnership_id)
        .order_by(Conference.name, AppointmentRow.role, Person.name, AppointmentRow.starts_on)
    )
    if person_id is not None:
        asked = asked.where(AppointmentRow.person_id == person_id)
    if conference_id is not None:
        asked = asked.where(AppointmentRow.conference_id == conference_id)
    if standing_only:
        ends = AppointmentRow.ends_on
        asked = asked.where(or_(ends.is_(None), ends >= today()))
    rows = session.execute(asked).all()
    principals = _principals(session, [row for row, _, _ in rows])
    posts = _posts(session, [row.id for row, _, _ in rows])
    return [
        _line(row, person, where or "", principals, posts[row.id]) for row, person, where in rows
    ]


def roles_ending_soon(session: Session, viewer: Viewer) -> list[RoleLine]:
    """Roles whose last day is near, so that a successor is found in time (R49)."""
    soon = {row.id for row in ending_soon(session, viewer)}
    return [line for line in role_lines(session, viewer, standing_only=True) if line.id in soon]


def _principals(session: Session, rows: Iterable[AppointmentRow]) -> dict[UUID, str]:
    wanted = {row.deputises_for for row in rows if row.deputises_for is not None}
    if not wanted:
        return {}
    found = session.execute(
        select(AppointmentRow.id, Person.name)
        .join(Person, Person.id == AppointmentRow.person_id)
        .where(AppointmentRow.id.in_(wanted))
    )
    return {row.id: row.name for row in found}


def _posts(session: Session, ids: Sequence[UUID]) -> defaultdict[UUID, tuple[str, ...]]:
    """Posts held with roles today, as a page spells them."""
    found: defaultdict[UUID, tuple[str, ...]] = defaultdict(tuple)
    rows = session.execute(
        select(HeldPost.appointment_id, HeldPost.word)
        .where(HeldPost.appointment_id.in_(ids), HeldPost.ended_at.is_(None))
        .order_by(HeldPost.word)
    )
    for appointment_id, word in rows:
        found[appointment_id] += (headed(word),)
    return found


def _line(
    row: AppointmentRow, person: str, where: str, principals: dict[UUID, str],
    posts: tuple[str, ...],
) -> RoleLine:  # fmt: skip
    return RoleLine(
        id=row.id,
        person_id=row.person_id,
        person=person,
        words=ROLE_WORDS[Role(row.role)],
        where=where or "Whole partnership",
        conference_id=row.conference_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        deputises_for=principals.get(row.deputises_for, "") if row.deputises_for else "",
        ended_reason=row.ended_reason,
        holds=holds_on(row, today()),
        begins_later=row.starts_on > today(),
        posts=posts if row.ends_on is None or row.ends_on >= today() else (),
    )


def agency_lines(session: Session, viewer: Viewer) -> list[AgencyLine]:
    """Agencies by name, closed ones last."""
    agencies = session.scalars(
        select(Agency)
        .where(Agency.partnership_id == viewer.partnership_id)
        .order_by(Agency.active.desc(), Agency.name)
    )
    people: dict[UUID, int] = defaultdict(int)
    here = Person.partnership_id == viewer.partnership_id, Person.status != PersonStatus.LEFT
    for agency_id in session.scalars(select(Person.agency_id).where(*here)):
        people[agency_id] += 1
    places = defaultdict(list)
    for agency_id, name in session.execute(
        select(ConferenceAgency.agency_id, Conference.name)
        .join(Conference, Conference.id == ConferenceAgency.conference_id)
        .where(Conference.partnership_id == viewer.partnership_id)
        .order_by(Conference.name)
    ):
        places[agency_id].append(name)
    return [AgencyLine(a, people[a.id], tuple(places[a.id])) for a in agencies]


def conference_list(session: Session, viewer: Viewer) -> list[Conference]:
    """Conferences and boards by name, closed ones last."""
    return list(
        session.scalars(
            select(Conference)
            .where(Conference.partnership_id == viewer.partnership_id)
            .order_by(Conference.active.desc(), Conference.name)
        )
    )


def open_agencies(session: Session, viewer: Viewer) -> list[Agency]:
    """Agencies that take part, by name."""
    mine = Agency.partnership_id == viewer.partnership_id
    return list(session.scalars(select(Agency).where(mine, Agency.active).order_by(Agency.name)))


def seats(session: Session, conference: Conference) -> list[Seat]:
    """Who sits on a conference, those who always come first."""
    rows = session.execute(
        select(Agency, ConferenceAgency.core)
        .join(ConferenceAgency, ConferenceAgency.agency_id == Agency.id)
        .where(ConferenceAgency.conference_id == conference.id)
        .order_by(ConferenceAgency.core.desc(), Agency.name)
    )
    return [Seat(agency, core) for agency, core in rows]


def conferences_of(session: Session, agency: Agency) -> list[Conference]:
    """Where an agency sits."""
    return list(
        session.scalars(
            select(Conference)
            .join(ConferenceAgency, ConferenceAgency.conference_id == Conference.id)
            .where(ConferenceAgency.agency_id == agency.id)
            .order_by(Conference.name)
        )
    )
