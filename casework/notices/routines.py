"""Routines: named work with a rhythm. One worker takes each turn; a dead one's turn comes back."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.clock import now
from casework.db import Database, new_id
from casework.errors import ConfigurationError
from casework.notices.models import Routine

LEASE = timedelta(minutes=15)
# After a failure, but never later than the rhythm itself.
AGAIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Rhythm:
    """What is done, and how often. `run` opens its own transactions."""

    name: str
    every: timedelta
    run: Callable[[Database], None]


@dataclass(frozen=True)
class Turn:
    """One turn of a routine, held by this worker."""

    rhythm: Rhythm
    lease: uuid.UUID


class Rhythms:
    """Every routine of the installation by its name; handed in by the composition root."""

    def __init__(self, rhythms: Iterable[Rhythm] = ()) -> None:
        self._by_name: dict[str, Rhythm] = {}
        for rhythm in rhythms:
            if rhythm.name in self._by_name:
                raise ConfigurationError(f"The routine '{rhythm.name}' is declared twice.")
            self._by_name[rhythm.name] = rhythm

    def names(self) -> tuple[str, ...]:
        """The names, in the order in which they were declared."""
        return tuple(self._by_name)

    def settle(self, session: Session) -> None:
        """Give every routine its row; the first turn is now."""
        known = set(session.scalars(select(Routine.name)))
        session.add_all(Routine(name=n, due_at=now()) for n in self._by_name if n not in known)

    def claim(self, session: Session) -> Turn | None:
        """The next turn, under a lease."""
        moment = now()
        due = (
            select(Routine)
            .where(
                Routine.name.in_(self._by_name),
                Routine.due_at <= moment,
                or_(Routine.leased_until.is_(None), Routine.leased_until <= moment),
            )
            .order_by(Routine.due_at, Routine.name)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = session.scalar(due)
        if row is None:
            return None
        row.lease, row.leased_until = new_id(), moment + LEASE
        return Turn(self._by_name[row.name], row.lease)

    def finish(self, session: Session, turn: Turn, failure: str | None) -> None:
        """The turn is over; the next one is a whole rhythm from now, or sooner after a failure."""
        mine = select(Routine).where(
            Routine.name == turn.rhythm.name, Routine.lease == turn.lease
        ).with_for_update()  # fmt: skip
        row = session.scalar(mine)
        if row is None:
            return
        pause = turn.rhythm.every if failure is None else min(AGAIN, turn.rhythm.every)
        row.lease = row.leased_until = None
        row.finished_at, row.due_at = now(), now() + pause
        row.failure = failure[:80] if failure else None
