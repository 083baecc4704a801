"""Meetings, their agenda, who was there for what, and what they decided; words are sealed."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.conferences.vocabulary import ItemKind, ItemState, MeetingState
from casework.db import Base, new_id


class Meeting(Base):
    """One sitting of a conference or board. Nothing here moves with a single case."""

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_calendar", "partnership_id", "conference_id", "starts_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id"))
    starts_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(200), default="")
    # Agencies are asked to return their research by then; boards ask for none.
    research_due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(24), default=MeetingState.SCHEDULED)
    state_since: Mapped[datetime]
    # The wording of the confidentiality statement that is signed at this meeting.
    statement_version: Mapped[int] = mapped_column(Integer, default=1)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    approved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    # The later meeting that approved the minutes of this one (R40).
    approved_in_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting.id"))
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class AgendaItem(Base):
    """A case on the agenda of one meeting; its code is random, so that a gap says nothing."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("partnership_id", "meeting_id", "case_id"),
        UniqueConstraint("partnership_id", "meeting_id", "code"),
        Index("ix_agenda_item_case", "case_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"))
    code: Mapped[str] = mapped_column(String(8))
    # The chair's order. Never shown: a number that is missing would tell of a hidden case.
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(24), default=ItemKind.FULL_DISCUSSION)
    state: Mapped[str] = mapped_column(String(16), default=ItemState.WAITING)
    off_reason: Mapped[str | None] = mapped_column(String(32))
    listed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    listed_at: Mapped[datetime]
    # Set while the case is before the meeting; what it took before that is in `seconds`.
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    seconds: Mapped[int] = mapped_column(Integer, default=0)
    outcome: Mapped[str | None] = mapped_column(String(32))
    told: Mapped[str | None] = mapped_column(String(16))
    # R66: without a legal route there is another plan, and a day on which it is looked at again.
    review_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class Attendance(Base):
    """Somebody at a meeting: a person of the partnership, or a guest by name."""

    __tablename__ = "meeting_attendance"
    __table_args__ = (UniqueConstraint("partnership_id", "meeting_id", "person_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    guest: Mapped[str] = mapped_column(String(160), default="")
    agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"))
    capacity: Mapped[str] = mapped_column(String(16))
    present: Mapped[bool] = mapped_column(Boolean, default=False)
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    apologies_at: Mapped[datetime | None]
    statement_version: Mapped[int | None] = mapped_column(Integer)
    signed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class AgencyAttendance(Base):
    """An agency at a meeting: three flags that do not follow from each other (R47)."""

    __tablename__ = "meeting_agency"
    __table_args__ = (UniqueConstraint("partnership_id", "meeting_id", "agency_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    paper: Mapped[bool] = mapped_column(Boolean, default=False)
    present: Mapped[bool] = mapped_column(Boolean, default=False)
    apologies: Mapped[bool] = mapped_column(Boolean, default=False)
    # R25: somebody asks why, and writes down that they did.
    follow_up: Mapped[bool] = mapped_column(Boolean, default=False)
    followed_up_at: Mapped[datetime | None]
    followed_up_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class CaseAttendance(Base):
    """Somebody at the meeting who was not in the room for one case."""

    __tablename__ = "case_attendance"
    __table_args__ = (Index("ix_case_attendance_item", "agenda_item_id", "attendance_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    agenda_item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agenda_item.id"))
    attendance_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting_attendance.id"))
    because: Mapped[str] = mapped_column(String(16))
    left_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]


class InterestDeclaration(Base):
    """Asked of everybody at every meeting; 'nothing to declare' is written down too (R39)."""

    __tablename__ = "interest_declaration"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    # None: nothing to declare.
    agenda_item_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agenda_item.id"))
    declared_at: Mapped[datetime]


class MinutePassage(Base):
    """One passage of the minutes of a case; its words are a sealed answer about this row."""

    __tablename__ = "minute_passage"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    agenda_item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"))
    # The catalogue field: it carries the category and the sensitivity.
    heading: Mapped[str] = mapped_column(String(64))
    source_agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    # A passage added after the minutes were approved is an addendum.
    addendum: Mapped[bool] = mapped_column(Boolean, default=False)
    removed: Mapped[bool] = mapped_column(Boolean, default=False)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class LegalToolConsidered(Base):
    """What the meeting made of one tool (R64); why is a sealed answer about this row."""

    __tablename__ = "legal_tool_considered"
    __table_args__ = (UniqueConstraint("partnership_id", "agenda_item_id", "tool"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    agenda_item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agenda_item.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"))
    tool: Mapped[str] = mapped_column(String(48))
    decision: Mapped[str] = mapped_column(String(24))
    decided_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]
