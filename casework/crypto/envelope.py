"""The bytes of sealed things. Formats are pinned by known answers; nothing here holds a key.

value   01 | key version u8 | nonce[12] | AES-256-GCM(padded utf8) | tag[16]
        a body above 1984 bytes: pieces of 1984, each with its tag, nonce XOR (2*i + 2 + last)
AAD     01 | key version | u8 len | table | u8 len | column | row id[16]
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from uuid import UUID

from casework.crypto.failures import Tampered, UnknownFormat

FORMAT = 1
NONCE = 12
TAG = 16
HEADER = 2 + NONCE
# `cryptography` lets the GIL go from 2048 bytes on: a page must not wait for other threads.
PIECE = 1984
SHORTEST = 32
SHORTEST_VALUE = HEADER + SHORTEST + TAG


@dataclass(frozen=True, slots=True)
class Context:
    """Where a value lies: fixed names of the field registry, and a row older than its value."""

    table: str
    column: str
    row_id: UUID


def _named(name: str) -> bytes:
    raw = name.encode()
    if not 0 < len(raw) < 256:
        raise ValueError("a table or column name has 1 to 255 bytes")
    return bytes([len(raw)]) + raw


def associated_data(context: Context, version: int) -> bytes:
    """What is bound to a value; the length bytes make it injective."""
    return _column_bound(context.table, context.column, version) + context.row_id.bytes


@lru_cache(maxsize=4096)
def _column_bound(table: str, column: str, version: int) -> bytes:
    # Fixed names of the registry, never anything that somebody typed: a page asks 400 times.
    return bytes([FORMAT, version]) + _named(table) + _named(column)


def parse(sealed: bytes) -> tuple[int, bytes, bytes]:
    """Key version, nonce and body of a value; there is no pass-through of plaintext."""
    if not sealed or sealed[0] != FORMAT:
        raise UnknownFormat("not a sealed value of format 1")
    if len(sealed) < SHORTEST_VALUE:
        raise Tampered("a sealed value is shorter than any that was written")
    return sealed[1], sealed[2:HEADER], sealed[HEADER:]


def version_of(sealed: bytes) -> int:
    """Which key version a sealed value names."""
    return parse(sealed)[0]


def padme(length: int) -> int:
    """The next Padmé length: at most 12 % more, and it tells log log n bits."""
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def pad(text: bytes) -> bytes:
    """Mark the end with 80 and fill with zeros: short choices have one length."""
    size = len(text) + 1
    return (text + b"\x80").ljust(SHORTEST if size <= SHORTEST else padme(size), b"\0")


def unpad(body: bytes) -> bytes:
    """Undo `pad`; only a length that `pad` makes is taken."""
    text = body.rstrip(b"\0")
    size = len(text)
    wanted = SHORTEST if size <= SHORTEST else padme(size)
    if text[-1:] != b"\x80" or len(body) != wanted:
        raise Tampered("the padding of a sealed value is not ours")
    return text[:-1]


def piece_nonce(nonce: bytes, index: int, *, last: bool) -> bytes:
    """The nonce of one piece. XOR of at least 2: no piece passes for a whole value."""
    number = int.from_bytes(nonce, "big") ^ (2 * index + 2 + last)
    return number.to_bytes(NONCE, "big")


def pieces(body: bytes, nonce: bytes, size: int) -> Iterator[tuple[bytes, bytes]]:
    """A body as (nonce, piece); one that fits into one piece goes whole, under the nonce itself."""
    if len(body) <= size:
        yield nonce, body
        return
    cuts = [*range(0, len(body), size), len(body)]
    for index, (start, end) in enumerate(pairwise(cuts)):
        yield piece_nonce(nonce, index, last=end == len(body)), body[start:end]
