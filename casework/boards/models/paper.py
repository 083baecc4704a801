"""Papers of a board's meeting: one row for life, whichever meeting it comes to (R35)."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.boards.models.body import LINE, LINK, TEXT
from casework.db import Base, new_id


class Paper(Base):
    """One paper; where it can be read, what it asks for, and how it came in."""

    __tablename__ = "board_paper"
    __table_args__ = (Index("ix_board_paper_meeting", "partnership_id", "meeting_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    # The meeting that it is before now; earlier ones stand in its history.
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    title: Mapped[str] = mapped_column(String(LINE))
    summary: Mapped[str] = mapped_column(String(TEXT), default="")
    asks: Mapped[str] = mapped_column(String(16))
    pages: Mapped[int] = mapped_column(Integer)
    link: Mapped[str] = mapped_column(String(LINK), default="")
    timeliness: Mapped[str] = mapped_column(String(16))
    # Why the chair took it although it was late: stands on the agenda for everybody (R32).
    late_reason: Mapped[str] = mapped_column(String(TEXT), default="")
    resolved: Mapped[str | None] = mapped_column(String(16))
    resolution: Mapped[str] = mapped_column(String(TEXT), default="")
    sent_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class PaperFile(Base):
    """A paper as a file, sealed: it should hold no case data, and a file can hold anything."""

    __tablename__ = "board_paper_file"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    paper_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("board_paper.id"), unique=True)
    media_type: Mapped[str] = mapped_column(String(80))
    # In bytes, as it was sent.
    size: Mapped[int] = mapped_column(Integer)
    # SHA-256 of the file as it was sent, also in the ledger.
    digest: Mapped[str] = mapped_column(String(64))
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    added_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]


class PaperEvent(Base):
    """One step of a paper; never changed."""

    __tablename__ = "board_paper_event"
    __table_args__ = (Index("ix_board_paper_event_of", "partnership_id", "paper_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    paper_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("board_paper.id"))
    # The meeting that the step was taken for.
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"))
    at: Mapped[datetime]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    step: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(String(TEXT), default="")
