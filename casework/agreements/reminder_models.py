"""Reminders about a protocol: pressed once for everybody who is late, each to one person."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id


class Missing(StrEnum):
    """What somebody has not done by its day."""

    OPENING = "opening"
    REPLY = "reply"
    SIGNATURE = "signature"
    REVIEW = "review"


class Reminding(Base):
    """One press: everybody who was late about a version, reminded at one moment."""

    __tablename__ = "agreement_reminding"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    sent_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]


class Reminder(Base):
    """One letter of it, with everything that was said in it; never anything of a case."""

    __tablename__ = "agreement_reminder"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    reminding_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("agreement_reminding.id"), index=True
    )
    # A word of `Missing`.
    missing: Mapped[str] = mapped_column(String(16))
    # The round whose reply is missing.
    circulation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("agreement_circulation.id"), index=True
    )
    # Somebody who signs in here has a notice; whoever does not has the letter alone.
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(120))
    post: Mapped[str] = mapped_column(String(120), default="")
    body: Mapped[str] = mapped_column(String(120), default="")
    due: Mapped[date] = mapped_column(Date)
