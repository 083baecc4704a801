"""What checker and analysis find, in the words of the screen, once per text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from casework.agreements.in_force import compiled
from casework.sharing.spoken import spoken
from protocols.analysis import examine
from protocols.conditions import plain

KEPT = 64
SETTLED = frozenset({"note"})


@dataclass(frozen=True, slots=True)
class Settle:
    """One thing to settle: where, what, and for whom it would come true."""

    severity: str
    kind: str
    clause: str | None
    message: str
    example: tuple[tuple[str, str], ...]


@lru_cache(maxsize=KEPT)
def findings_of(text: str) -> tuple[Settle, ...]:
    """Everything to settle about a text, the serious first; notes are left out."""
    protocol = compiled(text)[0]
    return tuple(
        Settle(f.severity, f.kind, f.clause, spoken(f.message), _example(f.example))
        for f in examine(protocol)
        if f.severity not in SETTLED
    )


def _example(found: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    # The concrete request that shows it: pairs of what and which.
    return tuple((plain(what), plain(which)) for what, which in (found or {}).items())
