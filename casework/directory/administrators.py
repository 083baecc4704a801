"""Two administrators, always: the last two cannot go before a third has come."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role
from casework.clock import today
from casework.directory.models import AppointmentRow, Person, PersonStatus
from casework.directory.roles import NEVER_FEWER_THAN_TWO, ROLE_WORDS
from casework.errors import Conflict


def check_two_remain(
    session: Session, partnership_id: UUID, *, leaving: UUID, roles: Iterable[Role]
) -> None:
    """Raise Conflict if one of these roles would be left to fewer than two people.

    Only appointments without an end count, and one of the two must be able to sign in.
    """
    for role in NEVER_FEWER_THAN_TWO:
        if role not in roles:
            continue
        others = _holders(session, partnership_id, role) - {(leaving, s) for s in PersonStatus}
        if len(others) < 2 or not any(status == PersonStatus.ACTIVE for _, status in others):
            raise Conflict(
                f"There must always be two people who are {ROLE_WORDS[role].lower()}. "
                "Appoint somebody else first."
            )


def roles_held(session: Session, person_id: UUID) -> set[Role]:
    """The roles a person holds today, without regard to where."""
    rows = session.execute(
        select(AppointmentRow.role, AppointmentRow.ends_on).where(
            AppointmentRow.person_id == person_id, AppointmentRow.starts_on <= today()
        )
    )
    return {Role(role) for role, last in rows if last is None or last >= today()}


def names_of(session: Session, partnership_id: UUID, role: Role) -> str:
    """Who holds a role without an end and can sign in, as one would say it; never empty."""
    holders = _holders(session, partnership_id, role)
    keys = [key for key, status in holders if status == PersonStatus.ACTIVE]
    names = session.scalars(select(Person.name).where(Person.id.in_(keys)).order_by(Person.name))
    *first, last = list(names) or [f"Whoever is made {ROLE_WORDS[role].lower()}"]
    return f"{', '.join(first)} or {last}" if first else last


def _holders(session: Session, partnership_id: UUID, role: Role) -> set[tuple[UUID, PersonStatus]]:
    rows = session.execute(
        select(Person.id, Person.status)
        .join(AppointmentRow, AppointmentRow.person_id == Person.id)
        .where(
            Person.partnership_id == partnership_id,
            Person.status.in_([PersonStatus.INVITED, PersonStatus.ACTIVE]),
            AppointmentRow.role == role,
            AppointmentRow.starts_on <= today(),
            AppointmentRow.ends_on.is_(None),
        )
    )
    return {(person_id, PersonStatus(status)) for person_id, status in rows}
