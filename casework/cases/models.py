"""The case, whom it is about, and its sealed answers: the only store of case data."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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


class Case(Base):
    """A case exists from the first draft of its referral; plain columns hold only workflow."""

    __tablename__ = "case_record"
    __table_args__ = (
        UniqueConstraint("partnership_id", "reference"),
        Index("ix_case_record_listing", "partnership_id", "conference_id", "state"),
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


class CaseSubject(Base):
    """A person or place of one case, under its key; who it is lies in sealed answers."""

    __tablename__ = "case_subject"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    ordinal: Mapped[int] = mapped_column(Integer, default=1)
    removed: Mapped[bool] = mapped_column(Boolean, default=False)


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


class CaseRole(Base):
    """How an agency, or one worker of it, stands to the case; several at once are normal."""

    __tablename__ = "case_role"
    __table_args__ = (Index("ix_case_role_case", "case_id", "agency_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    # A word of the protocol's `relationship` dimension.
    relationship: Mapped[str] = mapped_column(String(32))
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
    # yes, no, unknown, not_applicable, or a word of the dimension the fact belongs to.
    value: Mapped[str] = mapped_column(String(32))
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
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


class CaseEvent(Base):
    """One step in the life of a case, as the timeline tells it: without data."""

    __tablename__ = "case_event"
    __table_args__ = (Index("ix_case_event_case", "case_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    # Set when the step may be known to that agency only (its own research, its own release).
    only_agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"))


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
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}
