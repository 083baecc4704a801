"""A whole installation in a folder of its own: databases, keys, settings as in real use."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from casework import schema
from casework.config import Settings
from casework.crypto.key_database import KeyDatabase
from casework.crypto.keyring import Keyring, save_keyring
from casework.crypto.keystore import KeyStore
from casework.crypto.system import found_keys
from casework.startup.collecting import collect_seldom

# Loading the application loads every table; memory is looked after as a server does.
import_module("casework.app")
collect_seldom()


@dataclass(frozen=True)
class Place:
    """Where an installation lies; the same in the process that seeds and in those that serve."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """What a server is told."""
        return {
            "CONFER_INSTANCE": str(self.folder / "instance"),
            "CONFER_KEYS": str(self.folder / "keys"),
            "CONFER_CHECKPOINTS": str(self.folder / "checkpoints"),
        }

    @property
    def settings(self) -> Settings:
        """The same for a process that reads no environment."""
        return Settings(
            instance=self.folder / "instance",
            database_url=f"sqlite:///{self.folder / 'instance' / 'confer.db'}",
            keys_url=f"sqlite:///{self.folder / 'keys' / 'keys.db'}",
            keyring_file=self.folder / "keys" / "keyring.txt",
            checkpoints=self.folder / "checkpoints",
            secret_key=(self.folder / "keys" / "session.txt").read_text(),
            base_url="http://localhost",
        )


def found(folder: Path) -> Place:
    """An empty installation."""
    place = Place(folder)
    for name in ("instance", "keys", "checkpoints"):
        (folder / name).mkdir(mode=0o700, parents=True)
    ring = Keyring.generate()
    save_keyring(ring, folder / "keys" / "keyring.txt")
    (folder / "keys" / "session.txt").write_text(secrets.token_urlsafe(48))
    settings = place.settings
    urls = ((schema.CASES, settings.database_url), (schema.KEYS, settings.keys_url))
    for history, url in urls:
        with schema.migrating(url) as connection:
            if history.head() is None:
                history.metadata.create_all(connection)
            else:
                schema.upgrade(history, connection)
    keys = KeyDatabase(settings.keys_url)
    found_keys(KeyStore(keys, ring))
    keys.engine.dispose()
    return place
