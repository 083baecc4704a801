"""Files: a random key of their own, wrapped under the data key of the case, and pieces of 64 KiB.

key    01 | key version u8 | nonce[12] | AES-256-GCM(file key[32]) | tag[16]
       AAD: that of a value | "file-key"
file   01 | nonce[12] | pieces, each with tag[16], nonce XOR (2*i + 2 + last)
       AAD: that of a value, version 0
pad    file 80 00.. to the next 4 KiB
"""

from collections.abc import Iterator
from os import urandom
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casework.crypto.data_key import KEY, DataKey, ScopeKeys
from casework.crypto.envelope import FORMAT, NONCE, TAG, Context, associated_data, piece_nonce
from casework.crypto.failures import Tampered, UnknownFormat

FILE_PIECE = 64 * 1024  # here other threads shall run meanwhile
STEP = 4096
# Data keys start at version 1, so version 0 marks the file's own key in its associated data.
OWN_KEY = 0


def key_binding(context: Context, version: int) -> bytes:
    """The associated data of a wrapped file key; never equal to that of a value."""
    return associated_data(context, version) + b"file-key"


def seal_file(
    key: DataKey | ScopeKeys, context: Context, source: BinaryIO, sink: BinaryIO
) -> bytes:
    """Seal a file from one stream into another; returns the wrapped file key to keep in the row."""
    if isinstance(key, ScopeKeys):
        key = key.current
    secret, nonce, key_nonce = urandom(KEY), urandom(NONCE), urandom(NONCE)
    wrapped = key.cipher.encrypt(key_nonce, secret, key_binding(context, key.version))
    cipher, bound = AESGCM(secret), associated_data(context, OWN_KEY)
    sink.write(bytes([FORMAT]) + nonce)
    sink.writelines(
        cipher.encrypt(piece_nonce(nonce, index, last=last), piece, bound)
        for index, (piece, last) in enumerate(with_last(padded(source)))
    )
    return bytes([FORMAT, key.version]) + key_nonce + wrapped


def padded(source: BinaryIO) -> Iterator[bytes]:
    """The pieces of a file, its end marked and filled up to the step."""
    while len(piece := _read(source, FILE_PIECE)) == FILE_PIECE:
        yield piece
    yield (piece + b"\x80").ljust(-(-(len(piece) + 1) // STEP) * STEP, b"\0")


def with_last(items: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each item with whether it is the last."""
    held = next(items, None)
    for item in items:
        if held is not None:
            yield held, False
        held = item
    if held is not None:
        yield held, True


def sealed_pieces(source: BinaryIO) -> Iterator[bytes]:
    """The sealed pieces of a stream whose header was read."""
    while piece := _read(source, FILE_PIECE + TAG):
        yield piece


def read_header(source: BinaryIO) -> bytes:
    """The nonce of a sealed file, or a refusal."""
    header = _read(source, 1 + NONCE)
    if header[:1] != bytes([FORMAT]):
        raise UnknownFormat("not a sealed file of format 1")
    if len(header) < 1 + NONCE:
        raise Tampered("a sealed file is cut short")
    return header[1:]


def unpad_file(piece: bytes) -> bytes:
    """The last piece without its mark and filling."""
    content = piece.rstrip(b"\0")
    if not content.endswith(b"\x80") or len(piece) % STEP or len(piece) - len(content) >= STEP:
        raise Tampered("the padding of a sealed file is not ours")
    return content[:-1]


def _read(source: BinaryIO, size: int) -> bytes:
    # A stream may give less than it was asked for before its end.
    parts, missing = [], size
    while missing and (part := source.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
