"""What somebody still answers for: nobody is ended while something open is theirs (R08)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from casework.directory.registry import Registry
from casework.errors import Conflict


class OwnerKind(StrEnum):
    """Who can own something."""

    PERSON = "person"
    AGENCY = "agency"
    CONFERENCE = "conference"


@dataclass(frozen=True, slots=True)
class Owner:
    """One person, agency or standing body."""

    kind: OwnerKind
    id: UUID


@dataclass(frozen=True, slots=True)
class Held:
    """How many open things, and what they are called: 3, 'open actions'."""

    count: int
    words: str

    def __str__(self) -> str:
        return f"{self.count} {self.words}"


# (session, partnership, owner) -> what of this kind is open.
Holding = Callable[[Session, UUID, Owner], Held]

REGISTRY: Registry[Holding] = Registry("holding")


def register(name: str, function: Holding) -> None:
    """Teach the directory one kind of open thing."""
    REGISTRY.register(name, function)


def held_by(session: Session, partnership_id: UUID, owner: Owner) -> list[Held]:
    """Everything open that the owner answers for."""
    found = [holding(session, partnership_id, owner) for _, holding in REGISTRY]
    return [held for held in found if held.count > 0]


def refuse_while_held(session: Session, partnership_id: UUID, owner: Owner, name: str) -> None:
    """Raise Conflict with what is still open, and that it goes to a named successor first."""
    held = held_by(session, partnership_id, owner)
    if held:
        raise Conflict(
            f"{name} still answers for {in_words(held)}. Pass that to a named successor first."
        )


def in_words(held: Iterable[Held]) -> str:
    """'3 open actions and 1 recommendation'."""
    *first, last = [str(one) for one in held]
    return f"{', '.join(first)} and {last}" if first else last
