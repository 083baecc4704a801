"""Live cases by what a protocol may ask of them: combinations of facts, and how often each is.

Kept so that a preview need not read every case. Nothing here is more than plain columns of the
case say; what is stale is worked out from those (`cases.tally`): these rows are never the truth.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base

DIGEST = 32


class FactCombination(Base):
    """One combination: of a whole case (context), or of what stands in one section of it (part)."""

    __tablename__ = "fact_combination"

    # The fingerprint of the facts, the partnership among them: equal facts are one row.
    id: Mapped[str] = mapped_column(String(DIGEST), primary_key=True)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"), index=True)
    facts: Mapped[str] = mapped_column(Text)


class CaseCombination(Base):
    """Which combinations a case had when last worked out, and whether that still holds."""

    __tablename__ = "case_combination"
    # What no longer holds is found, and what holds is counted, without reading the rows.
    __table_args__ = (
        Index("ix_case_combination_holds", "stale", "until", "partnership_id", "context"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_record.id"), primary_key=True)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    # Set in the transaction of any change to the case; only working it out again ends it.
    stale: Mapped[bool] = mapped_column(Boolean, default=True)
    # When a fact or a granted request of it ends by itself.
    until: Mapped[datetime | None]
    # None while the case is not counted: it is not live, or was never worked out.
    context: Mapped[str | None] = mapped_column(String(DIGEST))
    # The fingerprints of its parts, one after the other.
    parts: Mapped[str] = mapped_column(Text, default="")


class CombinationCount(Base):
    """How many counted cases have this context together with this part."""

    __tablename__ = "combination_count"

    # Both fingerprints, the context first.
    id: Mapped[str] = mapped_column(String(2 * DIGEST), primary_key=True)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"), index=True)
    cases: Mapped[int] = mapped_column(Integer)
