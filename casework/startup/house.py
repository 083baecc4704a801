"""The parts of one installation, put together once: databases, keys, ledger, gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app

from casework.config import Settings
from casework.crypto.key_database import KeyDatabase
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Ledger
from casework.errors import ConfigurationError
from casework.startup.keyring_file import KeyringFile

HOUSE = "confer_house"
MISSING = "confer_missing"


@dataclass(frozen=True)
class House:
    """What the program needs to work, and the command line with it."""

    settings: Settings
    store: Database
    keys: KeyStore
    gate: Gate

    def dispose(self) -> None:
        """Give every connection back."""
        self.store.dispose()
        self.keys.database.engine.dispose()


def build_house(settings: Settings) -> House:
    """Put the parts together; nothing is read from a database yet."""
    ring = KeyringFile(settings.keyring_file)
    keys = KeyStore(KeyDatabase(settings.keys_url), ring)
    store = Database(settings.database_url)
    store.info["keys"] = keys
    return House(settings, store, keys, Gate(store, keys, Ledger(store)))


def house() -> House:
    """The parts of the current application, or the reason why there are none."""
    found = current_app.extensions.get(HOUSE)
    if found is None:
        raise ConfigurationError(current_app.extensions[MISSING])
    return cast(House, found)
