"""The chair's letter to the sponsor of an agency that stayed silent (R48)."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.boards.models.body import LINE, TEXT
from casework.db import Base, new_id


class Letter(Base):
    """One letter about one run of missed meetings; changed until it is sent, then never again."""

    __tablename__ = "board_letter"
    __table_args__ = (UniqueConstraint("partnership_id", "meeting_id", "agency_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    # The last meeting that was missed; the earlier ones follow from the roll.
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    addressee: Mapped[str] = mapped_column(String(LINE))
    text: Mapped[str] = mapped_column(String(TEXT))
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    sent_on: Mapped[date | None] = mapped_column(Date)
    how: Mapped[str] = mapped_column(String(LINE), default="")
    sent_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    # When the sending was written down.
    recorded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}
