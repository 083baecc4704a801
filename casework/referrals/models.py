"""A referral and its pages, possible repeats, and new addresses that wait for a second look."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id


class ReferralState(StrEnum):
    """Where a referral stands (domain 2.4); urgent is a flag, not a state."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED_INCOMPLETE = "returned_incomplete"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REDIRECTED = "redirected"
    WITHDRAWN = "withdrawn"


class Referral(Base):
    """One attempt to bring a case to one conference; what it says lies in the case's answers."""

    __tablename__ = "referral"
    __table_args__ = (
        Index("ix_referral_queue", "partnership_id", "conference_id", "state"),
        Index("ix_referral_agency", "partnership_id", "agency_id", "state"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    # That of its case: one reference for one matter, whoever asks.
    reference: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(24), default=ReferralState.DRAFT)
    # Why it comes to a conference: a score is one way and never the only one.
    route: Mapped[str | None] = mapped_column(String(32))
    urgent: Mapped[bool] = mapped_column(Boolean, default=False)
    started_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    times_returned: Mapped[int] = mapped_column(Integer, default=0)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decline_reason: Mapped[str | None] = mapped_column(String(32))
    # Passed on: to another conference of the partnership, or (a code) to another forum.
    redirected_to_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("conference.id"))
    redirected_code: Mapped[str | None] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class ReferralStep(Base):
    """One page that was looked at and saved, for the case or for one of its people and places."""

    __tablename__ = "referral_step"
    __table_args__ = (Index("ix_referral_step_case", "case_id", "section"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"))
    section: Mapped[str] = mapped_column(String(48))
    subject_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("case_subject.id"))
    # Whether everything needed is answered; which questions are open is not stored.
    complete: Mapped[bool] = mapped_column(Boolean, default=False)
    saved_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class MatchOutcome(StrEnum):
    """What the coordinator made of a possible repeat."""

    OPEN = "open"
    LINKED = "linked"
    NOT_THE_SAME = "not_the_same"


class MatchNote(Base):
    """Another case in which perhaps the same person appears; read only past both cases' doors."""

    __tablename__ = "match_note"
    __table_args__ = (UniqueConstraint("partnership_id", "case_id", "other_case_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"))
    other_case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    # `strong` or `possible`; the same person may stand on another side there.
    strength: Mapped[str] = mapped_column(String(16))
    crossed: Mapped[bool] = mapped_column(Boolean, default=False)
    found_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(16), default=MatchOutcome.OPEN)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]


class ChangeState(StrEnum):
    """Where a new address stands."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class AddressChange(Base):
    """A new safe address or number of a submitted case, kept apart until somebody else confirms it.

    An address sent to an old household by mistake has cost a reprimand (domain 2.15, 12).
    """

    __tablename__ = "address_change"
    __table_args__ = (Index("ix_address_change_state", "partnership_id", "state"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    subject_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("case_subject.id"))
    field: Mapped[str] = mapped_column(String(64))
    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sealed_answer.id"))
    old_answer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("sealed_answer.id"))
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    proposed_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default=ChangeState.WAITING)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}
