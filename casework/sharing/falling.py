"""What falls away when a version ends and no other takes its place: decided, never opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements import service as agreements
from casework.agreements.in_force import in_force
from casework.agreements.models import Agreement
from casework.directory.models import Conference
from casework.directory.names import agency_names
from casework.disclosure.gate import Gate
from casework.sharing.ended_losses import ended_losses
from casework.sharing.leaving import belongings
from casework.sharing.lookers import Loss
from casework.sharing.reach import reached


@dataclass(frozen=True, slots=True)
class Falling:
    """Who loses what, where no protocol is left, and what each party holds."""

    falls: tuple[Loss, ...]
    conferences: tuple[str, ...]
    held: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]

    @property
    def digest(self) -> str:
        """The fingerprint of what is lost and where; what is held counts itself again each day."""
        lines = [repr((loss.agency, loss.answers, loss.cases)) for loss in self.falls]
        return sha256("\n".join([*lines, *self.conferences]).encode()).hexdigest()


def falling(session: Session, gate: Gate, row: Agreement, moment: datetime) -> Falling:
    """What falls away if the version ends at a moment; live cases are counted as they are now."""
    return Falling(
        tuple(ended_losses(session, gate, row)),
        tuple(uncovered(session, row, moment)),
        tuple(_held(session, row)),
    )


def uncovered(session: Session, row: Agreement, moment: datetime) -> list[str]:
    """The conferences of this protocol for which no other is in force at a moment, by name."""
    found = session.scalars(
        select(Conference).where(Conference.id.in_(reached(row)), Conference.active.is_(True))
    ).all()
    left = {
        kind: any(
            version.agreement_id != row.id
            for version in in_force(session, row.partnership_id, kind, moment)
        )
        for kind in {conference.kind for conference in found}
    }
    return sorted(conference.name for conference in found if not left[conference.kind])


def _held(session: Session, row: Agreement) -> Iterator[tuple[str, tuple[tuple[int, str], ...]]]:
    names = agency_names(session, row.partnership_id)
    for party in agreements.parties(session, row):
        if found := belongings(session, row, party.agency_id):
            yield names[party.agency_id], tuple(found)
