"""What taking a version in force does to signatures: signed anew, or carried over by rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.agreements import service as agreements
from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement, Party
from casework.agreements.signing import remaining
from casework.agreements.standing import SIGNED
from casework.clock import first_moment, today
from casework.errors import Invalid
from casework.sharing.changed import changed, owed
from protocols.life import NOTIFIED


def is_small(before: Sequence[Agreement], row: Agreement) -> bool:
    """Whether every version that this one replaces lets the change be notified, not signed.

    A change is small when it opens nothing to anybody, drops nothing that somebody has to do and
    leaves the protocol's own life as it was: what partners agreed to may only be narrowed or said
    better without them.
    """
    return bool(before) and all(_is_small(one, row) for one in before)


def _is_small(before: Agreement, row: Agreement) -> bool:
    old, new = compiled(before.text)[0], compiled(row.text)[0]
    if old.life.minor_changes != NOTIFIED or old.life != new.life or old.parties != new.parties:
        return False
    if any(duty.dropped for duty in owed(before, row)):
        return False
    return not any(block.first.gains for block in changed(before, row))


def not_signed(session: Session, row: Agreement, before: Sequence[Agreement]) -> list[Party]:
    """Parties with whom nothing would be shared from the first day of this version."""
    own = {p.agency_id: p for p in agreements.parties(session, row)}
    if is_small(before, row):
        return []
    if not own and before:
        return [p for p in remaining(session, before[0]) if p.status == SIGNED]
    return [p for p in own.values() if p.status != SIGNED]


def first_day(day: date | None) -> datetime | None:
    """The midnight in London with which a later version begins; None for at once."""
    if day is None or day == today():
        return None
    if day < today():
        raise Invalid({"starts_on": "The first day must be today or in the future"})
    return first_moment(day)
