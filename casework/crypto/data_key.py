"""Data keys in memory: one per scope and version, dead as soon as the scope is shredded."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from casework.crypto.failures import KeyMissing, KeyShredded
from casework.crypto.unprintable import Unprintable

KEY = 32


class ScopeKind(StrEnum):
    """What a data key belongs to. A row belongs to exactly one scope."""

    CASE = "case"
    REVIEW = "review"
    PERSON = "person"
    ORGANISATION = "organisation"
    SYSTEM = "system"
    SYSTEM_INDEX = "system:index"
    SYSTEM_AUDIT = "system:audit"


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """One owner of keys."""

    kind: ScopeKind
    id: UUID

    def digest(self) -> bytes:
        """What a tombstone keeps: it names the scope only to somebody who already knows it."""
        return sha256(b"confer:tombstone\0" + self.kind.encode() + b"\0" + self.id.bytes).digest()


SYSTEM = Scope(ScopeKind.SYSTEM, UUID(int=0))
SYSTEM_INDEX = Scope(ScopeKind.SYSTEM_INDEX, UUID(int=0))
SYSTEM_AUDIT = Scope(ScopeKind.SYSTEM_AUDIT, UUID(int=0))


class DataKey(Unprintable):
    """One version of the key of one scope."""

    __slots__ = ("__weakref__", "_cipher", "_secret", "scope", "version")

    def __init__(self, scope: Scope, version: int, secret: bytes) -> None:
        if len(secret) != KEY or not 0 < version < 256:
            raise ValueError("a data key has 32 bytes and a version from 1 to 255")
        self.scope = scope
        self.version = version
        self._secret: bytes | None = secret
        self._cipher: AESGCM | None = AESGCM(secret)

    @property
    def cipher(self) -> AESGCM:
        """The cipher, while the key lives."""
        if self._cipher is None:
            raise KeyShredded("the key of this record was destroyed")
        return self._cipher

    def derive(self, purpose: str) -> bytes:
        """A key for another purpose than sealing, from the same secret."""
        if self._secret is None:
            raise KeyShredded("the key of this record was destroyed")
        return HKDF(SHA256(), KEY, salt=None, info=purpose.encode()).derive(self._secret)

    def named(self, version: int) -> "DataKey":
        """This key if it is the version asked for: there is no trial decryption."""
        if version != self.version:
            raise KeyMissing(f"no key of version {version} for this record")
        return self

    def destroy(self) -> None:
        """Make every handle that was given out useless."""
        self._secret = self._cipher = None


class ScopeKeys(Unprintable):
    """All versions of one scope's key, as one value: readers never see half of a change."""

    __slots__ = ("_versions", "current", "scope")

    def __init__(self, scope: Scope, versions: Mapping[int, DataKey]) -> None:
        if not versions:
            raise KeyMissing("no key for this record")
        self.scope = scope
        self._versions = MappingProxyType(dict(versions))
        self.current = self._versions[max(self._versions)]

    def named(self, version: int) -> DataKey:
        """The version that an envelope names."""
        key = self._versions.get(version)
        if key is None:
            raise KeyMissing(f"no key of version {version} for this record")
        return key

    def versions(self) -> tuple[int, ...]:
        """The versions that are still held, oldest first."""
        return tuple(sorted(self._versions))

    def destroy(self) -> None:
        """Kill every version."""
        for key in self._versions.values():
            key.destroy()
