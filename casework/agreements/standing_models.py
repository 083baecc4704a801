"""What signatures, suspensions and notices leave behind: rows added to, never rewritten."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id


class Way(StrEnum):
    """How a signature came about."""

    PRODUCT = "product"
    PAPER = "paper"
    RECORDED = "recorded"
    CARRIED = "carried"


class Signature(Base):
    """One signature of an agency over one text; name and day stay when the officer leaves."""

    __tablename__ = "agreement_signature"
    __table_args__ = (Index("ix_agreement_signature", "agreement_id", "agency_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    # Of the canonical text that was signed.
    digest: Mapped[str] = mapped_column(String(64))
    signed_by: Mapped[str] = mapped_column(String(120), default="")
    post: Mapped[str] = mapped_column(String(120), default="")
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    way: Mapped[str] = mapped_column(String(16))
    signed_at: Mapped[datetime]
    # The day that stands on the paper; sharing begins with the record, never before it.
    paper_day: Mapped[date | None] = mapped_column(Date)
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # A word of `party_status`: suspended, withdrawn, or signed where a new signature followed.
    ended_as: Mapped[str] = mapped_column(String(24), default="")


class Scan(Base):
    """The signed paper as a file, sealed under the key of the partnership: it holds a signature,
    never anything of a case.
    """

    __tablename__ = "agreement_scan"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    signature_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("agreement_signature.id"), unique=True
    )
    media_type: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(Integer)
    # SHA-256 of the file as it was sent in, also in the ledger.
    fingerprint: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    # The key of the sealed file; empty for one kept before scans were sealed, until it is.
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    added_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]


class Suspension(Base):
    """One agency shares nothing with one other, for a while; holds over all versions."""

    __tablename__ = "agreement_suspension"
    __table_args__ = (Index("ix_agreement_suspension", "partnership_id", "name"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    name: Mapped[str] = mapped_column(String(64))
    by_agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    towards_agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(300))
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    lifted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None]


class Leaving(Base):
    """An agency's notice: sharing goes on until the day it leaves, and not a moment longer."""

    __tablename__ = "agreement_leaving"
    __table_args__ = (Index("ix_agreement_leaving", "partnership_id", "name"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    name: Mapped[str] = mapped_column(String(64))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    given_at: Mapped[datetime]
    leaves_at: Mapped[datetime]
    said_by: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(300), default="")
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime | None]


class LeftBehind(Base):
    """One kind of thing that a leaver holds, and what becomes of it."""

    __tablename__ = "agreement_left_behind"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    leaving_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement_leaving.id"), index=True)
    words: Mapped[str] = mapped_column(String(120))
    count: Mapped[int] = mapped_column(Integer)
    # A word of `Fate`, or empty while nobody has decided.
    fate: Mapped[str] = mapped_column(String(16), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
