"""Partnerships, agencies, conferences as standing bodies, people and their appointments."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.chronicle import keep
from casework.db import Base, new_id


class AgencyType(StrEnum):
    """Words of the protocol's `agency_type` dimension."""

    POLICE = "police"
    VICTIM_SERVICE = "victim_service"
    CHILDRENS_SOCIAL_CARE = "childrens_social_care"
    ADULT_SOCIAL_CARE = "adult_social_care"
    HEALTH = "health"
    MENTAL_HEALTH = "mental_health"
    HOUSING = "housing"
    HOUSING_PROVIDER = "housing_provider"
    LOCAL_AUTHORITY = "local_authority"
    PROBATION = "probation"
    PERPETRATOR_SERVICE = "perpetrator_service"
    ENVIRONMENTAL_HEALTH = "environmental_health"
    FIRE = "fire"
    EDUCATION = "education"
    SUBSTANCE_USE = "substance_use"
    YOUTH_JUSTICE = "youth_justice"
    NGO = "ngo"
    PRIVATE = "private"
    COORDINATING_BODY = "coordinating_body"
    BOARD = "board"
    OTHER = "other"


class ConferenceKind(StrEnum):
    """What a standing body is; a board never holds case data (R51)."""

    CCM = "ccm"
    DOMESTIC_ABUSE_MARAC = "domestic_abuse_marac"
    ASB_CASE_REVIEW = "asb_case_review"
    BOARD = "board"


class PersonStatus(StrEnum):
    """Where a person stands with the partnership."""

    INVITED = "invited"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"


# Who can be given something to do or to read: they sign in, or will when they have joined.
SERVING = frozenset({PersonStatus.INVITED, PersonStatus.ACTIVE})


class Partnership(Base):
    """One partnership; everything else belongs to exactly one."""

    __tablename__ = "partnership"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120))
    demonstration: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime]


@keep("agency_type", "code", "active")
class Agency(Base):
    """An agency of the partnership, as the protocol names it."""

    __tablename__ = "agency"
    __table_args__ = (UniqueConstraint("partnership_id", "code"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    code: Mapped[str] = mapped_column(String(48))
    name: Mapped[str] = mapped_column(String(120))
    short_name: Mapped[str] = mapped_column(String(40), default="")
    agency_type: Mapped[str] = mapped_column(String(32))
    sponsor: Mapped[str] = mapped_column(String(120), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


@keep("active")
class Conference(Base):
    """A conference or board as a standing body; its sittings are meetings."""

    __tablename__ = "conference"
    __table_args__ = (UniqueConstraint("partnership_id", "name"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(32))
    area: Mapped[str] = mapped_column(String(120), default="")
    purpose: Mapped[str] = mapped_column(String(500), default="")
    research_due_days: Mapped[int] = mapped_column(Integer, default=2)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


@keep(made=True)
class ConferenceAgency(Base):
    """An agency's seat on a conference."""

    __tablename__ = "conference_agency"
    __table_args__ = (UniqueConstraint("partnership_id", "conference_id", "agency_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    core: Mapped[bool] = mapped_column(Boolean, default=True)


@keep("status", "agency_id")
class Person(Base):
    """Somebody who works for an agency of the partnership."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("email"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    job_title: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    status: Mapped[str] = mapped_column(String(16), default=PersonStatus.INVITED)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


@keep("starts_on", "ends_on", made=True)
class AppointmentRow(Base):
    """A role of a person, with its dates; deputies name whom they stand in for (R49)."""

    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_person", "person_id", "ends_on"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    conference_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("conference.id"))
    role: Mapped[str] = mapped_column(String(40))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    deputises_for: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("appointment.id"))
    ended_reason: Mapped[str] = mapped_column(String(200), default="")


class HeldPost(Base):
    """What a sharing protocol calls somebody; held with a role, and no longer than it."""

    __tablename__ = "held_post"
    __table_args__ = (
        # Held once with a role: who ends it ends it.
        Index(
            "ux_held_post_open", "appointment_id", "word", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    appointment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("appointment.id"), index=True)
    # A word of the protocol's `role` dimension.
    word: Mapped[str] = mapped_column(String(64))
    given_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]


class DirectoryEvent(Base):
    """Who changed what about people, agencies and conferences, and when; append-only."""

    __tablename__ = "directory_event"
    __table_args__ = (Index("ix_directory_event_about", "partnership_id", "about_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    at: Mapped[datetime]
    # Nobody when the command line did it.
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    # A person, agency or conference.
    about_id: Mapped[uuid.UUID]
    what: Mapped[str] = mapped_column(String(300))


class WardTable(Base):
    """When a partnership's list of wards was brought in; one a partnership, replaced as a whole."""

    __tablename__ = "ward_table"

    partnership_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("partnership.id"), primary_key=True
    )
    imported_at: Mapped[datetime]
    imported_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    postcodes: Mapped[int] = mapped_column(Integer)


class PostcodeWard(Base):
    """In which ward a postcode lies, and how many people live in that ward; no case data."""

    __tablename__ = "postcode_ward"

    partnership_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("partnership.id"), primary_key=True
    )
    # Without the space, in capitals.
    postcode: Mapped[str] = mapped_column(String(8), primary_key=True)
    ward: Mapped[str] = mapped_column(String(80))
    people: Mapped[int | None] = mapped_column(Integer)
