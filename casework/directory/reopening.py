"""What stands against opening a closed body again: the rooms above know what its closing did."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from casework.directory.models import Conference
from casework.directory.registry import Registry
from casework.errors import Conflict

# Why this body stays closed, in words; empty where nothing stands against it.
Obstacle = Callable[[Session, Conference], str]

REGISTRY: Registry[Obstacle] = Registry("obstacle to reopening")


def register(name: str, function: Obstacle) -> None:
    """Teach the directory one reason for which a body stays closed."""
    REGISTRY.register(name, function)


def refuse_where_final(session: Session, conference: Conference) -> None:
    """Raise Conflict with the first reason for which this body stays closed."""
    for _, obstacle in REGISTRY:
        if words := obstacle(session, conference):
            raise Conflict(words)
