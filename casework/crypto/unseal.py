"""Open what was sealed. Only `disclosure/`, `rotate` and `system` may import this module."""

from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casework.crypto.attachments import (
    OWN_KEY,
    key_binding,
    read_header,
    sealed_pieces,
    unpad_file,
    with_last,
)
from casework.crypto.data_key import KEY, DataKey, ScopeKeys
from casework.crypto.envelope import (
    FORMAT,
    HEADER,
    PIECE,
    TAG,
    Context,
    associated_data,
    parse,
    piece_nonce,
    pieces,
    unpad,
)
from casework.crypto.failures import Tampered, UnknownFormat
from casework.crypto.secret_text import SecretText

# Nearly every value is one piece.
ONE_PIECE = PIECE + TAG


def unseal(key: DataKey | ScopeKeys, context: Context, envelope: bytes) -> SecretText:
    """The text of an envelope that lies where it was sealed."""
    version, nonce, body = parse(envelope)
    cipher, bound = key.named(version).cipher, associated_data(context, version)
    if len(body) <= ONE_PIECE:
        return SecretText(unpad(_opened(cipher, nonce, body, bound)).decode())
    found = [_opened(cipher, n, piece, bound) for n, piece in pieces(body, nonce, ONE_PIECE)]
    return SecretText(unpad(b"".join(found)).decode())


def open_file(
    key: DataKey | ScopeKeys, context: Context, wrapped: bytes, source: BinaryIO
) -> Iterator[bytes]:
    """The content of a sealed file, piece by piece. A cut end shows only at the end: raise then."""
    cipher = AESGCM(_file_key(key, context, wrapped))
    nonce, bound = read_header(source), associated_data(context, OWN_KEY)
    last = False
    for index, (piece, last) in enumerate(with_last(sealed_pieces(source))):
        body = _opened(cipher, piece_nonce(nonce, index, last=last), piece, bound)
        yield unpad_file(body) if last else body
    if not last:
        raise Tampered("a sealed file is cut short")


def _file_key(key: DataKey | ScopeKeys, context: Context, wrapped: bytes) -> bytes:
    if wrapped[:1] != bytes([FORMAT]):
        raise UnknownFormat("not a wrapped file key of format 1")
    if len(wrapped) != HEADER + KEY + TAG:
        raise Tampered("a wrapped file key has another length")
    bound = key_binding(context, wrapped[1])
    return _opened(key.named(wrapped[1]).cipher, wrapped[2:HEADER], wrapped[HEADER:], bound)


def _opened(cipher: AESGCM, nonce: bytes, piece: bytes, bound: bytes) -> bytes:
    try:
        return cipher.decrypt(nonce, piece, bound)
    except (InvalidTag, ValueError):
        raise Tampered("a sealed value was changed or moved") from None
