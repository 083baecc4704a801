"""One-time links with which a person chooses a password; nobody else ever sets one."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.accounts.models import Credential, Invitation
from casework.accounts.sessions import end_all
from casework.accounts.tokens import new_token, token_hash
from casework.clock import now
from casework.directory.models import Person, PersonStatus
from casework.errors import NotFound

LIFE = timedelta(days=2)


def issue(session: Session, *, person_id: UUID, issued_by: UUID | None) -> str:
    """A new link for a person; earlier ones stop working."""
    session.execute(
        update(Invitation)
        .where(Invitation.person_id == person_id, Invitation.used_at.is_(None))
        .values(used_at=now())
    )
    token = new_token()
    session.add(
        Invitation(
            person_id=person_id, token_hash=token_hash(token), created_at=now(),
            expires_at=now() + LIFE, issued_by=issued_by,
        )
    )  # fmt: skip
    session.flush()
    return token


def find(session: Session, token: str) -> tuple[Invitation, Person]:
    """The invitation that a link stands for; NotFound when used, expired or unknown."""
    row = session.scalar(select(Invitation).where(Invitation.token_hash == token_hash(token)))
    if row is None or row.used_at is not None or row.expires_at <= now():
        raise NotFound("invitation. It may have been used, or be older than two days")
    person = session.get_one(Person, row.person_id)
    if person.status in (PersonStatus.SUSPENDED, PersonStatus.LEFT):
        raise NotFound("invitation")
    return row, person


def accept(session: Session, *, token: str, password_hash: str) -> Person:
    """Set the chosen password, use the link up, end every older session."""
    row, person = find(session, token)
    row.used_at = now()
    credential = session.get(Credential, person.id)
    if credential is None:
        session.add(
            Credential(person_id=person.id, password_hash=password_hash, changed_at=now())
        )
    else:
        credential.password_hash, credential.changed_at = password_hash, now()
    person.status = PersonStatus.ACTIVE
    end_all(session, person.id)
    session.flush()
    return person
