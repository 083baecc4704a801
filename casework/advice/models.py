"""'May I share this with X?': the question, the answer in one word, and what was then done."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id


class Verdict(StrEnum):
    """The answer of the protocol, from most to least."""

    YES = "yes"
    PART = "part"
    NOT_YET = "not_yet"
    NO = "no"


class Done(StrEnum):
    """What was done after the answer."""

    SHARED = "shared"
    NOT_SHARED = "not_shared"


class SharingQuestion(Base):
    """One question before sharing outside the system; its words are private sealed answers.

    Inputs and moment are kept, so that the same answer can be worked out again.
    """

    __tablename__ = "sharing_question"
    __table_args__ = (
        Index("ix_sharing_question_case", "case_id", "asked_at"),
        Index("ix_sharing_question_open", "partnership_id", "asked_by", "done"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"))
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    asked_at: Mapped[datetime]
    section: Mapped[str] = mapped_column(String(48))
    # One question of the section; none is all that the asker can read of it.
    field: Mapped[str | None] = mapped_column(String(64))
    # The answers it was about, by their keys; not known of what was asked before they were kept.
    about: Mapped[list[str] | None] = mapped_column(JSON)
    # An agency of the partnership, or a kind of body outside it.
    recipient_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"))
    recipient_kind: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32))
    purpose: Mapped[str] = mapped_column(String(32))
    verdict: Mapped[str] = mapped_column(String(16))
    done: Mapped[str | None] = mapped_column(String(16))
    done_on: Mapped[date | None] = mapped_column(Date)
    done_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}
