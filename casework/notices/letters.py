"""Letters: who gets what text. A letter says how many things wait and where to look, no more."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sqlalchemy.orm import Session

from casework.errors import ConfigurationError

# The kind of notice whose letter says how many things wait, whoever plans it.
WORK_WAITING = "work waiting"


@dataclass(frozen=True, slots=True)
class Addressed:
    """A notice whose turn has come, as its composer sees it."""

    id: uuid.UUID
    kind: str
    partnership_id: uuid.UUID
    person_id: uuid.UUID
    refers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one address."""

    to: str
    subject: str
    text: str = field(repr=False)


# Reads what it needs; None when there is nothing to say any more.
Composer = Callable[[Session, Addressed], Letter | None]


class Desk:
    """Every kind of notice with its composer; handed in by the composition root."""

    def __init__(self, composers: Mapping[str, Composer] | None = None) -> None:
        self._composers: dict[str, Composer] = {}
        for kind, composer in (composers or {}).items():
            self.add(kind, composer)

    def add(self, kind: str, composer: Composer) -> None:
        """Teach the desk one kind; a kind used twice is an error."""
        if kind in self._composers:
            raise ConfigurationError(f"The notice '{kind}' is declared twice.")
        self._composers[kind] = composer

    @property
    def composers(self) -> Mapping[str, Composer]:
        """The composers by kind."""
        return MappingProxyType(self._composers)


def waiting_letter(*, to: str, count: int, base_url: str) -> Letter | None:
    """The one letter about work: a number and the way in. No case, no name, no kind of work."""
    if count < 1:
        return None
    things = "1 thing is" if count == 1 else f"{count} things are"
    return Letter(
        to=to,
        subject=f"{things} waiting for you",
        text=f"{things} waiting for you in Confer.\n\nSign in to see them: {base_url}/\n\n"
        "This message never says what they are about. If you did not expect it, tell your "
        "coordinator.\n",
    )
