"""Appointments: a role, a place, first and last day; a deputy names whom for (R49)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.access import WIDE, Action, Role, Viewer
from casework.clock import today
from casework.directory.administrators import check_two_remain
from casework.directory.finding import (
    find_appointment,
    find_conference,
    find_person,
    find_seat,
)
from casework.directory.history import record
from casework.directory.holdings import Owner, OwnerKind, refuse_while_held
from casework.directory.models import (
    SERVING,
    AppointmentRow,
    Conference,
    ConferenceKind,
    Person,
)
from casework.directory.roles import (
    COORDINATOR_APPOINTS,
    ROLE_WORDS,
    SEATED,
    is_near_cases,
    roles_for,
)
from casework.errors import Conflict, Invalid, NotFound, Refused


@dataclass(frozen=True, slots=True)
class Wanted:
    """An appointment before it is made."""

    person: Person
    role: Role
    conference: Conference | None
    starts_on: date
    ends_on: date | None

    @property
    def conference_id(self) -> UUID | None:
        """Where, as a key."""
        return self.conference.id if self.conference else None

    @property
    def kind(self) -> ConferenceKind | None:
        """What kind of body it is; None for the whole partnership."""
        return ConferenceKind(self.conference.kind) if self.conference else None


def appoint(
    session: Session,
    viewer: Viewer,
    *,
    person_id: UUID,
    role: Role,
    conference_id: UUID | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    deputises_for: UUID | None = None,
) -> AppointmentRow:
    """Give a person a role. Nobody gives one to themselves."""
    role = Role(role)
    may_appoint(viewer, role, conference_id)
    person = find_person(session, viewer, person_id)
    if person.id == viewer.person_id:
        raise Refused("Ask somebody else to appoint you: nobody appoints themselves.")
    conference = find_conference(session, viewer, conference_id) if conference_id else None
    wanted = Wanted(person, role, conference, starts_on or today(), ends_on)
    _check_place(session, wanted)
    _check_days(wanted)
    _check_beside_others(session, wanted)
    _check_deputy(session, wanted, deputises_for)
    made = _add(session, wanted, deputises_for)
    record(session, viewer, person.id, f"Appointed: {describe(made, conference)}")
    return made


def may_appoint(viewer: Viewer, role: Role, conference_id: UUID | None) -> None:
    """Administrators appoint anybody; a coordinator appoints around the own table."""
    if viewer.may(Action.PEOPLE_MANAGE):
        return
    own = conference_id is not None and viewer.may(Action.CONFERENCE_MANAGE, conference_id)
    if not own or role not in COORDINATOR_APPOINTS:
        raise Refused("Only an administrator gives or ends this role.")


def end_appointment(
    session: Session,
    viewer: Viewer,
    *,
    appointment_id: UUID,
    last_day: date | None = None,
    reason: str = "",
) -> AppointmentRow:
    """Set the last day; without one, the role ends at once.

    The last role of a person who still answers for something waits for a successor (R08).
    """
    row = find_appointment(session, viewer, appointment_id)
    may_appoint(viewer, Role(row.role), row.conference_id)
    last = today() - timedelta(days=1) if last_day is None else last_day
    if last_day is not None and last_day < row.starts_on:
        raise Invalid({"last_day": "The last day must be on or after the first day"})
    if not holds_on(row, today()) and row.starts_on <= today():
        raise Conflict("This appointment has already ended.")
    person = find_person(session, viewer, row.person_id)
    roles = {Role(row.role)}
    check_two_remain(session, viewer.partnership_id, leaving=person.id, roles=roles)
    if len(standing(session, person.id)) == 1:
        owner = Owner(OwnerKind.PERSON, person.id)
        refuse_while_held(session, viewer.partnership_id, owner, person.name)
    close(session, row, last, reason)
    conference = session.get(Conference, row.conference_id) if row.conference_id else None
    record(session, viewer, person.id, f"Appointment ends: {describe(row, conference)}")
    return row


def close(session: Session, row: AppointmentRow, last: date, reason: str) -> None:
    """Write the end down."""
    row.ends_on, row.ended_reason = last, reason[:200]
    session.flush()


def standing(session: Session, person_id: UUID) -> list[AppointmentRow]:
    """Appointments that hold today or will, oldest first."""
    return list(
        session.scalars(
            select(AppointmentRow)
            .where(
                AppointmentRow.person_id == person_id,
                or_(AppointmentRow.ends_on.is_(None), AppointmentRow.ends_on >= today()),
            )
            .order_by(AppointmentRow.starts_on, AppointmentRow.role)
        )
    )


def ending_soon(session: Session, viewer: Viewer, *, days: int = 30) -> list[AppointmentRow]:
    """Appointments whose last day comes near, soonest first."""
    return list(
        session.scalars(
            select(AppointmentRow)
            .where(
                AppointmentRow.partnership_id == viewer.partnership_id,
                AppointmentRow.ends_on >= today(),
                AppointmentRow.ends_on <= today() + timedelta(days=days),
            )
            .order_by(AppointmentRow.ends_on, AppointmentRow.role)
        )
    )


def holds_on(row: AppointmentRow, day: date) -> bool:
    """Whether an appointment holds on a day; the last day still counts."""
    return row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)


def describe(row: AppointmentRow, conference: Conference | None) -> str:
    """'Chair, Harbour CCM'."""
    words = ROLE_WORDS[Role(row.role)]
    return f"{words}, {conference.name}" if conference else words


def _check_place(session: Session, wanted: Wanted) -> None:
    role, conference = wanted.role, wanted.conference
    if wanted.person.status not in SERVING:
        raise Invalid({"role": f"{wanted.person.name} cannot be appointed now"})
    if role not in roles_for(wanted.kind):
        raise Invalid({"role": _wrong_place(role, conference)})
    if conference is None:
        return
    if not conference.active:
        raise Invalid({"conference_id": f"{conference.name} is closed. Choose another one"})
    if role in SEATED and find_seat(session, conference.id, wanted.person.agency_id) is None:
        raise Invalid({"conference_id": f"The agency of {wanted.person.name} has no seat on "
                                        f"{conference.name}. Give it one first"})  # fmt: skip


def _wrong_place(role: Role, conference: Conference | None) -> str:
    words = ROLE_WORDS[role]
    if conference is None:
        return f"{words} is a role on a conference. Choose which one"
    if role in WIDE:
        return f"{words} is a role for the whole partnership. Leave the conference empty"
    if conference.kind == ConferenceKind.BOARD:
        return f"{words} is not a role on a board, because a board never holds cases"
    return f"{words} is a role on a board only"


def _check_days(wanted: Wanted) -> None:
    if wanted.ends_on is not None and wanted.ends_on < wanted.starts_on:
        raise Invalid({"ends_on": "The last day must be on or after the first day"})


def _check_beside_others(session: Session, wanted: Wanted) -> None:
    rows = session.execute(
        select(AppointmentRow, Conference.kind)
        .outerjoin(Conference, Conference.id == AppointmentRow.conference_id)
        .where(AppointmentRow.person_id == wanted.person.id)
    )
    together = [(row, kind) for row, kind in rows if _overlaps(row, wanted)]
    for row, _ in together:
        if row.role == wanted.role and row.conference_id == wanted.conference_id:
            raise Invalid({"role": f"{wanted.person.name} already holds this role in that time"})
    held = [(Role(row.role), ConferenceKind(kind) if kind else None) for row, kind in together]
    held.append((wanted.role, wanted.kind))
    lay = any(role is Role.LAY_MEMBER for role, _ in held)
    if lay and any(is_near_cases(role, kind) for role, kind in held):
        raise Invalid({"role": "A lay member can never open a case, so nobody is a lay member "
                               "and holds a role that opens cases"})  # fmt: skip


def _overlaps(row: AppointmentRow, wanted: Wanted) -> bool:
    begins_in_time = wanted.ends_on is None or row.starts_on <= wanted.ends_on
    return begins_in_time and (row.ends_on is None or row.ends_on >= wanted.starts_on)


def _check_deputy(session: Session, wanted: Wanted, deputises_for: UUID | None) -> None:
    if wanted.role is not Role.DEPUTY:
        if deputises_for is not None:
            raise Invalid({"deputises_for": "Only a deputy stands in for somebody"})
        return
    if deputises_for is None:
        raise Invalid({"deputises_for": "Select whom the deputy stands in for"})
    row = session.get(AppointmentRow, deputises_for)
    if row is None or row.partnership_id != wanted.person.partnership_id:
        raise NotFound("appointment")
    principal = session.get_one(Person, row.person_id)
    fits = row.role == Role.REPRESENTATIVE and row.conference_id == wanted.conference_id
    if not fits or principal.agency_id != wanted.person.agency_id:
        raise Invalid({"deputises_for": "A deputy stands in for the representative of the same "
                                        "agency on the same conference"})  # fmt: skip
    if principal.id == wanted.person.id:
        raise Invalid({"deputises_for": "Nobody stands in for themselves"})


def _add(session: Session, wanted: Wanted, deputises_for: UUID | None) -> AppointmentRow:
    made = AppointmentRow(
        partnership_id=wanted.person.partnership_id,
        person_id=wanted.person.id,
        conference_id=wanted.conference_id,
        role=wanted.role,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        deputises_for=deputises_for,
    )
    session.add(made)
    session.flush()
    return made
