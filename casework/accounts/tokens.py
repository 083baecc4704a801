"""Random tokens that are handed out once and kept only as hashes."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32


def new_token() -> str:
    """256 random bits, fit for a link or a cookie."""
    return secrets.token_urlsafe(BYTES)


def token_hash(token: str) -> str:
    """What is stored of a token; it is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
