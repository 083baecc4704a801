"""One-time links with which people choose their own password; nobody else ever sets one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.accounts import second_factor, sessions
from casework.accounts.current import Accounts
from casework.accounts.models import Invitation, InvitationPurpose, SessionEnd
from casework.accounts.passwords import check_new
from casework.accounts.people import keep_password, words_about
from casework.accounts.sessions import Visit
from casework.accounts.signing_in import Opened, enter, prove_password
from casework.accounts.tokens import new_token, token_hash
from casework.clock import now
from casework.db import Database
from casework.directory.history import record, record_for
from casework.directory.lifecycle import move
from casework.directory.models import Person, PersonStatus
from casework.errors import NotFound, Refused, WrongState

LIFE = timedelta(days=2)
# Whom each kind of link is for.
FITS: Mapping[InvitationPurpose, PersonStatus] = {
    InvitationPurpose.JOIN: PersonStatus.INVITED,
    InvitationPurpose.NEW_PASSWORD: PersonStatus.ACTIVE,
    InvitationPurpose.NEW_FACTOR: PersonStatus.ACTIVE,
}
ISSUED: Mapping[InvitationPurpose, str] = {
    InvitationPurpose.JOIN: "Invitation link made",
    InvitationPurpose.NEW_PASSWORD: "Link for a new password made",
    InvitationPurpose.NEW_FACTOR: "Link for a new authenticator app made",
}
USED: Mapping[InvitationPurpose, str] = {
    InvitationPurpose.JOIN: "Joined with the invitation link",
    InvitationPurpose.NEW_PASSWORD: "Chose a new password with the link",
    InvitationPurpose.NEW_FACTOR: "Removed the old authenticator app with the link",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A link that still works, and whom it is for."""

    id: UUID
    purpose: InvitationPurpose
    person: Person


class Issued(NamedTuple):
    """A new link: its row, and the token that nothing but this keeps."""

    row: Invitation
    token: str


def issue_invitation(
    session: Session,
    viewer: Viewer,
    *,
    person_id: UUID,
    purpose: InvitationPurpose = InvitationPurpose.JOIN,
) -> str:
    """The token of a new link, to be shown once; earlier links of the person stop working."""
    return issue(session, viewer, person_id=person_id, purpose=purpose).token


def issue(
    session: Session, viewer: Viewer, *, person_id: UUID, purpose: InvitationPurpose
) -> Issued:
    """A new link for somebody of one's own partnership; never for oneself."""
    if not viewer.may(Action.PEOPLE_MANAGE):
        raise Refused("Only an administrator invites people.")
    person = session.get(Person, person_id)
    if person is None or person.partnership_id != viewer.partnership_id:
        raise NotFound("person")
    if person.id == viewer.person_id:
        raise Refused("Ask another administrator: nobody makes a link for themselves.")
    if person.status != FITS[purpose]:
        raise WrongState("person", person.status, FITS[purpose])
    record(session, viewer, person.id, ISSUED[purpose])
    return _issue(session, person, purpose, viewer.person_id)


def issue_first_invitation(session: Session, *, person_id: UUID) -> str:
    """The same for the first administrators, from the command line, where nobody is signed in."""
    person = session.get_one(Person, person_id)
    if person.status != PersonStatus.INVITED:
        raise WrongState("person", person.status, PersonStatus.INVITED)
    record_for(session, person.partnership_id, person.id, ISSUED[InvitationPurpose.JOIN])
    return _issue(session, person, InvitationPurpose.JOIN, None).token


def invitation_link(base_url: str, token: str) -> str:
    """The address to hand over, by a way that is not this system's mail alone."""
    return f"{base_url}/account/invitation/{token}"


def _issue(
    session: Session, person: Person, purpose: InvitationPurpose, issued_by: UUID | None
) -> Issued:
    withdraw(session, person.id)
    token, moment = new_token(), now()
    made = Invitation(
        partnership_id=person.partnership_id,
        person_id=person.id,
        token_hash=token_hash(token),
        purpose=purpose,
        issued_by=issued_by,
        issued_at=moment,
        ends_at=moment + LIFE,
    )
    session.add(made)
    session.flush()
    return Issued(made, token)


def withdraw(session: Session, person_id: UUID) -> None:
    """Links of this person that were not used stop working."""
    session.execute(
        update(Invitation)
        .where(
            Invitation.person_id == person_id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now())
    )


def find_offer(session: Session, token: str) -> Offer:
    """What a link offers; NotFound alike when used, withdrawn, expired or never made."""
    row = session.execute(
        select(Invitation, Person)
        .join(Person, Person.id == Invitation.person_id)
        .where(
            Invitation.token_hash == token_hash(token),
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.ends_at > now(),
        )
    ).first()
    if row is None or row[1].status != FITS[InvitationPurpose(row[0].purpose)]:
        raise NotFound("invitation")
    return Offer(row[0].id, InvitationPurpose(row[0].purpose), row[1])


def choose_password(
    store: Database, room: Accounts, *, token: str, password: str, visit: Visit
) -> Opened | None:
    """Join, or replace a forgotten password; a second factor that is set up stays.

    Whoever joins goes straight on; after a new password the person signs in as always.
    """
    with store.reading() as session:
        offer = find_offer(session, token)
        check_new(password, about=words_about(session, offer.person))
    if offer.purpose is InvitationPurpose.NEW_FACTOR:
        raise NotFound("invitation")
    hashed = room.passwords.hash(password)
    with store.writing() as session:
        person = _use(session, offer)
        keep_password(session, person, hashed)
        sessions.end_all(session, person.id, SessionEnd.PASSWORD_CHANGED)
        if offer.purpose is InvitationPurpose.NEW_PASSWORD:
            return None
        move(person, PersonStatus.ACTIVE)
        return enter(session, room, person, visit)


def replace_factor(
    store: Database, room: Accounts, *, token: str, password: str, visit: Visit
) -> Opened:
    """Begin again with a new telephone: the link alone is not enough, the password is needed."""
    with store.reading() as session:
        offer = find_offer(session, token)
    if offer.purpose is not InvitationPurpose.NEW_FACTOR:
        raise NotFound("invitation")
    prove_password(
        store, room, person_id=offer.person.id, password=password, visit=visit, at="password"
    )
    with store.writing() as session:
        person = _use(session, offer)
        second_factor.remove_factor(session, person.id)
        sessions.end_all(session, person.id, SessionEnd.PASSWORD_CHANGED)
        return enter(session, room, person, visit)


def _use(session: Session, offer: Offer) -> Person:
    """Use the link up, once, whoever else opened it in the same instant."""
    used = session.execute(
        update(Invitation)
        .where(
            Invitation.id == offer.id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(used_at=now())
    )
    if not isinstance(used, CursorResult) or used.rowcount != 1:
        raise NotFound("invitation")
    person = session.get_one(Person, offer.person.id)
    what = USED[offer.purpose]
    record_for(session, person.partnership_id, person.id, what, by_id=person.id)
    return person
