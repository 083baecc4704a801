"""What passes to a successor: each room above says how its own open work moves (R08, R49)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from casework.directory.registry import Registry

# (session, partnership, from person, to person) -> how many things moved.
HandOver = Callable[[Session, UUID, UUID, UUID], int]

REGISTRY: Registry[HandOver] = Registry("hand-over")


def register(name: str, function: HandOver) -> None:
    """Teach the directory to hand over one kind of work; `name` is its plural: 'actions'."""
    REGISTRY.register(name, function)


def hand_over(
    session: Session, partnership_id: UUID, from_person: UUID, to_person: UUID
) -> dict[str, int]:
    """Move everything that is open; how many of each kind moved."""
    moved = {name: move(session, partnership_id, from_person, to_person) for name, move in REGISTRY}
    return {name: count for name, count in moved.items() if count}
