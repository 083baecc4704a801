"""Where a person stands with the partnership, and what may follow what: the only table of it."""

from __future__ import annotations

from collections.abc import Mapping

from casework.directory.models import Person, PersonStatus
from casework.errors import WrongState

STEPS: Mapping[PersonStatus, frozenset[PersonStatus]] = {
    PersonStatus.INVITED: frozenset({PersonStatus.ACTIVE, PersonStatus.LEFT}),
    PersonStatus.ACTIVE: frozenset({PersonStatus.SUSPENDED, PersonStatus.LEFT}),
    PersonStatus.SUSPENDED: frozenset({PersonStatus.ACTIVE, PersonStatus.LEFT}),
    # Somebody who comes back is invited again, and chooses a new password.
    PersonStatus.LEFT: frozenset({PersonStatus.INVITED}),
}


def move(person: Person, to: PersonStatus) -> None:
    """Take one step of the table, or raise WrongState."""
    if to not in STEPS[PersonStatus(person.status)]:
        raise WrongState("person", person.status, to)
    person.status = to
