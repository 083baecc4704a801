"""Why something is shown as it is, in words that are safe for the person who reads them."""

from __future__ import annotations

from functools import lru_cache

from protocols.decision import Decision
from protocols.explain import viewer as for_viewer
from protocols.vocabulary import Effect

NO_PROTOCOL = (
    "No information-sharing protocol is in force between your agency and the agency that wrote this."
)


@lru_cache(maxsize=4096)
def because(decision: Decision) -> str:
    """The viewer-safe reason; a decision that no protocol took says so."""
    if not decision.trail:
        return NO_PROTOCOL if decision.effect == Effect.WITHHELD else "Your agency wrote this."
    return for_viewer(decision)
