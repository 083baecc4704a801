"""How a person proves who they are: password, second factor, sessions, invitations."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id


class SessionStage(StrEnum):
    """How far a sign-in has come; only an open one is a signed-in person."""

    CODE = "code"
    ENROLMENT = "enrolment"
    OPEN = "open"
    LOCKED = "locked"


class SessionEnd(StrEnum):
    """Why a session ended."""

    SIGNED_OUT = "signed_out"
    ENDED_BY_OWNER = "ended_by_owner"
    RENEWED = "renewed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  # the reason, not a password
    ACCESS_WITHDRAWN = "access_withdrawn"
    TOO_MANY_TRIES = "too_many_tries"


class InvitationPurpose(StrEnum):
    """What a one-time link lets its holder do."""

    JOIN = "join"
    NEW_PASSWORD = "new_password"  # noqa: S105  # the purpose, not a password
    NEW_FACTOR = "new_factor"


class Credential(Base):
    """A person's password, as Argon2id leaves it."""

    __tablename__ = "credential"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]


class SecondFactor(Base):
    """The shared secret of an authenticator app, sealed.

    At most one is confirmed; a new one waits beside it until its first code was right.
    """

    __tablename__ = "second_factor"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    # The newest half minute whose code was accepted: a code counts once, on every worker.
    last_step: Mapped[int | None] = mapped_column(Integer)


class RecoveryCode(Base):
    """One of the codes for a lost telephone; 120 random bits, so a plain hash hides it."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("person_id", "code_hash"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class SignInSession(Base):
    """One browser of one person. The token lies only in that browser's cookie."""

    __tablename__ = "sign_in_session"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        Index("ix_sign_in_session_person", "person_id", "ended_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    token_hash: Mapped[str] = mapped_column(String(64))
    stage: Mapped[str] = mapped_column(String(16))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    # The absolute limit: no activity moves it.
    ends_at: Mapped[datetime]
    browser: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    wrong_codes: Mapped[int] = mapped_column(Integer, default=0)
    # When this person last proved who they are with everything they have to prove it with.
    proved_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str | None] = mapped_column(String(24))


class KnownDevice(Base):
    """A browser in which this person signed in before; an enemy's wrong guesses do not slow it."""

    __tablename__ = "known_device"
    __table_args__ = (UniqueConstraint("person_id", "token_hash"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    token_hash: Mapped[str] = mapped_column(String(64))
    first_seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class SignInAttempt(Base):
    """Failures in a row, counted per account, per device or per network address.

    The key is a keyed digest: people type passwords into the e-mail field.
    """

    __tablename__ = "sign_in_attempt"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    wait_until: Mapped[datetime | None]


class Invitation(Base):
    """A one-time link; only the hash of its token is kept."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(16))
    # Nobody when the command line invited the first administrators.
    issued_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
