"""The case itself and whom it is about; plain columns hold only what workflow needs."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.chronicle import keep
from casework.db import Base, new_id


class CaseKind(StrEnum):
    """What a case is about (R60: not only one person)."""

    PERSON = "person"
    HOUSEHOLD = "household"
    PLACE = "place"


class CaseState(StrEnum):
    """Where a case stands; moved by `cases.states` alone."""

    INTAKE = "intake"
    SUBMITTED = "submitted"
    OPEN = "open"
    LISTED = "listed"
    RESEARCHED = "researched"
    HEARD = "heard"
    ACTIONS_OPEN = "actions_open"
    ACTIONS_COMPLETE = "actions_complete"
    CLOSED = "closed"
    NOT_TAKEN = "not_taken"


@keep("state", "stage", "risk_level", "conference_id")
class Case(Base):
    """A case exists from the first draft of its referral; plain columns hold only workflow."""

    __tablename__ = "case_record"
    __table_args__ = (
        UniqueConstraint("partnership_id", "reference"),
        Index("ix_case_record_listing", "partnership_id", "conference_id", "state"),
        # Lists begin with the newest change: fifty rows are read, not all of them sorted.
        Index("ix_case_record_changed", "partnership_id", "changed_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id"))
    origin_agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    reference: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(24), default=CaseState.INTAKE)
    stage: Mapped[str] = mapped_column(String(24), default="before_listing")
    risk_level: Mapped[str] = mapped_column(String(16), default="unknown")
    threshold_route: Mapped[str | None] = mapped_column(String(32))
    urgent: Mapped[bool] = mapped_column(Boolean, default=False)
    restricted: Mapped[bool] = mapped_column(Boolean, default=False)
    repeat: Mapped[bool] = mapped_column(Boolean, default=False)
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    heard_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


@keep("removed", made=True)
class CaseSubject(Base):
    """A person or place of one case, under its key; who it is lies in sealed answers."""

    __tablename__ = "case_subject"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    ordinal: Mapped[int] = mapped_column(Integer, default=1)
    removed: Mapped[bool] = mapped_column(Boolean, default=False)


class LinkKind(StrEnum):
    """Why two cases stand together."""

    REPEAT = "repeat"
    DUPLICATE = "duplicate"
    COUNTER_ALLEGATION = "counter_allegation"
    PLACE = "place"


class CaseLink(Base):
    """Two cases linked by opaque id; a duplicate is linked, never merged silently."""

    __tablename__ = "case_link"
    __table_args__ = (UniqueConstraint("partnership_id", "case_id", "other_case_id", "kind"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"))
    other_case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class CaseEvent(Base):
    """One step in the life of a case, as the timeline tells it: without data."""

    __tablename__ = "case_event"
    __table_args__ = (
        Index("ix_case_event_case", "case_id", "at"),
        # What changed since somebody last looked.
        Index("ix_case_event_at", "partnership_id", "at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    # Set when the step may be known to that agency only (its own research, its own release).
    only_agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"))
