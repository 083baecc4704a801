"""A draft sent round: the frozen text, who was to read it, what they said, what was answered."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id


class Answer(StrEnum):
    """What becomes of a comment."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Circulation(Base):
    """One round: the text as it was then, to be answered by a day."""

    __tablename__ = "agreement_circulation"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(500), default="")
    sent_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    reply_by: Mapped[date] = mapped_column(Date)
    closed_at: Mapped[datetime | None]


class Reader(Base):
    """Somebody to whom a round was sent: a person who signs in here, or one who gets paper."""

    __tablename__ = "agreement_reader"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    circulation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("agreement_circulation.id"), index=True
    )
    agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(String(120), default="")
    opened_at: Mapped[datetime | None]
    # A word of `Reply`, or empty.
    reply: Mapped[str] = mapped_column(String(16), default="")
    replied_at: Mapped[datetime | None]
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class Comment(Base):
    """What a reader says about a clause, with other words for it where they have some."""

    __tablename__ = "agreement_comment"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    circulation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("agreement_circulation.id"), index=True
    )
    reader_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement_reader.id"))
    # The number of a clause, or empty for the whole document.
    clause: Mapped[str] = mapped_column(String(16), default="")
    words: Mapped[str] = mapped_column(Text)
    wording: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    # A word of `Answer`, or empty while nobody has answered.
    answer: Mapped[str] = mapped_column(String(16), default="")
    answer_why: Mapped[str] = mapped_column(String(500), default="")
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}
