"""Browsers that are known again: an enemy's wrong guesses elsewhere do not slow them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.accounts.models import KnownDevice
from casework.accounts.tokens import new_token, token_hash
from casework.clock import now
from casework.directory.models import Person

LIFE = timedelta(days=180)


def known_device(session: Session, person: Person | None, token: str) -> KnownDevice | None:
    """This browser, if this person signed in with it before."""
    if person is None or not token:
        return None
    return session.scalar(
        select(KnownDevice).where(
            KnownDevice.person_id == person.id,
            KnownDevice.token_hash == token_hash(token),
            KnownDevice.ends_at > now(),
        )
    )


def remember(session: Session, person: Person, token: str) -> str:
    """Know this browser from now on; returns the token it is to keep."""
    device = known_device(session, person, token)
    if device is not None:
        device.ends_at = now() + LIFE
        session.flush()
        return token
    # A shared computer keeps its token; one that we did not make is never taken on.
    kept = token if token and _is_ours(session, token) else new_token()
    session.add(
        KnownDevice(
            partnership_id=person.partnership_id,
            person_id=person.id,
            token_hash=token_hash(kept),
            first_seen_at=now(),
            ends_at=now() + LIFE,
        )
    )
    session.flush()
    return kept


def _is_ours(session: Session, token: str) -> bool:
    ours = select(KnownDevice.id).where(
        KnownDevice.token_hash == token_hash(token), KnownDevice.ends_at > now()
    )
    return session.scalar(ours.limit(1)) is not None
