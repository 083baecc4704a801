"""What differs between two texts of a protocol, worked out once for every page that asks."""

from __future__ import annotations

from functools import lru_cache

from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement
from protocols.compare import Block, blocks

KEPT = 16


def changed(before: Agreement, row: Agreement) -> tuple[Block, ...]:
    """Who gains and who loses what in principle, what opens first."""
    return _between(before.text, row.text)


@lru_cache(maxsize=KEPT)
def _between(old: str, new: str) -> tuple[Block, ...]:
    return tuple(blocks(compiled(old)[0], compiled(new)[0]))
