"""Examples in an officer's own words, who signed them, and reports of how they fared."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id


class ProtocolExample(Base):
    """What an officer expects of a protocol; it belongs to all versions of that name."""

    __tablename__ = "protocol_example"
    __table_args__ = (Index("ix_protocol_example_name", "partnership_id", "name"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    # The protocol's own id in its document: the example travels with drafts and versions.
    name: Mapped[str] = mapped_column(String(64))
    sentence: Mapped[str] = mapped_column(String(300))
    # The question in its published form, as JSON.
    given: Mapped[str] = mapped_column(Text)
    expected: Mapped[str] = mapped_column(String(16))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    created_at: Mapped[datetime]
    # SHA-256 of sentence, question and expectation: what a signature is over.
    digest: Mapped[str] = mapped_column(String(64))
    signed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    # As they were called that day: kept when the officer leaves.
    signed_name: Mapped[str] = mapped_column(String(120), default="")
    signed_agency: Mapped[str] = mapped_column(String(120), default="")
    signed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_reason: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class ExampleReport(Base):
    """How every example fared under one version on one day; never changed afterwards."""

    __tablename__ = "example_report"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(120))
    agency_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    # Fingerprints: of the text that was asked, and of the program that decides.
    version_digest: Mapped[str] = mapped_column(String(64))
    program: Mapped[str] = mapped_column(String(64))
    lines: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))


class ExampleOverruled(Base):
    """Why a version was put in force although a signed example is broken under it."""

    __tablename__ = "example_overruled"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    example_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("protocol_example.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300))
