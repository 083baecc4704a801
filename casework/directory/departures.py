"""What ends at once when somebody is suspended, leaves or is replaced: sessions, links."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from casework.directory.registry import Registry

Departure = Callable[[Session, UUID], None]

REGISTRY: Registry[Departure] = Registry("departure")


def register(name: str, function: Departure) -> None:
    """Say what else ends with a person's access."""
    REGISTRY.register(name, function)


def withdraw_access(session: Session, person_id: UUID) -> None:
    """End everything that lets this person in."""
    for _, function in REGISTRY:
        function(session, person_id)
