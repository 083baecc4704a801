"""What an aim points at: what stands there, and what has come to hold there since."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from casework.catalogue.legal_tools import TOOL_BY_CODE
from casework.catalogue.sections import FIELDS
from casework.clock import today
from casework.errors import Invalid
from casework.reviews.learning.clauses import Clauses
from casework.reviews.learning_models import Aim, AimKind

NOTHING = "nothing"
_NAME = re.compile(r"[a-z_]{1,40}\.[a-z0-9_]{1,60}")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that an aim wanted has come to hold: since when, in words."""

    since: date
    words: str


class Watch(Protocol):
    """One kind of thing that can be pointed at, read once for as many aims as there are."""

    # Whether the program notices a change by itself.
    watched: bool

    def stands(self, name: str) -> str:
        """What stands there now, to be compared with later; Invalid at `name` for nothing."""

    def title(self, name: str) -> str:
        """What it is called on a screen."""

    def change(self, aim: Aim, /) -> Change | None:
        """What has changed since the aim was set, and holds now."""


class WatchedClauses:
    """Clauses of the versions that hold."""

    watched = True

    def __init__(self, clauses: Clauses) -> None:
        self._clauses = clauses

    def stands(self, name: str) -> str:
        """Its words and rules."""
        found = self._clauses.now(name)
        if found is None:
            raise Invalid({"name": "No protocol that is in force has this clause"})
        return found

    def title(self, name: str) -> str:
        """'starter-ccm 3.4'."""
        return name

    def change(self, aim: Aim, /) -> Change | None:
        """The version since which it says something else, unless it was changed back."""
        found = self._clauses.changed(aim.name, aim.stood, aim.set_at)
        if found is None:
            return None
        number = aim.name.rpartition(" ")[2]
        return Change(
            found.since, f"Clause {number} was changed in version {found.label} of {found.title}"
        )


class WatchedFields:
    """Questions of the referral form."""

    watched = True

    def stands(self, name: str) -> str:
        """Its label, or that nobody asks it."""
        if name in FIELDS:
            return FIELDS[name].label
        if not _NAME.fullmatch(name):
            raise Invalid({"name": "Enter the name of a question, for example victim.aliases"})
        return NOTHING

    def title(self, name: str) -> str:
        """The question as the form asks it."""
        return FIELDS[name].label if name in FIELDS else name

    def change(self, aim: Aim, /) -> Change | None:
        """A question that was not asked, and is."""
        if aim.stood == NOTHING and aim.name in FIELDS:
            return Change(today(), f"The question ‘{FIELDS[aim.name].label}’ is asked")
        return None


class WatchedTools:
    """Legal and other tools of the catalogue."""

    watched = False

    def stands(self, name: str) -> str:
        """Its title."""
        if name not in {tool.title for tool in TOOL_BY_CODE.values()}:
            raise Invalid({"name": "Enter the title of a tool as the list of tools has it"})
        return name

    def title(self, name: str) -> str:
        """Its title."""
        return name

    def change(self, _aim: Aim, /) -> Change | None:
        """Proved by hand."""
        return None


class WatchedTraining:
    """Training."""

    watched = False

    def stands(self, name: str) -> str:
        """Nothing to be compared."""
        if not name:
            raise Invalid({"name": "Enter what the training is called"})
        return ""

    def title(self, name: str) -> str:
        """Its name."""
        return name

    def change(self, _aim: Aim, /) -> Change | None:
        """Proved by hand."""
        return None


def watches(session: Session, partnership_id: UUID) -> Mapping[str, Watch]:
    """One watch for each kind; each reads what it needs once, when it is first asked."""
    return {
        AimKind.CLAUSE: WatchedClauses(Clauses(session, partnership_id)),
        AimKind.FIELD: WatchedFields(),
        AimKind.LEGAL_TOOL: WatchedTools(),
        AimKind.TRAINING: WatchedTraining(),
    }
