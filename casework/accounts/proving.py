"""Prove again who one is: a code from the app, or the password where there is no app."""

from __future__ import annotations

from casework.accounts import second_factor, sessions
from casework.accounts.current import Accounts
from casework.accounts.models import SignInSession
from casework.accounts.sessions import Visit
from casework.accounts.signing_in import prove_code, prove_password
from casework.db import Database


def prove_again(
    store: Database, room: Accounts, *, row: SignInSession, proof: str, visit: Visit
) -> None:
    """Raises Invalid for a wrong proof and TooMany while it is too early; each code counts once."""
    with store.reading() as session:
        factor = second_factor.confirmed_factor(session, row.person_id)
    if factor is not None:
        prove_code(
            store, room, row=row, code=proof, visit=visit, at="proof",
            then=lambda session, _: sessions.proved(session, row.id),
        )  # fmt: skip
        return
    prove_password(store, room, person_id=row.person_id, password=proof, visit=visit, at="proof")
    with store.writing() as session:
        sessions.proved(session, row.id)
