"""What people do with their own account: change the password, set up an app, new recovery codes."""

from __future__ import annotations

from uuid import UUID

from casework.accounts import second_factor, sessions
from casework.accounts.current import Accounts
from casework.accounts.models import SessionEnd
from casework.accounts.passwords import check_new
from casework.accounts.people import keep_password, words_about
from casework.accounts.sessions import Visit
from casework.accounts.signing_in import prove_password
from casework.db import Database
from casework.directory.history import record_for
from casework.directory.models import Person
from casework.errors import Invalid


def change_password(
    store: Database,
    room: Accounts,
    *,
    person_id: UUID,
    old: str,
    new: str,
    here: UUID,
    visit: Visit,
) -> None:
    """Change one's own password; every other session ends."""
    with store.reading() as session:
        about = words_about(session, session.get_one(Person, person_id))
    try:
        check_new(new, about=about)
    except Invalid as error:
        raise Invalid({"new": error.errors["password"]}) from None
    prove_password(store, room, person_id=person_id, password=old, visit=visit, at="old")
    hashed = room.passwords.hash(new)
    with store.writing() as session:
        person = session.get_one(Person, person_id)
        keep_password(session, person, hashed)
        sessions.end_all(session, person_id, SessionEnd.PASSWORD_CHANGED, but=here)
        record_for(
            session, person.partnership_id, person_id, "Changed the password", by_id=person_id
        )


def begin_app(
    store: Database, room: Accounts, *, person_id: UUID, password: str, visit: Visit
) -> None:
    """Set up an authenticator app, or a new one: the old one counts until the new one works."""
    prove_password(store, room, person_id=person_id, password=password, visit=visit, at="password")
    with store.writing() as session:
        person = session.get_one(Person, person_id)
        second_factor.begin_enrolment(session, room.secrets, person)


def renew_recovery_codes(
    store: Database, room: Accounts, *, person_id: UUID, password: str, visit: Visit
) -> list[str]:
    """Fresh recovery codes; the earlier ones stop working."""
    prove_password(store, room, person_id=person_id, password=password, visit=visit, at="password")
    with store.writing() as session:
        person = session.get_one(Person, person_id)
        if second_factor.confirmed_factor(session, person_id) is None:
            raise Invalid({"password": "Set up an authenticator app first"})
        what = "Made new recovery codes"
        record_for(session, person.partnership_id, person_id, what, by_id=person_id)
        return second_factor.new_recovery_codes(session, person)
