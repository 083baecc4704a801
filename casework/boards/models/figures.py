"""What belongs to figures beside the counting: where a series breaks, what happened, targets."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.boards.models.body import LINE, TEXT
from casework.db import Base, new_id

KEY = 64


class SeriesBreak(Base):
    """From this day a measure is counted differently: no comparison goes across it (R87)."""

    __tablename__ = "figure_break"
    __table_args__ = (Index("ix_figure_break_of", "partnership_id", "measure"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    # A measure or a family of them; empty: everything.
    measure: Mapped[str] = mapped_column(String(KEY), default="")
    on: Mapped[date] = mapped_column("broke_on", Date)
    reason: Mapped[str] = mapped_column(String(TEXT))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class FigureEvent(Base):
    """Something that happened and shows in the numbers; it travels with them (R88, R90)."""

    __tablename__ = "figure_event"
    __table_args__ = (Index("ix_figure_event_of", "partnership_id", "measure"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    measure: Mapped[str] = mapped_column(String(KEY), default="")
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    words: Mapped[str] = mapped_column(String(TEXT))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class FigureTarget(Base):
    """What a measure should reach, from a day on (R93); per cent for a share, else per period."""

    __tablename__ = "figure_target"
    __table_args__ = (Index("ix_figure_target_of", "partnership_id", "measure"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    measure: Mapped[str] = mapped_column(String(KEY))
    starts_on: Mapped[date] = mapped_column(Date)
    at_least: Mapped[bool]
    value: Mapped[int] = mapped_column(Integer)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class EarlierFigure(Base):
    """A month before this system was used: a number from elsewhere, or why there is none (R94)."""

    __tablename__ = "figure_earlier"
    __table_args__ = (UniqueConstraint("partnership_id", "measure", "month"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    measure: Mapped[str] = mapped_column(String(KEY))
    # Its first day.
    month: Mapped[date] = mapped_column(Date)
    number: Mapped[int | None] = mapped_column(Integer)
    # Of how many, for a share.
    base: Mapped[int | None] = mapped_column(Integer)
    # Where the number is from, or why there is none.
    source: Mapped[str] = mapped_column(String(LINE))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class FigureComparator(Base):
    """A figure of another area or of the whole country, as somebody found it published."""

    __tablename__ = "figure_comparator"
    __table_args__ = (
        UniqueConstraint("partnership_id", "measure", "area", "starts_on", "ends_before"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    measure: Mapped[str] = mapped_column(String(KEY))
    area: Mapped[str] = mapped_column(String(80))
    # From the first day of a month up to, not including, the first day of another.
    starts_on: Mapped[date] = mapped_column(Date)
    ends_before: Mapped[date] = mapped_column(Date)
    number: Mapped[int] = mapped_column(Integer)
    # Of how many, for a share.
    base: Mapped[int | None] = mapped_column(Integer)
    # Who is counted as the population of both areas: a word of `Population` (R91).
    denominator: Mapped[str] = mapped_column(String(16))
    population: Mapped[int | None] = mapped_column(Integer)
    own_population: Mapped[int | None] = mapped_column(Integer)
    definition: Mapped[str] = mapped_column(String(TEXT))
    same_definition: Mapped[bool]
    source: Mapped[str] = mapped_column(String(LINE))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Commentary(Base):
    """Plain words about a figure in one period: without them it is not published (R96)."""

    __tablename__ = "figure_commentary"
    __table_args__ = (UniqueConstraint("partnership_id", "measure", "period"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    measure: Mapped[str] = mapped_column(String(KEY))
    period: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(String(TEXT))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}
