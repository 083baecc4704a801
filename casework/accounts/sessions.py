"""Signed-in browsers: a table of our own, so that a session can be listed and ended at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from casework.accounts.models import SignInSession
from casework.accounts.tokens import new_token, token_hash
from casework.clock import now
from casework.errors import NotFound

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)
HALF_WAY = timedelta(minutes=10)
TOUCH_AFTER = timedelta(minutes=1)


def begin(session: Session, *, person_id: UUID, complete: bool, device: str = "") -> str:
    """Start a session; returns the token for the cookie, which exists nowhere else."""
    token = new_token()
    session.add(
        SignInSession(
            person_id=person_id, token_hash=token_hash(token), complete=complete,
            created_at=now(), seen_at=now(), device=device[:120],
        )
    )  # fmt: skip
    session.flush()
    return token


def find(session: Session, token: str) -> SignInSession | None:
    """The live session of a token, complete or half way."""
    row = session.scalar(select(SignInSession).where(SignInSession.token_hash == token_hash(token)))
    return row if row is not None and alive(row, now()) else None


def alive(row: SignInSession, moment: datetime) -> bool:
    """Whether a session still counts at a moment."""
    if row.ended_at is not None:
        return False
    if not row.complete:
        return moment - row.created_at < HALF_WAY
    return moment - row.seen_at < IDLE and moment - row.created_at < ABSOLUTE


def touch(session: Session, session_id: UUID) -> None:
    """The person is still there."""
    session.execute(
        update(SignInSession).where(SignInSession.id == session_id).values(seen_at=now())
    )


def end(session: Session, session_id: UUID) -> None:
    """End one session; it is dead at the next request."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.ended_at.is_(None))
        .values(ended_at=now())
    )


def end_own(session: Session, person_id: UUID, session_id: UUID) -> None:
    """End one of one's own sessions."""
    row = session.get(SignInSession, session_id)
    if row is None or row.person_id != person_id:
        raise NotFound("session")
    end(session, session_id)


def end_all(session: Session, person_id: UUID, *, but: UUID | None = None) -> None:
    """Sign a person out everywhere, but perhaps here."""
    query = update(SignInSession).where(
        SignInSession.person_id == person_id, SignInSession.ended_at.is_(None)
    )
    if but is not None:
        query = query.where(SignInSession.id != but)
    session.execute(query.values(ended_at=now()))


def live_sessions(session: Session, person_id: UUID) -> list[SignInSession]:
    """The sessions of a person that still count, newest first."""
    rows = session.scalars(
        select(SignInSession)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.ended_at.is_(None),
            or_(SignInSession.complete.is_(True)),
        )
        .order_by(SignInSession.seen_at.desc())
    )
    moment = now()
    return [row for row in rows if alive(row, moment)]
