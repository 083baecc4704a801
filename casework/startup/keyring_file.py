"""The keyring of a running process: it hears of a root key that `keys rotate` made meanwhile."""

from __future__ import annotations

from pathlib import Path

from casework.crypto.keyring import Keyring, RootKey, load_keyring


class KeyringFile(Keyring):
    """Looks into its file again when asked for a root key that it does not know."""

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path
        self._take(load_keyring(path=path))

    def named(self, id_: int) -> RootKey:
        """The key of a number, known since the start or since then."""
        if id_ not in self._keys:
            self._take(load_keyring(path=self._path))
        return super().named(id_)

    def known(self) -> tuple[int, ...]:
        """The numbers in the file now."""
        self._take(load_keyring(path=self._path))
        return super().known()

    def _take(self, ring: Keyring) -> None:
        super().__init__([ring.named(id_) for id_ in ring.known()], ring.active.id)
