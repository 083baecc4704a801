"""Root keys: several known, one active. They wrap data keys and never touch a value.

text    one line per key, `id:base64(32 bytes):crc32`; the active one begins with `*`
        (a ring of one key needs no mark; commas serve as line ends in an environment variable)
"""

import os
import stat
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from casework.crypto.data_key import KEY
from casework.crypto.failures import KeyMissing, KeyringRefused
from casework.crypto.unprintable import Unprintable

HIGHEST_ID = 2**32 - 1


class RootKey(Unprintable):
    """One root key with its number."""

    __slots__ = ("_secret", "cipher", "id")

    def __init__(self, id_: int, secret: bytes) -> None:
        if len(secret) != KEY or not 0 < id_ <= HIGHEST_ID:
            raise KeyringRefused("a root key has 32 bytes and a number from 1 to 4294967295")
        self.id = id_
        self._secret = secret
        self.cipher = AESGCM(HKDF(SHA256(), KEY, salt=None, info=b"wrap").derive(secret))

    def line(self) -> str:
        """The text form, for the key file and the recovery sheet only."""
        return f"{self.id}:{b64encode(self._secret).decode()}:{_checksum(self.id, self._secret)}"

    def secret_for_sheet(self) -> bytes:
        """The bare secret, for the recovery sheet only."""
        return self._secret

    @classmethod
    def from_line(cls, line: str) -> "RootKey":
        """Read the text form; a typing error is found by its checksum."""
        try:
            number, encoded, checksum = line.split(":")
            key = cls(int(number), b64decode(encoded, validate=True))
        except (ValueError, Base64Error):
            raise KeyringRefused("a root key is not of the form id:base64:crc32") from None
        if checksum.lower() != _checksum(key.id, key._secret):
            raise KeyringRefused(f"the checksum of root key {key.id} does not fit")
        return key


def _checksum(id_: int, secret: bytes) -> str:
    return f"{crc32(id_.to_bytes(4, 'big') + secret):08x}"


class Keyring(Unprintable):
    """The root keys a process knows, and the one it wraps with."""

    __slots__ = ("_keys", "active")

    def __init__(self, keys: Iterable[RootKey], active: int) -> None:
        self._keys: dict[int, RootKey] = {}
        for key in keys:
            if key.id in self._keys:
                raise KeyringRefused(f"root key {key.id} appears twice")
            self._keys[key.id] = key
        if active not in self._keys:
            raise KeyringRefused(f"the active root key {active} is not among the known ones")
        self.active = self._keys[active]

    def known(self) -> tuple[int, ...]:
        """The numbers of the known keys."""
        return tuple(sorted(self._keys))

    def named(self, id_: int) -> RootKey:
        """The key of a number; missing is told apart from tampering."""
        if id_ not in self._keys:
            raise KeyMissing(f"root key {id_} is not in the keyring")
        return self._keys[id_]

    @classmethod
    def generate(cls, id_: int = 1) -> "Keyring":
        """A ring with one new key."""
        return cls([RootKey(id_, os.urandom(KEY))], id_)

    def with_new_key(self) -> "Keyring":
        """The same ring with one more known key; the active one stays."""
        new = RootKey(max(self._keys) + 1, os.urandom(KEY))
        return Keyring([*self._keys.values(), new], self.active.id)

    def activated(self, id_: int) -> "Keyring":
        """The same ring wrapping with another of its keys."""
        return Keyring(self._keys.values(), id_)

    def with_key(self, key: RootKey) -> "Keyring":
        """The same ring with one more known key, as read from a recovery sheet."""
        return Keyring([*self._keys.values(), key], self.active.id)

    def without(self, id_: int) -> "Keyring":
        """The ring with one key fewer; the active one cannot go."""
        return Keyring((key for key in self._keys.values() if key.id != id_), self.active.id)

    def text(self) -> str:
        """The text form, for the key file only."""
        lines = (("*" if key is self.active else "") + key.line() for key in self._keys.values())
        return "".join(line + "\n" for line in lines)

    @classmethod
    def from_text(cls, text: str) -> "Keyring":
        """Read the text form from wherever it was handed in."""
        lines = [line.strip() for line in text.replace(",", "\n").splitlines()]
        lines = [line for line in lines if line and not line.startswith("#")]
        keys = [RootKey.from_line(line.removeprefix("*")) for line in lines]
        starred = [key.id for key, line in zip(keys, lines, strict=True) if line.startswith("*")]
        chosen = starred or [key.id for key in keys]
        if len(chosen) != 1:
            raise KeyringRefused("a keyring needs exactly one active root key")
        return cls(keys, chosen[0])


def load_keyring(*, text: str = "", path: Path | None = None) -> Keyring:
    """The ring from a handed-in text (an environment variable's), else from a protected file."""
    if text:
        return Keyring.from_text(text)
    if path is None:
        raise KeyringRefused("no keyring was named")
    return Keyring.from_text(_read_protected(path))


def save_keyring(ring: Keyring, path: Path) -> None:
    """Write the ring so that nobody else can read it, whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(ring.text())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _read_protected(path: Path) -> str:
    try:
        file = path.open()
    except OSError as error:
        raise KeyringRefused(f"the keyring {path} cannot be read: {error.strerror}") from None
    with file:
        state = os.fstat(file.fileno())
        if state.st_uid != os.geteuid():
            raise KeyringRefused(f"the keyring {path} belongs to somebody else")
        if stat.S_IMODE(state.st_mode) & 0o177:
            raise KeyringRefused(f"the keyring {path} must have mode 0600")
        return file.read()
