"""How boards are run: terms, functions, reports that are owed, references, escalations."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.boards.models.body import LINE, LINK, TEXT
from casework.db import Base, new_id


class TermsOfReference(Base):
    """One version of what a board is for, with the day on which it is looked at again (R106)."""

    __tablename__ = "board_terms"
    __table_args__ = (UniqueConstraint("partnership_id", "conference_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id"))
    number: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(String(TEXT))
    agreed_on: Mapped[date] = mapped_column(Date)
    review_on: Mapped[date] = mapped_column(Date)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class FunctionCheck(Base):
    """Somebody looked whether one of the five functions of a board is in place (R102)."""

    __tablename__ = "board_function_check"
    __table_args__ = (Index("ix_board_function_check_of", "partnership_id", "conference_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id"))
    function: Mapped[str] = mapped_column(String(24))
    in_place: Mapped[bool] = mapped_column(Boolean)
    words: Mapped[str] = mapped_column(String(TEXT), default="")
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class RequiredReport(Base):
    """A report that a board is owed again and again, and when next (R107)."""

    __tablename__ = "board_required_report"
    __table_args__ = (Index("ix_board_required_report_of", "partnership_id", "conference_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    title: Mapped[str] = mapped_column(String(LINE))
    every_months: Mapped[int] = mapped_column(Integer)
    next_due_on: Mapped[date] = mapped_column(Date)
    last_given_on: Mapped[date | None] = mapped_column(Date)
    ended: Mapped[bool] = mapped_column(Boolean, default=False)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class Escalation(Base):
    """One board asks another for a decision, for as long as it is needed (R104)."""

    __tablename__ = "board_escalation"
    __table_args__ = (
        Index("ix_board_escalation_to", "partnership_id", "to_id", "outcome"),
        Index("ix_board_escalation_from", "partnership_id", "from_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    from_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id"))
    to_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id"))
    reason: Mapped[str] = mapped_column(String(TEXT))
    decision_sought: Mapped[str] = mapped_column(String(TEXT))
    expires_on: Mapped[date | None] = mapped_column(Date)
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(16))
    outcome_words: Mapped[str] = mapped_column(String(TEXT), default="")
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class BoardReference(Base):
    """An outstanding reference: it stays until it is done, under a number for life (R21, R22)."""

    __tablename__ = "board_reference"
    __table_args__ = (UniqueConstraint("partnership_id", "conference_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id"))
    number: Mapped[int] = mapped_column(Integer)
    # Where it was agreed, and in which minute.
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"))
    minute: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str] = mapped_column(String(TEXT))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    due_on: Mapped[date] = mapped_column(Date)
    # R31: it stands on the agenda of the next meeting by itself.
    bring_back: Mapped[bool] = mapped_column(Boolean, default=False)
    latest: Mapped[str] = mapped_column(String(TEXT), default="")
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    proof: Mapped[str] = mapped_column(String(LINK), default="")
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class BoardReferenceUpdate(Base):
    """What was said of a reference, and when; never changed."""

    __tablename__ = "board_reference_update"
    __table_args__ = (Index("ix_board_reference_update_of", "partnership_id", "reference_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    reference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("board_reference.id"))
    at: Mapped[datetime]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(TEXT))


class ClosingDecision(Base):
    """What becomes of one open thing when a board closes (R09); kept as the closing report."""

    __tablename__ = "board_closing_decision"
    __table_args__ = (UniqueConstraint("partnership_id", "conference_id", "thing_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id"))
    kind: Mapped[str] = mapped_column(String(24))
    thing_id: Mapped[uuid.UUID]
    # How it was called on the day: the report says what was true then.
    label: Mapped[str] = mapped_column(String(LINE * 2))
    decision: Mapped[str] = mapped_column(String(16))
    successor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("conference.id"))
    words: Mapped[str] = mapped_column(String(TEXT), default="")
    decided_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]
    carried_out: Mapped[bool] = mapped_column(Boolean, default=False)


class Closing(Base):
    """A board was closed: when, by whom, and what it leaves behind in words."""

    __tablename__ = "board_closing"

    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id"), primary_key=True)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    words: Mapped[str] = mapped_column(String(TEXT))
    closed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime]
