"""Protocol documents that are in force or were: versions, parties, who drafted and who approved."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id


class AgreementState(StrEnum):
    """Life of one version of a protocol (domain 2.13, first form)."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Agreement(Base):
    """One version of one protocol document; the text is what counts, the hash what is signed."""

    __tablename__ = "agreement"
    __table_args__ = (
        UniqueConstraint("partnership_id", "name", "label"),
        Index("ix_agreement_state", "partnership_id", "state"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    # The protocol's own id in its document, the same over all versions.
    name: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default=AgreementState.DRAFT)
    based_on_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agreement.id"))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    proposed_at: Mapped[datetime | None]
    approved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    in_force_from: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    # What the approver confirmed it opens, as counted at that moment.
    confirmed_gains: Mapped[int | None] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}

    def is_agreed(self, moment: datetime) -> bool:
        """Whether it counts or will: approved, and not at its end."""
        return self.in_force_from is not None and (self.ended_at is None or moment < self.ended_at)

    def is_frozen(self, moment: datetime) -> bool:
        """Whether it can be signed: its text has a fingerprint, and it is used or will be.

        What was agreed to end on a later day, with or without another in its place, is still used.
        """
        return self.state == AgreementState.PROPOSED or self.is_agreed(moment)

    def is_used(self, moment: datetime) -> bool:
        """Whether anything about its parties can still change: drafts too."""
        return self.state == AgreementState.DRAFT or self.is_frozen(moment)


class AgreementChange(Base):
    """Who changed which clause of a draft, and why; the names an approver must differ from."""

    __tablename__ = "agreement_change"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    clause: Mapped[str] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(String(200))


class Party(Base):
    """An agency's standing towards one version: only signed parties share under it."""

    __tablename__ = "agreement_party"
    __table_args__ = (UniqueConstraint("partnership_id", "agreement_id", "agency_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    # A word of the protocol's `party_status` dimension.
    status: Mapped[str] = mapped_column(String(24))
    signed_by: Mapped[str] = mapped_column(String(120), default="")
    signed_at: Mapped[datetime | None]
    # The designated officer, who signs for the agency: somebody who signs in here, or a name.
    officer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    officer_name: Mapped[str] = mapped_column(String(120), default="", server_default="")
    officer_post: Mapped[str] = mapped_column(String(120), default="", server_default="")
