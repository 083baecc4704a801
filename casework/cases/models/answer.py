"""Sealed answers, the only store of case data, with their releases, results and files."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.chronicle import keep
from casework.db import Base, new_id


class Source(StrEnum):
    """Who an answer came from."""

    AGENCY = "agency"
    VICTIM = "victim"
    THIRD_PARTY = "third_party"
    RECORD = "record"


class Nature(StrEnum):
    """Fact or opinion, kept apart (SafeLives research form; DPA 2018 s38)."""

    FACT = "fact"
    OPINION = "opinion"


@keep("current", "released", "verbal_only", "originator_consent", "do_not_confirm")
class SealedAnswer(Base):
    """One answer to one catalogue field, sealed under the key of its case; history is kept."""

    __tablename__ = "sealed_answer"
    __table_args__ = (Index("ix_sealed_answer_case", "case_id", "current"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"))
    subject_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("case_subject.id"))
    field: Mapped[str] = mapped_column(String(64))
    envelope: Mapped[bytes] = mapped_column(LargeBinary)
    origin_agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(String(16), default=Source.AGENCY)
    nature: Mapped[str] = mapped_column(String(16), default=Nature.FACT)
    # Handling, as the originator asked for it.
    verbal_only: Mapped[bool] = mapped_column(Boolean, default=False)
    originator_consent: Mapped[bool] = mapped_column(Boolean, default=False)
    do_not_confirm: Mapped[bool] = mapped_column(Boolean, default=False)
    # Unreleased input is its author's agency's alone.
    released: Mapped[bool] = mapped_column(Boolean, default=True)
    # The object of an upper room that the answer belongs to (a return, an action, a minute).
    about_kind: Mapped[str | None] = mapped_column(String(24))
    about_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    supersedes_id: Mapped[uuid.UUID | None]
    current: Mapped[bool] = mapped_column(Boolean, default=True)


class AnswerRelease(Base):
    """An unreleased answer let go to one agency, or (None) to all that the protocol allows."""

    __tablename__ = "answer_release"
    __table_args__ = (Index("ix_answer_release_answer", "answer_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sealed_answer.id"))
    agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"))
    verbal: Mapped[bool] = mapped_column(Boolean, default=False)
    released_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[datetime]


class RiskAssessment(Base):
    """The result of one risk instrument; item answers are sealed answers about this row."""

    __tablename__ = "risk_assessment"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    instrument: Mapped[str] = mapped_column(String(32))
    instrument_version: Mapped[str] = mapped_column(String(16))
    score: Mapped[int] = mapped_column(Integer)
    band: Mapped[str] = mapped_column(String(16))
    assessed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    assessed_at: Mapped[datetime]
    current: Mapped[bool] = mapped_column(Boolean, default=True)


class Attachment(Base):
    """A sealed file; its name is a sealed answer about it, its size a rounded bucket."""

    __tablename__ = "attachment"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    name_answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sealed_answer.id"))
    section: Mapped[str] = mapped_column(String(48))
    media_type: Mapped[str] = mapped_column(String(64))
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    origin_agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    removed: Mapped[bool] = mapped_column(Boolean, default=False)
