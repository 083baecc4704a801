"""What differs between two texts of a protocol, worked out once for every page that asks."""

from __future__ import annotations

from functools import lru_cache

from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement
from protocols.compare import Block, blocks
from protocols.owing import Owed, owing

KEPT = 16


def changed(before: Agreement, row: Agreement) -> tuple[Block, ...]:
    """Who gains and who loses what in principle, what opens first."""
    return _between(before.text, row.text)


def owed(before: Agreement, row: Agreement) -> list[Owed]:
    """What people no longer have to do, then what they newly have to."""
    return owing(compiled(before.text)[0], compiled(row.text)[0])


@lru_cache(maxsize=KEPT)
def _between(old: str, new: str) -> tuple[Block, ...]:
    return tuple(blocks(compiled(old)[0], compiled(new)[0]))
