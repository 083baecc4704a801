"""Files of a review, sealed under its key, and the drafts of its report."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id
from casework.reviews.models import LINE


class ReviewFile(Base):
    """A sealed file: what an agency returned, a draft of the report, or a piece of evidence."""

    __tablename__ = "review_file"
    __table_args__ = (
        Index("ix_review_file_of", "partnership_id", "review_id"),
        Index("ix_review_file_about", "about_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    about_kind: Mapped[str] = mapped_column(String(16))
    about_id: Mapped[uuid.UUID]
    media_type: Mapped[str] = mapped_column(String(80))
    # SHA-256 of the file as it was sent, where it is shown; empty for the reports of agencies,
    # since whoever holds a copy of such a report could find out by it whose it is.
    digest: Mapped[str] = mapped_column(String(64), default="")
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)
    # Read when the file is opened or verified, never with a list.
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]


class Draft(Base):
    """One draft of the report of a review, numbered for life; none is ever overwritten (R38)."""

    __tablename__ = "review_draft"
    __table_args__ = (UniqueConstraint("partnership_id", "review_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    number: Mapped[int] = mapped_column(Integer)
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    # The one that publication takes: on which day it was approved, by whom, by which resolution.
    approved_on: Mapped[date | None] = mapped_column(Date)
    approved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    resolution: Mapped[str] = mapped_column(String(LINE), default="")


class DraftReader(Base):
    """Somebody to whom a draft was given, and on which day."""

    __tablename__ = "review_draft_reader"
    __table_args__ = (Index("ix_review_draft_reader_of", "partnership_id", "draft_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review_draft.id"))
    # A member of the panel, or somebody else by what they are: 'the family', 'Home Office'.
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    to: Mapped[str] = mapped_column(String(LINE), default="")
    sent_on: Mapped[date] = mapped_column(Date)
    sent_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
