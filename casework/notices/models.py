"""The outbox: what must still be sent stands in the transaction of the act that caused it."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id


class NoticeState(StrEnum):
    """Life of a notice. `RUNNING` ends with its lease: a dead worker loses nothing."""

    WAITING = "waiting"
    RUNNING = "running"
    SENT = "sent"
    # Nothing to say any more when its turn came (the work was done meanwhile).
    NOT_NEEDED = "not_needed"
    FAILED = "failed"


FINISHED = frozenset({NoticeState.SENT, NoticeState.NOT_NEEDED, NoticeState.FAILED})


class Notice(Base):
    """One message to one person. Holds who and why, never what: the text is made on sending."""

    __tablename__ = "notice"
    __table_args__ = (
        # One reminder a day, whoever plans it: a second one with the same key is not written.
        UniqueConstraint("partnership_id", "once"),
        Index("ix_notice_turn", "state", "due_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    # Ids that the composer of this kind needs; no names, no text, no secret.
    refers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    once: Mapped[str | None] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(16), default=NoticeState.WAITING)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    lease: Mapped[uuid.UUID | None]
    leased_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    # The kind of the last failure and its code: never a server's words, which may repeat ours.
    failure: Mapped[str | None] = mapped_column(String(80))


class Routine(Base):
    """Something done again and again by whichever worker is first: reminders, checkpoints."""

    __tablename__ = "routine"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    due_at: Mapped[datetime]
    lease: Mapped[uuid.UUID | None]
    leased_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(String(80))
