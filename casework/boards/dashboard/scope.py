"""What the dashboard is asked about: every board and conference of a person's, or one; one agency.

The choice stands in the address, so that a list behind a number keeps it, and can be sent on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.directory.models import Agency, Conference
from casework.directory.names import agency_names
from casework.errors import NotFound
from casework.reviews.access import everywhere


@dataclass(frozen=True, slots=True)
class Scope:
    """The choice, and what can be chosen."""

    bodies: Mapping[UUID, str]
    agencies: Mapping[UUID, str]
    body_id: UUID | None = None
    agency_id: UUID | None = None

    @property
    def chosen(self) -> dict[str, str]:
        """As it stands in an address."""
        held = {"body": self.body_id, "agency": self.agency_id}
        return {name: str(value) for name, value in held.items() if value}

    @property
    def words(self) -> str:
        """Which board and agency, in words."""
        body = self.bodies[self.body_id] if self.body_id else "All boards and conferences of yours"
        return f"{body}, {self.agencies[self.agency_id]} only" if self.agency_id else body

    def takes(self, agency_id: UUID | None) -> bool:
        """Whether what an agency owns is asked about."""
        return self.agency_id in (None, agency_id)


def scope_of(session: Session, viewer: Viewer, *, body: str = "", agency: str = "") -> Scope:
    """The choice in an address; what this person cannot choose is 'not found'."""
    bodies = _bodies(session, viewer)
    agencies = agency_names(session, viewer.partnership_id)
    return Scope(bodies, agencies, _one(body, bodies, "board"), _one(agency, agencies, "agency"))


def agencies_to_choose(session: Session, viewer: Viewer) -> list[tuple[UUID, str]]:
    """Agencies that take part, by name."""
    rows = session.execute(
        select(Agency.id, Agency.name)
        .where(Agency.partnership_id == viewer.partnership_id, Agency.active)
        .order_by(Agency.name)
    )
    return [(key, name) for key, name in rows]


def _bodies(session: Session, viewer: Viewer) -> dict[UUID, str]:
    asked = select(Conference.id, Conference.name).where(
        Conference.partnership_id == viewer.partnership_id
    )
    if not everywhere(viewer, Action.REVIEW_READ):
        asked = asked.where(Conference.id.in_(viewer.conferences(Action.REVIEW_READ)))
    return {row.id: row.name for row in session.execute(asked.order_by(Conference.name))}


def _one(text: str, known: Mapping[UUID, str], noun: str) -> UUID | None:
    if not text:
        return None
    try:
        found = UUID(text)
    except ValueError:
        raise NotFound(noun) from None
    if found not in known:
        raise NotFound(noun)
    return found
