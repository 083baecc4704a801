"""Who people were at an earlier moment: agency, appointments, and whether they could sign in.

Everything is read once for all who are asked about, however many they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from casework.access import Appointment, Role, Viewer
from casework.chronicle import past_of
from casework.clock import LONDON
from casework.directory.models import (
    Agency,
    AppointmentRow,
    Conference,
    ConferenceAgency,
    ConferenceKind,
    HeldPost,
    Partnership,
    Person,
    PersonStatus,
)
from casework.directory.viewers import Place, held_together


def viewers_at(
    session: Session, partnership_id: UUID, conference_id: UUID, moment: datetime
) -> list[Viewer]:
    """Everybody who held a role in a conference at a moment, as the gate knew them then."""
    ids = session.scalars(
        select(AppointmentRow.person_id)
        .where(
            AppointmentRow.partnership_id == partnership_id,
            AppointmentRow.conference_id == conference_id,
        )
        .distinct()
    ).all()
    people = PeopleThen(session, partnership_id, ids, moment)
    return [viewer for viewer in people if viewer.roles_in(conference_id)]


def viewer_at(session: Session, person_id: UUID, moment: datetime) -> Viewer | None:
    """The viewer a person was; None for somebody who could not sign in then."""
    person = session.get(Person, person_id)
    if person is None:
        return None
    return next(iter(PeopleThen(session, person.partnership_id, [person_id], moment)), None)


def had_seat(session: Session, conference_id: UUID, agency_id: UUID, moment: datetime) -> bool:
    """Whether an agency that sits at a conference now had its seat already."""
    seat = session.scalar(
        select(ConferenceAgency).where(
            ConferenceAgency.conference_id == conference_id,
            ConferenceAgency.agency_id == agency_id,
        )
    )
    return seat is not None and past_of(session, [seat], moment).existed(seat)


class PeopleThen:
    """Those of some people who could sign in at a moment, as viewers, by name."""

    def __init__(
        self, session: Session, partnership_id: UUID, ids: Collection[UUID], moment: datetime
    ) -> None:
        self._people = session.scalars(_people(ids)).all()
        self._held = defaultdict[UUID, list[AppointmentRow]](list)
        for row in session.scalars(_appointments(ids)):
            self._held[row.person_id].append(row)
        self._agencies = {a.id: a for a in session.scalars(_agencies(partnership_id))}
        self._places = {c.id: c for c in session.scalars(_places(partnership_id))}
        self._demonstration = session.get_one(Partnership, partnership_id).demonstration
        held = [row for rows in self._held.values() for row in rows]
        self._posts = defaultdict[UUID, set[str]](set)
        for post in session.scalars(_posts([row.id for row in held], moment)):
            self._posts[post.appointment_id].add(post.word)
        rows = [*self._people, *held, *self._agencies.values(), *self._places.values()]
        self._past = past_of(session, rows, moment)

    def __iter__(self) -> Iterator[Viewer]:
        return (v for v in map(self._viewer, self._people) if v is not None)

    def _viewer(self, person: Person) -> Viewer | None:
        past = self._past
        agency = self._agencies[past.at(person, "agency_id")]
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
            appointments=self._appointments(person),
            demonstration=self._demonstration,
        )

    def _appointments(self, person: Person) -> frozenset[Appointment]:
        posts: dict[Place, set[str]] = defaultdict(set)
        for row in filter(self._holds, self._held[person.id]):
            posts[Role(row.role), row.conference_id, self._kind(row)] |= self._posts[row.id]
        return held_together(posts)

    def _kind(self, row: AppointmentRow) -> ConferenceKind | None:
        return ConferenceKind(self._places[row.conference_id].kind) if row.conference_id else None

    def _holds(self, row: AppointmentRow) -> bool:
        past = self._past
        day = past.moment.astimezone(LONDON).date()
        starts, ends = past.at(row, "starts_on"), past.at(row, "ends_on")
        place = self._places[row.conference_id] if row.conference_id else None
        in_time = starts <= day and (ends is None or ends >= day)
        return past.existed(row) and in_time and (place is None or past.at(place, "active"))


def _people(ids: Collection[UUID]) -> Select[Person]:
    return select(Person).where(Person.id.in_(ids)).order_by(Person.name, Person.id)


def _appointments(ids: Collection[UUID]) -> Select[AppointmentRow]:
    return select(AppointmentRow).where(AppointmentRow.person_id.in_(ids))


def _posts(ids: Collection[UUID], moment: datetime) -> Select[HeldPost]:
    return select(HeldPost).where(
        HeldPost.appointment_id.in_(ids),
        HeldPost.given_at <= moment,
        or_(HeldPost.ended_at.is_(None), HeldPost.ended_at > moment),
    )


def _agencies(partnership_id: UUID) -> Select[Agency]:
    return select(Agency).where(Agency.partnership_id == partnership_id)


def _places(partnership_id: UUID) -> Select[Conference]:
    return select(Conference).where(Conference.partnership_id == partnership_id)
