"""How often a person has searched of late: the one thing the case file keeps of its own."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base


class SearchWindow(Base):
    """Searches of one person in the present few minutes; a number and a moment, no words."""

    __tablename__ = "search_window"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    started_at: Mapped[datetime]
    searches: Mapped[int] = mapped_column(Integer, default=0)
