"""Which conferences a protocol is about: nothing else changes when it does."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select

from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement
from casework.directory.models import Conference


def reached(row: Agreement) -> Select[UUID]:
    """The ids of the conferences whose kind the protocol names, for use in a larger question."""
    return select(Conference.id).where(
        Conference.partnership_id == row.partnership_id,
        Conference.kind.in_(compiled(row.text)[0].conference_kinds),
    )
