"""Open what a decision shows, and not a letter more: masks, summaries and their fall-backs."""

from __future__ import annotations

import logging
from functools import cached_property

from casework.access import Viewer
from casework.crypto.data_key import ScopeKeys
from casework.crypto.failures import SealingError
from casework.crypto.unseal import unseal
from casework.directory.wards import Wards
from casework.disclosure.areas import AREAS, Areas, area_mask
from casework.disclosure.matter import Item, Matter
from casework.disclosure.places import answer_place
from protocols.decision import Decision
from protocols.vocabulary import Effect

log = logging.getLogger("casework.disclosure")

Opened = tuple[Effect, str | None, str]

NO_SUMMARY = "A summary has not been written for release yet."
UNREADABLE = "This answer cannot be read. Tell your system administrator; nothing else is affected."


class Opener:
    """Opens items of one matter under one key, for one viewer."""

    def __init__(
        self, matter: Matter, viewer: Viewer, keys: ScopeKeys | None, areas: Areas
    ) -> None:
        self._matter, self._viewer, self._keys = matter, viewer, keys
        self._areas = areas

    def open(self, item: Item, decision: Decision) -> Opened:
        """The effect in force after fall-backs, the value if any, and a note in its place."""
        effect = decision.effect
        if effect in (Effect.WITHHELD, Effect.EXISTENCE) or item.envelope is None:
            return effect, None, ""
        if effect == Effect.SUMMARY:
            return self._summary(item)
        if effect == Effect.MASKED:
            return self._masked(item, decision)
        return self._whole(item)

    def originator(self, item: Item) -> str:
        """The name of the agency that supplied the item."""
        if item.origin_agency_id is None:
            return ""
        return self._matter.agency_names.get(item.origin_agency_id, "")

    def whom_to_ask(self, item: Item, effect: Effect) -> str | None:
        """Who may decide on a request: the supplier where it may be named, else the chair."""
        named = self.originator(item) if effect > Effect.WITHHELD else ""
        return named or "the chair"

    def _whole(self, item: Item) -> Opened:
        text = self._text(item)
        return (Effect.WITHHELD, None, UNREADABLE) if text is None else (Effect.FULL, text, "")

    def _masked(self, item: Item, decision: Decision) -> Opened:
        name = decision.mask or item.mask or ""
        mask = area_mask(name, self._wards if name in AREAS else None)
        if mask is None:
            return Effect.EXISTENCE, None, ""
        text = self._text(item)
        if text is None:
            return Effect.WITHHELD, None, UNREADABLE
        shown = mask(text)
        return (
            (Effect.MASKED, shown, "") if shown and shown != text else (Effect.EXISTENCE, None, "")
        )

    @cached_property
    def _wards(self) -> Wards | None:
        return self._areas.of(self._matter.partnership_id)

    def _summary(self, item: Item) -> Opened:
        summary = self._matter.summary_of(item.section)
        if summary is None:
            return Effect.EXISTENCE, None, NO_SUMMARY
        text = self._text(summary)
        return (Effect.EXISTENCE, None, NO_SUMMARY) if not text else (Effect.SUMMARY, text, "")

    def _text(self, item: Item) -> str | None:
        assert item.envelope is not None, "only answers are opened"
        assert item.answer_id is not None, "an answer has an id"
        if self._keys is None:
            return None
        try:
            place = answer_place(item.field, item.answer_id, self._matter.sealed_in)
            return unseal(self._keys, place, item.envelope).reveal()
        except SealingError as error:
            # One damaged value must not take the page with it, and must not pass for an empty one.
            log.error("answer %s does not open: %s", item.answer_id, type(error).__name__)
            return None
