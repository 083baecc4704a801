"""Who of an agency actually looked, at what, under which clause: from the ledger, never a value."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.disclosure.ledger import Kind, for_case
from casework.disclosure.ledger_entry import read_body


@dataclass(frozen=True, slots=True)
class Look:
    """One opening of the case by one person."""

    at: datetime
    person_id: UUID | None
    version: str
    channel: str
    purpose: str
    stage: str
    # Answer, field, effect, clause; as they stand in the ledger.
    shown: tuple[tuple[str, str, str, str], ...]


def looks_of(
    session: Session,
    *,
    partnership_id: UUID,
    case_id: UUID,
    agency_id: UUID,
    until: datetime,
    told: Collection[UUID] | None = None,
) -> list[Look]:
    """Every opening up to a moment, newest first; `told` narrows it to these answers."""
    entries = for_case(session, partnership_id, case_id)
    found = [
        _look(read_body(entry.body)["detail"], entry.at, entry.actor_id, told)
        for entry in entries
        if entry.kind == Kind.ANSWERS_SHOWN and entry.agency_id == agency_id and entry.at <= until
    ]
    return [look for look in reversed(found) if look.shown]


def _look(
    detail: dict[str, object], at: datetime, person: UUID | None, told: Collection[UUID] | None
) -> Look:
    rows = detail.get("shown")
    shown = tuple(
        (str(answer), str(field), str(effect), str(clause or ""))
        for answer, field, effect, clause in (rows if isinstance(rows, list) else ())
        if told is None or UUID(str(answer)) in told
    )
    said = {k: str(detail.get(k) or "") for k in ("version", "channel", "purpose", "stage")}
    return Look(at, person, **said, shown=shown)
