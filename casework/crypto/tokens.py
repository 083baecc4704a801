"""Keyed tokens for exact references (police reference, phone, e-mail): equal things, equal tokens.

token   HMAC-SHA256(HKDF(index key, "bidx:" + name), u16 len | part ...) cut to 8 bytes
"""

import hashlib
import hmac
import re

from casework.crypto.data_key import DataKey, ScopeKeys
from casework.crypto.unprintable import Unprintable

LENGTH = 8


class TokenMaker(Unprintable):
    """Makes the tokens of one named index."""

    __slots__ = ("_key", "name", "version")

    def __init__(self, index_key: DataKey | ScopeKeys, name: str) -> None:
        key = index_key.current if isinstance(index_key, ScopeKeys) else index_key
        self.name = name
        self.version = key.version
        self._key = key.derive("bidx:" + name)

    def token(self, *parts: str) -> bytes:
        """The token of one reference; the length of each part is part of it."""
        raw = [part.encode() for part in parts]
        message = b"".join(len(part).to_bytes(2, "big") + part for part in raw)
        return hmac.new(self._key, message, hashlib.sha256).digest()[:LENGTH]

    def reference(self, text: str) -> bytes:
        """The token of a police or agency reference, however it was spaced."""
        return self.token(re.sub(r"[\W_]+", "", text).upper())

    def phone(self, text: str) -> bytes:
        """The token of a phone number: +44 7700, 0044 7700 and 07700 are one."""
        return self.token(plain_phone(text))

    def email(self, text: str) -> bytes:
        """The token of an e-mail address."""
        return self.token(text.strip().casefold())


def plain_phone(text: str) -> str:
    """The digits of a phone number in their national form."""
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    return re.sub(r"^(0044|44(?=\d{9,10}$))0?", "0", digits)
