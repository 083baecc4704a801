"""What belongs to a review beside its recommendations: panel, terms, reports, comments, proof.

Like the rest of the room it is plain text about systems and offices, never about a person of a case
(`docs/decisions/0009-reviews-hold-no-case-data.md`).
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id
from casework.reviews.models import LINE, LINK, TEXT


class PanelMember(Base):
    """A seat on the panel, from a day until another (R49)."""

    __tablename__ = "review_panel_member"
    __table_args__ = (Index("ix_review_panel_member_of", "partnership_id", "review_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    seat: Mapped[str] = mapped_column(String(24))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)


class TermsOfReference(Base):
    """One version of what the review looks into; older ones are kept."""

    __tablename__ = "review_terms"
    __table_args__ = (UniqueConstraint("partnership_id", "review_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    number: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(String(TEXT))
    agreed_on: Mapped[date] = mapped_column(Date)
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]


class AgencyReport(Base):
    """A report asked of an agency: what came, when, and whether it was enough."""

    __tablename__ = "review_agency_report"
    __table_args__ = (
        Index("ix_review_agency_report_of", "partnership_id", "review_id"),
        Index("ix_review_agency_report_agency", "partnership_id", "agency_id", "state"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    kind: Mapped[str] = mapped_column(String(24))
    state: Mapped[str] = mapped_column(String(16))
    asked_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    returned_on: Mapped[date | None] = mapped_column(Date)
    # Why it was sent back, or why none is coming.
    why: Mapped[str] = mapped_column(String(TEXT), default="")
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class PanelComment(Base):
    """One comment of the Home Office panel and what was made of it (R05), numbered for life."""

    __tablename__ = "review_comment"
    __table_args__ = (UniqueConstraint("partnership_id", "review_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    number: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(String(TEXT))
    received_on: Mapped[date] = mapped_column(Date)
    response: Mapped[str] = mapped_column(String(16), default="")
    reason: Mapped[str] = mapped_column(String(TEXT), default="")
    # What changes in the report, and who changes it.
    change: Mapped[str] = mapped_column(String(TEXT), default="")
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    # The resolution of the board that agreed the response.
    resolution: Mapped[str] = mapped_column(String(LINE), default="")
    agreed_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class Publication(Base):
    """How a report is to be published, was, and comes down again (R06); one a review."""

    __tablename__ = "review_publication"
    __table_args__ = (UniqueConstraint("partnership_id", "review_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    channel: Mapped[str] = mapped_column(String(24))
    resolution: Mapped[str] = mapped_column(String(LINE))
    resolved_on: Mapped[date] = mapped_column(Date)
    # Who read the report for anything that could identify somebody, and when.
    checked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    checked_on: Mapped[date | None] = mapped_column(Date)
    # Digest of the very file that was checked: what is published must be that one.
    checked_digest: Mapped[str] = mapped_column(String(64), default="")
    # Lines that the program pointed at, and why they may stay.
    checked_lines: Mapped[int] = mapped_column(Integer, default=0)
    checked_note: Mapped[str] = mapped_column(String(TEXT), default="")
    withdraw_on: Mapped[date | None] = mapped_column(Date)
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class OwedCopy(Base):
    """A copy of the report that somebody must get, and the proof that it went (R06)."""

    __tablename__ = "review_owed_copy"
    __table_args__ = (Index("ix_review_owed_copy_of", "partnership_id", "review_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    to: Mapped[str] = mapped_column(String(LINE))
    because: Mapped[str] = mapped_column(String(LINE))
    sent_on: Mapped[date | None] = mapped_column(Date)
    proof: Mapped[str] = mapped_column(String(LINK), default="")
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class ReviewEntry(Base):
    """One sealed entry of a review's record: a pseudonym, an event, a contact; history is kept."""

    __tablename__ = "review_entry"
    __table_args__ = (Index("ix_review_entry_of", "partnership_id", "review_id", "current"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    # A field of the catalogue; the envelope is bound to it and to this row.
    field: Mapped[str] = mapped_column(String(64))
    # The file or the draft that the words are about; none for the record's own entries.
    about_id: Mapped[uuid.UUID | None]
    envelope: Mapped[bytes] = mapped_column(LargeBinary)
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    supersedes_id: Mapped[uuid.UUID | None]
    current: Mapped[bool] = mapped_column(Boolean, default=True)


class BoardClock(Base):
    """A length of time that a board has set for itself, in place of the published one."""

    __tablename__ = "review_board_clock"
    __table_args__ = (UniqueConstraint("partnership_id", "conference_id", "kind", "code"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id"))
    kind: Mapped[str] = mapped_column(String(24))
    code: Mapped[str] = mapped_column(String(24))
    length: Mapped[int] = mapped_column(Integer)
