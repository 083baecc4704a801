"""Learning that closes the loop: what a recommendation wants changed, lessons, who was told.

Like the rest of the room these are words about systems, never about a person of a case.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id
from casework.reviews.models import LINE, LINK, TEXT


class AimKind(StrEnum):
    """What a recommendation can want changed in this very system, or beside it."""

    CLAUSE = "clause"
    FIELD = "field"
    LEGAL_TOOL = "legal_tool"
    TRAINING = "training"


class LessonOrigin(StrEnum):
    """Where a lesson comes from."""

    CASE = "case"
    OTHER_AREA = "other_area"


class Aim(Base):
    """The clause, question, tool or training that a recommendation wants changed."""

    __tablename__ = "recommendation_aim"
    __table_args__ = (
        UniqueConstraint(
            "partnership_id", "recommendation_id", "kind", "name", name="uq_recommendation_aim"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    recommendation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("recommendation.id"))
    kind: Mapped[str] = mapped_column(String(16))
    # 'starter-ccm 3.4', a question of the referral form, a tool's title, the name of a course.
    name: Mapped[str] = mapped_column(String(LINE))
    wanted: Mapped[str] = mapped_column(String(TEXT))
    # What stood there when the aim was set; a change is a change from this.
    stood: Mapped[str] = mapped_column(Text, default="")
    set_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]


class Lesson(Base):
    """One lesson without a name in it; it may be brought into a review as a candidate."""

    __tablename__ = "lesson"
    __table_args__ = (Index("ix_lesson_listing", "partnership_id", "raised_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    origin: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(String(TEXT))
    # Of a published review of another area: which one, and where it can be read.
    area: Mapped[str] = mapped_column(String(LINE), default="")
    link: Mapped[str] = mapped_column(String(LINK), default="")
    theme: Mapped[str] = mapped_column(String(40), default="")
    raised_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime]
    candidate_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("recommendation_candidate.id")
    )
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class Telling(Base):
    """Learning was passed on: to whom, how, when, and how many came (R20)."""

    __tablename__ = "review_telling"
    __table_args__ = (Index("ix_review_telling_of", "partnership_id", "review_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    audience: Mapped[str] = mapped_column(String(LINE))
    how: Mapped[str] = mapped_column(String(LINE))
    held_on: Mapped[date] = mapped_column(Date)
    attended: Mapped[int | None] = mapped_column(Integer)
    what: Mapped[str] = mapped_column(String(TEXT))
    told_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))


class Acknowledgement(Base):
    """Somebody says that they have taken the learning of a review in; once a person."""

    __tablename__ = "review_acknowledgement"
    __table_args__ = (UniqueConstraint("partnership_id", "review_id", "person_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    at: Mapped[datetime]
