"""What begins or falls away by itself, and when: the calendar of one version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy.orm import Session

from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement, AgreementState
from casework.clock import day_of, today
from casework.sharing.leaving import notices
from casework.sharing.opening import Opens, together
from casework.sharing.suspending import running
from protocols.expiring import calendar

KEPT = 16


@dataclass(frozen=True, slots=True)
class Falls:
    """A day, why it matters, and what is answered otherwise from it on."""

    day: date
    why: tuple[str, ...]
    clauses: tuple[str, ...] = ()
    opens: tuple[Opens, ...] = ()
    closes: tuple[Opens, ...] = ()
    # The text itself begins or ends.
    whole: bool = False


def ahead(session: Session, row: Agreement, agencies: Mapping[UUID, str]) -> list[Falls]:
    """Every such day from today on, the next first; a review that is overdue stays on the list."""
    review = compiled(row.text)[0].review_by
    found = [*_of_text(row.text), *_of_version(row), *_of_parties(session, row, agencies)]
    kept = [one for one in found if one.day >= today() or one.day == review]
    return sorted(kept, key=lambda one: one.day)


@lru_cache(maxsize=KEPT)
def _of_text(text: str) -> tuple[Falls, ...]:
    protocol, table, _ = compiled(text)
    return tuple(
        Falls(d.day, d.why, d.clauses, together(d.opens), together(d.closes), d.whole)
        for d in calendar(protocol, table)
    )


def _of_version(row: Agreement) -> Iterator[Falls]:
    if row.in_force_from is not None:
        yield Falls(day_of(row.in_force_from), ("this version comes into force",))
    if row.ended_at is not None:
        alone = row.state == AgreementState.WITHDRAWN
        how = " without another in its place" if alone else ": another takes its place"
        yield Falls(day_of(row.ended_at), (f"this version ends{how}",))


def _of_parties(session: Session, row: Agreement, agencies: Mapping[UUID, str]) -> Iterator[Falls]:
    for made in notices(session, row):
        day = day_of(made.leaves_at)
        yield Falls(day, (f"{agencies.get(made.agency_id)} has left: nothing is shared with it",))
    for one in running(session, row):
        if one.ends_at is not None:
            sides = f"{agencies.get(one.by_agency_id)} and {agencies.get(one.towards_agency_id)}"
            words = f"the suspension between {sides} is over: they share again"
            yield Falls(day_of(one.ends_at), (words,))
