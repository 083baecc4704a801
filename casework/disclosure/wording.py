"""Why something is shown as it is, in words that are safe for the person who reads them."""

from __future__ import annotations

from functools import lru_cache

from protocols.decision import Decision
from protocols.explain import viewer as for_viewer
from protocols.vocabulary import Effect

NO_PROTOCOL = (
    "No information-sharing protocol is in force between your agency and the agency "
    "that wrote this."
)
# Between several things that are waited for.
AND = "; "
EFFECTS = (
    "You see this.",
    "This is shown in part.",
    "You see a summary.",
    "There is information here. Ask the agency that holds it.",
    "This is not shared with you.",
)


@lru_cache(maxsize=4096)
def because(decision: Decision) -> str:
    """The viewer-safe reason; a decision that no protocol took says so."""
    if not decision.trail:
        return NO_PROTOCOL if decision.effect == Effect.WITHHELD else "Your agency wrote this."
    return _without_effect(for_viewer(decision))


def awaited(owner: str, what: str) -> str:
    """What is waited for, and from whom: 'chair: chair approved'."""
    return f"{owner}: {what}".replace("_", " ")


def _without_effect(words: str) -> str:
    # The page says the effect itself, beside the value.
    for said in EFFECTS:
        words = words.removeprefix(said).lstrip()
    return words
