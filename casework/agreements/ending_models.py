"""Asked and decided: that a version ends without another in its place."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id


class Ended(StrEnum):
    """What became of the wish to end a version."""

    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class Ending(Base):
    """One person asks that a version ends, with the reason and its last day; another decides."""

    __tablename__ = "agreement_ending"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    # Empty where it is to end as soon as it is confirmed.
    last_day: Mapped[date | None] = mapped_column(Date)
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    # A word of `Ended`, or empty while nobody has decided.
    decision: Mapped[str] = mapped_column(String(16), default="")
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    # The fingerprint of the list of what falls away, as it was confirmed.
    confirmed: Mapped[str] = mapped_column(String(64), default="")
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}
