"""Who may sign in, and what a password of theirs must not be made of."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.accounts.models import Credential
from casework.clock import now
from casework.directory.models import Agency, Partnership, Person, PersonStatus


@dataclass(frozen=True, slots=True)
class Known:
    """A person with what they prove themselves by."""

    person: Person
    password_hash: str | None


def known_by_email(session: Session, email: str) -> Known | None:
    """The person of an e-mail address who may sign in; None for everybody else."""
    row = session.execute(
        select(Person, Credential.password_hash)
        .outerjoin(Credential, Credential.person_id == Person.id)
        .where(Person.email == email.strip().lower(), Person.status == PersonStatus.ACTIVE)
    ).first()
    return Known(row[0], row[1]) if row is not None else None


def needs_factor(session: Session, person: Person) -> bool:
    """Everybody in a real partnership; invented people may sign in with a password alone."""
    return not session.get_one(Partnership, person.partnership_id).demonstration


def keep_password(session: Session, person: Person, password_hash: str) -> None:
    """Store the hash of a new password."""
    credential = session.get(Credential, person.id)
    if credential is None:
        credential = Credential(person_id=person.id, partnership_id=person.partnership_id)
        session.add(credential)
    credential.password_hash, credential.set_at = password_hash, now()
    session.flush()


def words_about(session: Session, person: Person) -> tuple[str, ...]:
    """Words that this person's password should not be made of."""
    agency = session.get_one(Agency, person.agency_id)
    email = person.email.replace("@", ".").replace("-", ".").split(".")
    return (*person.name.split(), *email, *agency.name.split(), *agency.short_name.split())
