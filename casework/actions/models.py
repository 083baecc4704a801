"""Actions of a conference, numbered within their case for life, and what happened to each."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id


class ActionState(StrEnum):
    """Where an action stands (domain 2.9); overdue and 'done' are worked out, never set."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_PROGRESS = "in_progress"
    REPORTED = "reported"
    RETURNED = "returned"
    ACCEPTED = "verified_complete"
    NOT_POSSIBLE = "not_possible"
    NOT_UNDERTAKEN = "not_undertaken"
    SUPERSEDED = "superseded"


class Priority(StrEnum):
    """How soon an action matters."""

    AT_ONCE = "at_once"
    HIGH = "high"
    NORMAL = "normal"


class CaseAction(Base):
    """One action; its words, conditions, outcome and evidence are sealed answers about this row."""

    __tablename__ = "case_action"
    __table_args__ = (
        UniqueConstraint("partnership_id", "case_id", "number"),
        Index("ix_case_action_owner", "partnership_id", "owner_agency_id", "state"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"))
    # R22: given once, never used again.
    number: Mapped[int] = mapped_column(Integer)
    # The sitting that agreed it; the table belongs to a room above.
    meeting_id: Mapped[uuid.UUID | None]
    # None: somebody outside the conference, named in a sealed answer.
    owner_agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"))
    owner_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date] = mapped_column(Date)
    priority: Mapped[str] = mapped_column(String(16), default=Priority.NORMAL)
    state: Mapped[str] = mapped_column(String(24), default=ActionState.PROPOSED)
    state_since: Mapped[datetime]
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    reported_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    reported_at: Mapped[datetime | None]
    checked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime | None]
    superseded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("case_action.id"))
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class ActionEvent(Base):
    """One step in the life of an action; what was said at it is a sealed answer."""

    __tablename__ = "case_action_event"
    __table_args__ = (Index("ix_case_action_event_action", "action_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_action.id"))
    at: Mapped[datetime]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    kind: Mapped[str] = mapped_column(String(24))
    from_state: Mapped[str | None] = mapped_column(String(24))
    to_state: Mapped[str | None] = mapped_column(String(24))
