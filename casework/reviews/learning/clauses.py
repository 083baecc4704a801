"""Clauses of the sharing protocols of a partnership: what holds now, and what held before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements.in_force import WERE_IN_FORCE, compiled
from casework.agreements.models import Agreement
from casework.clock import day_of, now
from protocols.clauses import Clause

GONE = "nothing"


@dataclass(frozen=True, slots=True)
class Changed:
    """The version that changed a clause."""

    since: date
    label: str
    title: str


class Clauses:
    """Read once, however many clauses are asked about; a version counts from its first day."""

    def __init__(self, session: Session, partnership_id: UUID) -> None:
        self._session, self._partnership_id = session, partnership_id

    def in_force(self) -> dict[str, str]:
        """'starter-ccm 3.4' and the title of every clause that holds now."""
        return {
            f"{row.name} {clause.number}": f"{clause.number} {clause.title} ({row.title})"
            for row in self._versions
            if _holds(row)
            for clause in compiled(row.text)[0].clauses
        }

    def now(self, name: str) -> str | None:
        """What a clause says that holds now, its rules included; None when there is none."""
        protocol, _, number = name.rpartition(" ")
        for row in self._versions:
            clause = _clause(row, number) if row.name == protocol and _holds(row) else None
            if clause is not None:
                return said(clause)
        return None

    def changed(self, name: str, stood: str, after: datetime) -> Changed | None:
        """The version that made it say something else than it did then; None if it says it again.

        A version that is approved and has not begun has changed nothing yet.
        """
        protocol, _, number = name.rpartition(" ")
        found: Changed | None = None
        for row in self._versions:
            if row.name != protocol or row.in_force_from is None or row.in_force_from <= after:
                continue
            if said(_clause(row, number)) == stood:
                found = None
            elif found is None:
                found = Changed(day_of(row.in_force_from), row.label, row.title)
        return found

    @cached_property
    def _versions(self) -> list[Agreement]:
        asked = select(Agreement).where(
            Agreement.partnership_id == self._partnership_id,
            Agreement.state.in_(WERE_IN_FORCE), Agreement.in_force_from <= now(),
        )  # fmt: skip
        return list(self._session.scalars(asked.order_by(Agreement.in_force_from)))


def said(clause: Clause | None) -> str:
    """Words and rules alike: a clause whose rules changed says something else."""
    return GONE if clause is None else f"{clause.words}\n{clause.rules!r}"


def _holds(row: Agreement) -> bool:
    return row.ended_at is None or row.ended_at > now()


def _clause(row: Agreement, number: str) -> Clause | None:
    return next((c for c in compiled(row.text)[0].clauses if c.number == number), None)
