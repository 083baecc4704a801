"""Seal a text under a data key, bound to its place. Everybody may; only the gate may undo it."""

from os import urandom

from casework.crypto.data_key import DataKey, ScopeKeys
from casework.crypto.envelope import FORMAT, NONCE, PIECE, Context, associated_data, pad, pieces
from casework.crypto.secret_text import SecretText


def seal(key: DataKey | ScopeKeys, context: Context, text: str | SecretText) -> bytes:
    """The envelope of a text; an empty text seals to the same length as any short choice."""
    if isinstance(key, ScopeKeys):
        key = key.current
    plain = text.reveal() if isinstance(text, SecretText) else text
    nonce, cipher = urandom(NONCE), key.cipher
    bound = associated_data(context, key.version)
    sealed = [
        cipher.encrypt(n, piece, bound) for n, piece in pieces(pad(plain.encode()), nonce, PIECE)
    ]
    return bytes([FORMAT, key.version]) + nonce + b"".join(sealed)
