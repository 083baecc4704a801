"""What a board is beyond its entry in the directory."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.boards.vocabulary import Form
from casework.db import Base

LINE = 200
TEXT = 4000
LINK = 500
# R32: what a council's standing orders usually say, and what the chair may change for a body.
PAPER_HOURS = 48


class BoardProfile(Base):
    """Where a board stands, until when it sits, and when its papers are due."""

    __tablename__ = "board_profile"

    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id"), primary_key=True)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("conference.id"))
    form: Mapped[str] = mapped_column(String(24), default=Form.STANDING)
    # The last day of a task-and-finish group (R105).
    ends_on: Mapped[date | None] = mapped_column(Date)
    paper_hours: Mapped[int] = mapped_column(Integer, default=PAPER_HOURS)
    # The last number given to an outstanding reference; numbers are never used twice (R22).
    last_reference: Mapped[int] = mapped_column(Integer, default=0)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}
