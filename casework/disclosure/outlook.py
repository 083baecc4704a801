"""What a decision comes to on a page, without opening anything: the gate's fall-backs in words."""

from __future__ import annotations

from casework.disclosure.masks import find_mask
from casework.disclosure.matter import Item, Matter
from protocols.decision import Decision
from protocols.vocabulary import Effect


def hidden(item: Item, decision: Decision) -> bool:
    """Whether no trace of the item is on the viewer's page."""
    if decision.effect == Effect.WITHHELD:
        # What no form asks has no blank beside it: its withheld row would say there is something.
        return decision.concealed or not item.declared
    # Where a viewer may know whether there is something, an empty field is simply not there.
    return item.envelope is None and decision.effect in (Effect.EXISTENCE, Effect.SUMMARY)


def outlook(matter: Matter, item: Item, decision: Decision) -> Effect:
    """The effect that a page would show; a mask that hides nothing cannot be known beforehand."""
    if decision.effect == Effect.SUMMARY and matter.summary_of(item.section) is None:
        return Effect.EXISTENCE
    if decision.effect == Effect.MASKED and find_mask(decision.mask or item.mask or "") is None:
        return Effect.EXISTENCE
    return decision.effect


def traces(matter: Matter, item: Item, decision: Decision) -> bool:
    """Whether a viewer may know that this very item is answered."""
    return (
        item.envelope is not None
        and not hidden(item, decision)
        and outlook(matter, item, decision) >= Effect.EXISTENCE
    )
