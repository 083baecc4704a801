"""A process that runs for long says so every few seconds, and which root keys it knows."""

from __future__ import annotations

import atexit
import logging
from contextlib import suppress
from threading import Event, Thread

from casework.crypto.keystore import KeyStore
from casework.crypto.running import Presence

log = logging.getLogger("casework.startup")

EVERY_SECONDS = 10.0


def be_present(store: KeyStore, what: str, *, every: float = EVERY_SECONDS) -> Event:
    """Report now and from then on, in the background; set the event to stop."""
    presence, stop = Presence(store, what), Event()
    presence.report()
    Thread(target=_beat, args=(presence, stop, every), name="presence", daemon=True).start()
    atexit.register(_leave, presence, stop)
    return stop


def _beat(presence: Presence, stop: Event, every: float) -> None:
    while not stop.wait(every):
        try:
            presence.report()
        except Exception as error:  # noqa: BLE001  # the key database is away; the heart beats on
            log.warning("presence not reported: %s", type(error).__name__)


def _leave(presence: Presence, stop: Event) -> None:
    stop.set()
    # Whoever cannot say good-bye is forgotten after a few minutes.
    with suppress(Exception):
        presence.leave()
