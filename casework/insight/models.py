"""When a person last read what changed."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base


class LastLooked(Base):
    """Up to when a person has read what changed; moved by that person alone."""

    __tablename__ = "last_looked"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    at: Mapped[datetime]
