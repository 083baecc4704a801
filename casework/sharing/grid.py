"""For which pairs of agencies a version is in force, since when, or what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements.in_force import standing_of
from casework.agreements.models import Agreement
from casework.agreements.standing import Pair, Standing, Why
from casework.clock import LONDON, now
from casework.directory.models import Agency
from casework.web.dates import day
from protocols.life import ALL

# As it stands in a cell of the grid, short; what is said first matters most.
WORDS: Mapping[Why, str] = {
    Why.NOT_STARTED: "Not yet in force",
    Why.ENDED: "Ended",
    Why.REVIEW: "Review overdue",
    Why.SUSPENDED: "Suspended",
    Why.DISCLOSER: "{discloser} has not signed",
    Why.RECIPIENT: "{recipient} has not signed",
    Why.QUORUM: "Too few signatures",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One agency sharing with one other."""

    holds: bool
    words: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What one agency shares with each of the others; none with itself."""

    agency: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Agencies in rows share with agencies in columns."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    whole: tuple[str, ...]
    signed: int
    parties: int

    @property
    def holding(self) -> int:
        """How many pairs it is in force for."""
        return sum(c.holds for line in self.lines for c in line.cells if c is not None)

    @property
    def pairs(self) -> int:
        """How many pairs there are."""
        return self.parties * (self.parties - 1)


def grid(session: Session, row: Agreement, moment: datetime | None = None) -> Grid:
    """The grid of a version at a moment."""
    moment = moment or now()
    standing = standing_of(session, row)
    agencies = _agencies(session, standing)
    lines = tuple(
        Line(
            giver.name,
            tuple(
                None if giver.id == taker.id
                else _cell(standing.pair(giver.id, taker.id, moment), giver, taker)
                for taker in agencies
            ),
        )
        for giver in agencies
    )  # fmt: skip
    return Grid(
        tuple(a.short_name or a.name for a in agencies), lines, _whole(standing, moment),
        standing.signatures(moment), len(agencies),
    )  # fmt: skip


def _agencies(session: Session, standing: Standing) -> list[Agency]:
    found = session.scalars(select(Agency).where(Agency.id.in_(list(standing.members))))
    return sorted(found, key=lambda a: a.name)


def _cell(pair: Pair, giver: Agency, taker: Agency) -> Cell:
    if pair.holds:
        return Cell(holds=True, words=_short(pair.since), since=pair.since)
    # What concerns everybody stands above the grid, unless nothing else is the matter.
    why = next(w for w in reversed(pair.why))
    words = WORDS[why].format(
        discloser=giver.short_name or giver.name, recipient=taker.short_name or taker.name
    )
    return Cell(holds=False, words=words)


def _short(since: datetime | None) -> str:
    """28 Nov 2026: the grid has a column for every agency."""
    local = since.astimezone(LONDON) if since else None
    return f"{local.day} {local:%b %Y}" if local else "In force"


def _whole(standing: Standing, moment: datetime) -> tuple[str, ...]:
    """Why it holds for nobody, as sentences."""
    start = standing.start()
    needed = standing.life.quorum
    said = {
        Why.NOT_STARTED: f"It is in force from {day(start)}." if start
        else "Nobody has put it in force yet.",
        Why.ENDED: "It has ended, and no other version is in its place.",
        Why.QUORUM: "It needs the signature of every party." if needed == ALL
        else f"It needs {needed} signatures; {standing.signatures(moment)} stand.",
        Why.REVIEW: f"Its review was due by {day(standing.review_by)}, and the protocol says "
        "that nothing is shared while the review is overdue.",
    }  # fmt: skip
    return tuple(said[why] for why in standing.whole(moment))
