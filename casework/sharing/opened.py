"""What a version opens, as a list that one person confirms: with the fingerprint of that list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
        yield from map(_person, self.people)
        yield from map(_block, self.blocks)


def _person(shift: Shift) -> str:
    return repr((shift.person, shift.agency, shift.section, sorted(shift.labels), shift.cases))


def _block(block: Block) -> str:
    change = block.first
    effects = (change.before, change.after, change.concealed_before, change.clause)
    return repr((block.agencies, block.agency_types, block.categories, block.stages, *effects))


def opened(session: Session, before: Sequence[Agreement], row: Agreement) -> Opened:
    """What a version shows that any of those it replaces does not. A first opens what it says.

    What two of them say alike stands there once.
    """
    against: Sequence[Agreement | None] = before or (None,)
    people = [s for one in against for s in gains_of(shifts(session, one, row))]
    blocks = [block for one in before for block in changed(one, row) if block.first.gains]
    return Opened(
        tuple({_person(shift): shift for shift in people}.values()),
        tuple({_block(block): block for block in blocks}.values()),
    )
