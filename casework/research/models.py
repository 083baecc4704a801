"""Requests for research, the items of a return, and who has to hear of a correction."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id


class RequestState(StrEnum):
    """Where a request stands (domain 2.8); overdue is worked out, never stored."""

    REQUESTED = "requested"
    OPENED = "opened"
    IN_PROGRESS = "in_progress"
    NIL_RETURN = "nil_return"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Share(StrEnum):
    """Who may read an item, as the agency that wrote it decided."""

    UNDECIDED = "undecided"
    ALL = "all"
    NAMED = "named"
    VERBAL = "verbal"
    WITHHELD = "withheld"


class ResearchRequest(Base):
    """One agency is asked what it knows about one case; what it answers lies in sealed answers."""

    __tablename__ = "research_request"
    __table_args__ = (
        UniqueConstraint("partnership_id", "case_id", "agency_id"),
        Index("ix_research_request_agency", "partnership_id", "agency_id", "state"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    # The sitting it is wanted for, where there is one yet; the table belongs to a room above.
    meeting_id: Mapped[uuid.UUID | None]
    requested_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    requested_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16), default=RequestState.REQUESTED)
    state_since: Mapped[datetime]
    changed_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    # Handed to one person of the agency; anybody of the agency may return it otherwise.
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    # The conference may know which of the people this agency knows.
    known_shared: Mapped[bool] = mapped_column(Boolean, default=False)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class ResearchItem(Base):
    """One thing an agency knows; its words are the current sealed answer about this row."""

    __tablename__ = "research_item"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("research_request.id"), index=True)
    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sealed_answer.id"))
    share: Mapped[str] = mapped_column(String(16), default=Share.UNDECIDED)
    shared_at: Mapped[datetime | None]
    corrected_at: Mapped[datetime | None]
    written_at: Mapped[datetime]
    # A code of `catalogue.withholding_reasons`, for the count of reasons alone.
    withheld_code: Mapped[str | None] = mapped_column(String(32))
    removed: Mapped[bool] = mapped_column(Boolean, default=False)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class ResearchCorrection(Base):
    """An agency that was shown an item before it was corrected has to hear of the correction."""

    __tablename__ = "research_correction"
    __table_args__ = (
        Index("ix_research_correction_agency", "partnership_id", "agency_id", "seen_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("research_item.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    made_at: Mapped[datetime]
    seen_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime | None]
