"""Data keys at rest: wrapped by a root key, bound to their scope and version.

wrapped   01 | root id u32 | nonce[12] | AES-256-GCM(data key[32]) | tag[16]      65 bytes
AAD       01 | root id u32 | u8 len | scope kind | scope id[16] | version u8
"""

from os import urandom

from cryptography.exceptions import InvalidTag

from casework.crypto.data_key import KEY, DataKey, Scope
from casework.crypto.envelope import FORMAT, NONCE, TAG
from casework.crypto.failures import Tampered, UnknownFormat
from casework.crypto.keyring import Keyring, RootKey

HEADER = 1 + 4 + NONCE
LENGTH = HEADER + KEY + TAG


def _binding(root_id: int, scope: Scope, version: int) -> bytes:
    kind = scope.kind.encode()
    head = bytes([FORMAT]) + root_id.to_bytes(4, "big") + bytes([len(kind)]) + kind
    return head + scope.id.bytes + bytes([version])


def wrap(root: RootKey, scope: Scope, version: int, secret: bytes) -> bytes:
    """A data key under a root key."""
    nonce = urandom(NONCE)
    body = root.cipher.encrypt(nonce, secret, _binding(root.id, scope, version))
    return bytes([FORMAT]) + root.id.to_bytes(4, "big") + nonce + body


def root_id_of(wrapped: bytes) -> int:
    """Which root key a wrapped key names."""
    if wrapped[:1] != bytes([FORMAT]):
        raise UnknownFormat("not a wrapped key of format 1")
    if len(wrapped) != LENGTH:
        raise Tampered("a wrapped key has another length")
    return int.from_bytes(wrapped[1:5], "big")


def unwrap(ring: Keyring, scope: Scope, version: int, wrapped: bytes) -> DataKey:
    """The data key, if it was wrapped for this very scope and version."""
    return DataKey(scope, version, _secret(ring, scope, version, wrapped))


def rewrap(ring: Keyring, scope: Scope, version: int, wrapped: bytes) -> bytes:
    """The same data key under the active root key."""
    return wrap(ring.active, scope, version, _secret(ring, scope, version, wrapped))


def _secret(ring: Keyring, scope: Scope, version: int, wrapped: bytes) -> bytes:
    root = ring.named(root_id_of(wrapped))
    bound = _binding(root.id, scope, version)
    try:
        return root.cipher.decrypt(wrapped[5:HEADER], wrapped[HEADER:], bound)
    except InvalidTag:
        raise Tampered("a wrapped key was changed or moved, or its root key is another") from None
