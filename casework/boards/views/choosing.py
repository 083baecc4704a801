"""Choices of the selects of this room."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.directory.models import Agency, Conference, ConferenceAgency
from casework.web.choices import SelectChoice, choice


def seated_agencies(session: Session, conference_id: UUID) -> list[SelectChoice]:
    """Agencies around the table of a board, by name."""
    rows = session.execute(
        select(Agency.id, Agency.name)
        .join(ConferenceAgency, ConferenceAgency.agency_id == Agency.id)
        .where(ConferenceAgency.conference_id == conference_id)
        .order_by(Agency.name)
    )
    return [choice("", "Choose an agency"), *(choice(str(row.id), row.name) for row in rows)]


def boards(found: list[Conference]) -> list[SelectChoice]:
    """Boards by name."""
    return [choice("", "Choose a board"), *(choice(str(b.id), b.name) for b in found)]
