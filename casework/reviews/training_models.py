"""The register of training: courses, their versions, and to whom each was given.

Words about courses and numbers of people, never a name of somebody who was there.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id
from casework.reviews.models import LINE, TEXT

LABEL = 16


class Training(Base):
    """A course of this partnership, known by its title."""

    __tablename__ = "training"
    __table_args__ = (UniqueConstraint("partnership_id", "title", name="uq_training_title"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    title: Mapped[str] = mapped_column(String(LINE))
    audience: Mapped[str] = mapped_column(String(LINE))


class TrainingVersion(Base):
    """What a course teaches from a day on; a new one is a change that a review may have wanted."""

    __tablename__ = "training_version"
    __table_args__ = (
        UniqueConstraint("partnership_id", "training_id", "label", name="uq_training_version"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    training_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("training.id"))
    label: Mapped[str] = mapped_column(String(LABEL))
    what: Mapped[str] = mapped_column(String(TEXT))
    in_force_from: Mapped[date] = mapped_column(Date)
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]


class TrainingDelivery(Base):
    """One version was given to people of one agency; an entry by mistake is marked, not lost."""

    __tablename__ = "training_delivery"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    training_version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("training_version.id"), index=True
    )
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    held_on: Mapped[date] = mapped_column(Date)
    attended: Mapped[int] = mapped_column(Integer)
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    mistaken: Mapped[bool] = mapped_column(Boolean, default=False)
