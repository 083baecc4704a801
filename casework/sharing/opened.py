"""What a version opens, as a list that one person confirms: with the fingerprint of that list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.orm import Session

from casework.agreements.models import Agreement
from casework.sharing.changed import changed
from casework.sharing.preview import Shift, gains_of, shifts
from protocols.compare import Block


@dataclass(frozen=True, slots=True)
class Opened:
    """The people who would see more on live cases, and what opens in principle."""

    people: tuple[Shift, ...]
    blocks: tuple[Block, ...]

    def __bool__(self) -> bool:
        return bool(self.people or self.blocks)

    @property
    def digest(self) -> str:
        """The fingerprint of the list as it was read: it changes with a number, person or rule."""
        return sha256("\n".join(sorted(self._lines())).encode()).hexdigest()

    def _lines(self) -> Iterator[str]:
        for shift in self.people:
            yield repr(
                (shift.person, shift.agency, shift.section, sorted(shift.labels), shift.cases)
            )
        for block in self.blocks:
            change = block.first
            effects = (change.before, change.after, change.concealed_before, change.clause)
            yield repr((block.agency_types, block.categories, block.stages, *effects))


def opened(session: Session, before: Agreement | None, row: Agreement) -> Opened:
    """What a version shows that the one in force does not. A first version opens what it says."""
    people = tuple(gains_of(shifts(session, before, row)))
    if before is None or before.id == row.id:
        return Opened(people, ())
    return Opened(people, tuple(block for block in changed(before, row) if block.first.gains))
