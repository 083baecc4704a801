"""From a person to the viewer that services and the gate know, with the appointments of today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from casework.access import Appointment, Role, Viewer
from casework.clock import today
from casework.directory.models import (
    Agency,
    AppointmentRow,
    Conference,
    ConferenceKind,
    HeldPost,
    Partnership,
    Person,
    PersonStatus,
)
from casework.directory.roles import is_near_cases, roles_for
from casework.errors import NotFound

# A role, its conference and what kind of body that is; None: the whole partnership.
Place = tuple[Role, UUID | None, ConferenceKind | None]
# A seat, or a body outside, is no person and no agency of ours: an id that nothing else has.
NOBODY = UUID(int=0)


def viewer_of(session: Session, person_id: UUID) -> Viewer:
    """The viewer a person is now; NotFound for somebody unknown, suspended or gone."""
    found = session.execute(
        select(Person, Agency, Partnership.demonstration)
        .join(Agency, Agency.id == Person.agency_id)
        .join(Partnership, Partnership.id == Person.partnership_id)
        .where(Person.id == person_id, Person.status == PersonStatus.ACTIVE, Agency.active)
    ).first()
    if found is None:
        raise NotFound("person")
    person, agency, demonstration = found
    return Viewer(
        person_id=person.id,
        partnership_id=person.partnership_id,
        agency_id=agency.id,
        name=person.name,
        agency_name=agency.name,
        agency_code=agency.code,
        agency_type=agency.agency_type,
        appointments=_held_today(session, person),
        demonstration=demonstration,
    )


def viewer_by_email(session: Session, email: str) -> Viewer:
    """The same by e-mail address, for the command line."""
    person_id = session.scalar(select(Person.id).where(Person.email == email.strip().lower()))
    if person_id is None:
        raise NotFound("person")
    return viewer_of(session, person_id)


def seat_of(agency: Agency, conference_id: UUID | None) -> Viewer:
    """What an agency may know at the table of a conference, whoever sits there; None: at none."""
    seat = None if conference_id is None else Appointment(Role.REPRESENTATIVE, conference_id)
    return Viewer(
        person_id=NOBODY, partnership_id=agency.partnership_id, agency_id=agency.id, name="",
        agency_name=agency.name, agency_code=agency.code, agency_type=agency.agency_type,
        appointments=frozenset({seat} if seat else ()),
    )  # fmt: skip


def outsider(partnership_id: UUID, kind: str) -> Viewer:
    """A body outside the partnership, of which only the kind is known: it holds nothing here."""
    return Viewer(
        person_id=NOBODY, partnership_id=partnership_id, agency_id=NOBODY, name="",
        agency_name="", agency_code=kind, agency_type=kind, appointments=frozenset(),
    )  # fmt: skip


def _held_today(session: Session, person: Person) -> frozenset[Appointment]:
    day = today()
    rows = session.execute(
        select(AppointmentRow, Conference.kind, HeldPost.word)
        .outerjoin(Conference, Conference.id == AppointmentRow.conference_id)
        .outerjoin(
            HeldPost,
            and_(HeldPost.appointment_id == AppointmentRow.id, HeldPost.ended_at.is_(None)),
        )
        .where(
            AppointmentRow.person_id == person.id,
            AppointmentRow.starts_on <= day,
            or_(AppointmentRow.ends_on.is_(None), AppointmentRow.ends_on >= day),
            or_(AppointmentRow.conference_id.is_(None), Conference.active),
        )
    )
    posts: dict[Place, set[str]] = defaultdict(set)
    for row, kind, word in rows:
        place = Role(row.role), row.conference_id, ConferenceKind(kind) if kind else None
        posts[place] |= {word} if word else set()
    return held_together(posts)


def held_together(held: Mapping[Place, Iterable[str]]) -> frozenset[Appointment]:
    """What several roles of one person, each in its place and with its posts, come to."""
    # What may not be held there does not count, however the row came to be.
    fitting = [one for one in held if one[0] in roles_for(one[2])]
    # A lay member never opens a case, whatever else they are appointed to (R51).
    if any(role is Role.LAY_MEMBER for role, _, _ in fitting):
        fitting = [one for one in fitting if not is_near_cases(one[0], one[2])]
    return frozenset(Appointment(one[0], one[1], frozenset(held[one])) for one in fitting)
