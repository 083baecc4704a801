"""Signed-in browsers: a table of our own, so that a session can be listed and ended at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.accounts.models import SessionEnd, SessionStage, SignInSession
from casework.accounts.tokens import new_token, token_hash
from casework.clock import now
from casework.directory.models import Person, PersonStatus
from casework.errors import NotFound

# A sign-in that is not finished, and a locked screen, in place of the two limits below.
HALF_WAY = timedelta(minutes=10)
LOCKED = timedelta(hours=1)
TOUCH_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lives without being used, and altogether (ASVS 7.3)."""

    idle: timedelta = timedelta(minutes=15)
    absolute: timedelta = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Visit:
    """The browser at the other end, in plain values."""

    address: str = ""
    browser: str = ""
    # The cookie by which a browser is known again; empty at the first visit.
    device: str = ""


def begin(
    session: Session,
    person: Person,
    *,
    stage: SessionStage,
    limits: Limits,
    visit: Visit,
    replaces: SignInSession | None = None,
) -> str:
    """Start a session; the token goes into the cookie and exists nowhere else."""
    if replaces is not None:
        end(session, replaces.id, SessionEnd.RENEWED)
    token, moment = new_token(), now()
    life = limits.absolute if stage is SessionStage.OPEN else HALF_WAY
    made = SignInSession(
        partnership_id=person.partnership_id,
        person_id=person.id,
        token_hash=token_hash(token),
        stage=stage,
        started_at=moment,
        seen_at=moment,
        ends_at=moment + life,
        browser=visit.browser[:80],
        address=visit.address[:64],
        proved_at=moment if stage is SessionStage.OPEN else None,
    )
    session.add(made)
    session.flush()
    return token


def find(session: Session, token: str, limits: Limits) -> SignInSession | None:
    """The live session of a token, at whatever stage, of a person who may sign in."""
    row = session.scalar(
        select(SignInSession)
        .join(Person, Person.id == SignInSession.person_id)
        .where(
            SignInSession.token_hash == token_hash(token),
            SignInSession.ended_at.is_(None),
            Person.status == PersonStatus.ACTIVE,
        )
    )
    return row if row is not None and is_alive(row, now(), limits) else None


def is_alive(row: SignInSession, moment: datetime, limits: Limits) -> bool:
    """Whether a session still counts at a moment."""
    if row.ended_at is not None or moment >= row.ends_at:
        return False
    unused = LOCKED if row.stage == SessionStage.LOCKED else limits.idle
    return moment - row.seen_at < unused


def touch(session: Session, session_id: UUID) -> None:
    """The person is still there."""
    session.execute(
        update(SignInSession).where(SignInSession.id == session_id).values(seen_at=now())
    )


def lock(session: Session, session_id: UUID) -> None:
    """Hide everything until the password is given again."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.stage == SessionStage.OPEN)
        .values(stage=SessionStage.LOCKED, seen_at=now())
    )


def keep_limit(session: Session, token: str, ends_at: datetime, proved_at: datetime | None) -> None:
    """A renewed session lives no longer than the one it replaces, and has proved no more."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.token_hash == token_hash(token))
        .values(ends_at=ends_at, proved_at=proved_at)
    )


def proved(session: Session, session_id: UUID) -> None:
    """The person has just proved again who they are."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id)
        .values(proved_at=now(), wrong_codes=0)
    )


def end(session: Session, session_id: UUID, because: SessionEnd) -> None:
    """End one session; it is dead at the next request, on every worker."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.ended_at.is_(None))
        .values(ended_at=now(), ended_because=because)
    )


def end_own(session: Session, person_id: UUID, session_id: UUID) -> None:
    """End one of one's own sessions; another person's is not there."""
    row = session.get(SignInSession, session_id)
    if row is None or row.person_id != person_id:
        raise NotFound("session")
    end(session, session_id, SessionEnd.ENDED_BY_OWNER)


def end_all(
    session: Session, person_id: UUID, because: SessionEnd, *, but: UUID | None = None
) -> None:
    """Sign a person out everywhere, but perhaps here."""
    query = update(SignInSession).where(
        SignInSession.person_id == person_id, SignInSession.ended_at.is_(None)
    )
    if but is not None:
        query = query.where(SignInSession.id != but)
    session.execute(query.values(ended_at=now(), ended_because=because))


def live_sessions(session: Session, person_id: UUID, limits: Limits) -> list[SignInSession]:
    """The sessions of a person that still count, newest first."""
    rows = session.scalars(
        select(SignInSession)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.ended_at.is_(None),
            SignInSession.stage.in_([SessionStage.OPEN, SessionStage.LOCKED]),
        )
        .order_by(SignInSession.seen_at.desc())
    )
    moment = now()
    return [row for row in rows if is_alive(row, moment, limits)]
