"""What an aim points at: what stands there, and what has come to hold there since."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from casework.catalogue.legal_tools import tool_called
from casework.catalogue.sections import FIELDS
from casework.clock import day_of, today
from casework.errors import Invalid
from casework.reviews.learning.clauses import Clauses
from casework.reviews.learning.given import Register
from casework.reviews.learning_models import Aim, AimKind
from casework.reviews.vocabulary import EvidenceKind

NOTHING = "nothing"
# Of what a version teaches, as much as stands in a line of evidence.
SHORT = 300
_NAME = re.compile(r"[a-z_]{1,40}\.[a-z0-9_]{1,60}")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that an aim wanted has come to hold: since when, in words."""

    since: date
    words: str
    # As which kind of proof it is offered.
    kind: EvidenceKind = EvidenceKind.DECISION


class Watch(Protocol):
    """One kind of thing that can be pointed at, read once for as many aims as there are."""

    def stands(self, name: str) -> str:
        """What stands there now, to be compared with later; Invalid at `name` for nothing."""

    def title(self, name: str) -> str:
        """What it is called on a screen."""

    def change(self, aim: Aim) -> Change | None:
        """What has changed since the aim was set, and holds now."""


class WatchedClauses:
    """Clauses of the versions that hold."""

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

    def change(self, aim: Aim) -> Change | None:
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

    def change(self, aim: Aim) -> Change | None:
        """A question that was not asked, and is."""
        if aim.stood == NOTHING and aim.name in FIELDS:
            return Change(today(), f"The question ‘{FIELDS[aim.name].label}’ is asked")
        return None


class WatchedTools:
    """Legal and other tools of the catalogue, by code, or by a title that is not there yet."""

    def stands(self, name: str) -> str:
        """Everything that the list says of it, or that it is not in the list."""
        if not name:
            raise Invalid({"name": "Choose a tool, or enter one that is not in the list yet"})
        tool = tool_called(name)
        return tool.said if tool else NOTHING

    def title(self, name: str) -> str:
        """Its title."""
        tool = tool_called(name)
        return tool.title if tool else f"{name} (not in the list of tools yet)"

    def change(self, aim: Aim) -> Change | None:
        """It came, says something else, or can be used no longer, and that is in force."""
        tool, day = tool_called(aim.name), day_of(aim.set_at)
        if tool is None:
            return None
        if tool.ended_on is not None and day < tool.ended_on <= today():
            return Change(tool.ended_on, f"‘{tool.title}’ can be used no longer")
        if tool.holds_from is None or tool.holds_from > today():
            return None
        if tool.said == aim.stood and tool.holds_from <= day:
            return None
        came = "came into the list of tools" if aim.stood == NOTHING else "was changed"
        return Change(tool.holds_from, f"‘{tool.title}’ {came}: {tool.where}. {tool.facts}")


class WatchedTraining:
    """Courses of the register of training, by their title."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def stands(self, name: str) -> str:
        """The version that is taught today, or that there is none."""
        if not name:
            raise Invalid({"name": "Choose a course, or enter what the training is called"})
        course = self._register.called(name)
        given = course.now() if course else None
        return given.version.label if given else NOTHING

    def title(self, name: str) -> str:
        """Its name, and whether a change can be noticed at all."""
        known = self._register.called(name)
        return known.training.title if known else f"{name} (not in the register of training yet)"

    def change(self, aim: Aim) -> Change | None:
        """The version that is taught now, when it began after the aim was set."""
        course = self._register.called(aim.name)
        given = course.now() if course else None
        if course is None or given is None or given.version.label == aim.stood:
            return None
        if given.version.in_force_from < day_of(aim.set_at):
            # It was taught already, and came into the register later.
            return None
        taught = f"Version {given.version.label} of the training ‘{course.training.title}’"
        return Change(
            given.version.in_force_from,
            f"{taught} ({given.version.what[:SHORT]}) is taught, {given.words}",
            EvidenceKind.TRAINING,
        )


def watches(session: Session, partnership_id: UUID) -> Mapping[str, Watch]:
    """One watch for each kind; each reads what it needs once, when it is first asked."""
    return {
        AimKind.CLAUSE: WatchedClauses(Clauses(session, partnership_id)),
        AimKind.FIELD: WatchedFields(),
        AimKind.LEGAL_TOOL: WatchedTools(),
        AimKind.TRAINING: WatchedTraining(Register(session, partnership_id)),
    }
