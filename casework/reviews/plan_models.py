"""What is around recommendations: candidates, circulation, and plans that come from files."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id
from casework.reviews.models import LINE, TEXT, refuse_deletion
from casework.reviews.vocabulary import CandidateState, ImportState


class Distribution(Base):
    """One entry of a circulation's log: who got the document, when and how (R13, R20)."""

    __tablename__ = "recommendation_distribution"
    __table_args__ = (
        Index("ix_recommendation_distribution_of", "partnership_id", "recommendation_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    recommendation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("recommendation.id"))
    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("recommendation_action.id"))
    to_whom: Mapped[str] = mapped_column(String(LINE))
    how: Mapped[str] = mapped_column(String(LINE))
    sent_on: Mapped[date] = mapped_column(Date)
    acknowledged_on: Mapped[date | None] = mapped_column(Date)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Candidate(Base):
    """Said at a workshop, and may become a recommendation; decided with a reason (R12)."""

    __tablename__ = "recommendation_candidate"
    __table_args__ = (UniqueConstraint("partnership_id", "review_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    number: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(String(TEXT))
    source: Mapped[str] = mapped_column(String(24))
    source_words: Mapped[str] = mapped_column(String(LINE))
    # Interim feedback is not yet what the workshop finally said.
    final: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(16), default=CandidateState.WAITING)
    reason: Mapped[str] = mapped_column(String(TEXT), default="")
    recommendation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("recommendation.id"))
    raised_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class PlanImport(Base):
    """A file of somebody's action plan: what its cells said, how its columns were read.

    `cells`, `columns`, `agencies` and `kept_apart` are as `plans.stored` writes them.
    """

    __tablename__ = "plan_import"
    __table_args__ = (Index("ix_plan_import_review", "partnership_id", "review_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    file_name: Mapped[str] = mapped_column(String(LINE))
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default=ImportState.UPLOADED)
    cells: Mapped[dict[str, Any]] = mapped_column(JSON)
    columns: Mapped[dict[str, Any]] = mapped_column(JSON)
    agencies: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_apart: Mapped[list[Any]] = mapped_column(JSON)
    taken: Mapped[int] = mapped_column(Integer, default=0)
    already: Mapped[int] = mapped_column(Integer, default=0)
    apart: Mapped[int] = mapped_column(Integer, default=0)
    finished_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class Origin(Base):
    """The row of a file that a recommendation came from, each cell in its own words."""

    __tablename__ = "recommendation_origin"
    __table_args__ = (Index("ix_recommendation_origin_of", "partnership_id", "recommendation_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    recommendation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("recommendation.id"))
    import_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_import.id"))
    row: Mapped[int] = mapped_column(Integer)
    # Heading and words of each cell that was not empty, as they stood.
    words: Mapped[list[Any]] = mapped_column(JSON)
    # What was odd about it, in sentences.
    oddities: Mapped[list[Any]] = mapped_column(JSON)


for _kept in (Candidate, Distribution, Origin):
    event.listen(_kept, "before_delete", refuse_deletion)
