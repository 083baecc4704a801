"""Who stands where to a case, what was recorded or decided, and who asked to see more."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id


def _said_once(name: str, where: str, *more: str) -> Index:
    columns = ("case_id", "agency_id", *more, "relationship")
    return Index(
        name, *columns, unique=True, sqlite_where=text(where), postgresql_where=text(where)
    )


class CaseRole(Base):
    """How an agency, or one worker of it, stands to the case; several at once are normal."""

    __tablename__ = "case_role"
    __table_args__ = (
        Index("ix_case_role_case", "case_id", "agency_id"),
        # Said once, of an agency or of one worker: who ends it ends it.
        _said_once("ux_case_role_open_agency", "person_id IS NULL AND ended_at IS NULL"),
        _said_once("ux_case_role_open_person", "ended_at IS NULL", "person_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    # A word of the protocol's `relationship` dimension.
    relationship: Mapped[str] = mapped_column(String(64))
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class RecordedFact(Base):
    """What somebody recorded or decided, with who and when; the only facts the gate reads.

    Narrowed by answer, agency (recipient), person (recipient) or subject where those are set.
    """

    __tablename__ = "recorded_fact"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    answer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("sealed_answer.id"))
    subject_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("case_subject.id"))
    agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    section: Mapped[str | None] = mapped_column(String(48))
    name: Mapped[str] = mapped_column(String(48))
    # yes, no, unknown, not_applicable, or words of the dimension the fact belongs to.
    value: Mapped[str] = mapped_column(String(200))
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    # What comes due is found by what changed so long before.
    recorded_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime | None] = mapped_column(index=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(index=True)
    withdrawn_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    # For one purpose only (consent); none is every purpose.
    purpose: Mapped[str | None] = mapped_column(String(32))
    # Holds only while the risk stands at least so high: an override does not outlive it.
    while_risk: Mapped[str | None] = mapped_column(String(16))
    # Why, as a sealed answer about this fact.
    reason_answer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("sealed_answer.id"))


class Exclusion(Base):
    """A person or agency from whom the case is hidden completely; beats every other right."""

    __tablename__ = "case_exclusion"
    __table_args__ = (
        Index("ix_case_exclusion_person", "partnership_id", "person_id"),
        Index("ix_case_exclusion_agency", "partnership_id", "agency_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"))
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    reason_answer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("sealed_answer.id"))
    # Who decided that it no longer stands in the way, and why.
    lifted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    lift_answer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("sealed_answer.id"))


class AskedDecision(StrEnum):
    """Where a request to see more stands."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class AskedToSee(Base):
    """'Ask to see this': an agency asks for a section or a field; its words are sealed answers."""

    __tablename__ = "asked_to_see"
    __table_args__ = (Index("ix_asked_to_see_waiting", "partnership_id", "decision"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    section: Mapped[str] = mapped_column(String(48))
    subject_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("case_subject.id"))
    field: Mapped[str | None] = mapped_column(String(64))
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    asked_at: Mapped[datetime]
    # Who decides: the agency that supplied it, or (None) the chair.
    decider_agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"))
    purpose: Mapped[str] = mapped_column(String(32))
    decision: Mapped[str] = mapped_column(String(16), default=AskedDecision.WAITING)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    # A grant that was taken back before its end, and by whom.
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    # From when on the chair may answer as well: the time the protocol gives has run out.
    escalates_at: Mapped[datetime | None]
    # From when on it counts as refused if nobody has answered: the protocol says so.
    lapses_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class DutySettled(Base):
    """How a duty that the protocol set ended: done, perhaps late, or why not.

    The duty itself is worked out from the protocol and from what was recorded; this carries its id.
    """

    __tablename__ = "duty_settled"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    clause: Mapped[str] = mapped_column(String(16))
    done_on: Mapped[date | None] = mapped_column(Date)
    settled_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime]
    # Why it was late, or not done.
    reason_answer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("sealed_answer.id"))


class DutyRunOut(Base):
    """That the clock carried out what follows a missed duty, written down once.

    The gate does not read it: what has ended is worked out at the moment of every question.
    """

    __tablename__ = "duty_run_out"

    # That of the duty.
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    clause: Mapped[str] = mapped_column(String(16))
    # A word of `protocols.clauses.MISSED`.
    outcome: Mapped[str] = mapped_column(String(16))
    ran_out_at: Mapped[datetime]
    recorded_at: Mapped[datetime]


class ContactOutcome(StrEnum):
    """How a safe contact before the meeting ended."""

    REACHED = "reached"
    # Tried, and it could not be done safely: it is tried again.
    NOT_REACHED = "not_reached"
    NOT_SAFE = "not_safe"


class ContactBeforeMeeting(Base):
    """A victim service is asked to speak with the person at risk before the meeting (Idva).

    With this row the agency knows of an accepted case before it is listed.
    """

    __tablename__ = "contact_before_meeting"
    __table_args__ = (
        UniqueConstraint("case_id", "agency_id"),
        Index("ix_contact_before_meeting_agency", "partnership_id", "agency_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(16))
    contacted_on: Mapped[date | None] = mapped_column(Date)
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}
