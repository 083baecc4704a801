"""The face of this room for others: invitations, ending sessions, passwords of invented people."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from casework.accounts.invitations import (
    invitation_link,
    issue_first_invitation,
    issue_invitation,
    withdraw,
)
from casework.accounts.models import SessionEnd
from casework.accounts.passwords import Passwords
from casework.accounts.people import keep_password, needs_factor
from casework.accounts.sessions import end_all
from casework.accounts.throttle import forget_old
from casework.directory.models import Person
from casework.errors import Refused

__all__ = [
    "forget_old",
    "invitation_link",
    "issue_first_invitation",
    "issue_invitation",
    "set_demonstration_password",
    "withdraw_access",
]


def withdraw_access(session: Session, person_id: UUID) -> None:
    """Every session and every unused link of a person ends: suspended, left, replaced."""
    end_all(session, person_id, SessionEnd.ACCESS_WITHDRAWN)
    withdraw(session, person_id)


def set_demonstration_password(
    session: Session, passwords: Passwords, *, person_id: UUID, password: str
) -> None:
    """Give an invented person a password; refused in a real partnership, where people choose."""
    person = session.get_one(Person, person_id)
    if needs_factor(session, person):
        raise Refused("Nobody sets another person's password. Send an invitation.")
    keep_password(session, person, passwords.hash(password))
