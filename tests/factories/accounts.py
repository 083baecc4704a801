"""Credentials, and a shortcut past the sign-in page."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from casework.accounts import sessions
from casework.accounts.login import ACCOUNTS
from casework.accounts.models import Credential
from casework.accounts.passwords import Passwords
from casework.clock import now
from casework.config import Settings
from casework.db import Database
from tests.client import PageClient

PASSWORD = "violet harbour kettle"


def make_credential(session: Session, settings: Settings, person_id: UUID) -> Credential:
    """A person who can sign in with `PASSWORD`."""
    made = Credential(
        person_id=person_id, password_hash=Passwords(settings).hash(PASSWORD), changed_at=now()
    )
    session.add(made)
    session.flush()
    return made


def sign_in(client: PageClient, person_id: UUID) -> PageClient:
    """Put a complete session into the browser, without the sign-in page."""
    extensions = client.application.extensions
    store: Database = extensions["confer_database"]
    with store.writing() as session:
        token = sessions.begin(session, person_id=person_id, complete=True, device="Test browser")
    client.set_cookie(extensions[ACCOUNTS].cookie, token)
    return client
