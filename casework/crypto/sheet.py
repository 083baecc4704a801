"""The recovery sheet: a root key as letters for paper, whole or in three parts of which two do.

Letters are Crockford's base 32, which has no I, L, O, U. A line ends with two check letters of its
own, so that a slip of the pen is found at its line; the key carries a checksum of itself.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from zlib import crc32

from casework.crypto.data_key import KEY
from casework.crypto.failures import KeyringRefused
from casework.crypto.keyring import RootKey

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})
SUM, GROUP, PER_LINE = 3, 4, 4
LENGTH = KEY + SUM
# 35 bytes are 56 letters: four lines of 16, 16, 16 and 8.
LINES = 4
WHOLE = 0
PARTS = (1, 2, 3)


class SheetRefused(KeyringRefused):
    """What was typed from a sheet is not what was printed."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(f"line {line}: {message}" if line else message)
        self.line = line


@dataclass(frozen=True)
class Sheet:
    """What is printed: the key's number, which part of it (0 for all of it), and its lines."""

    root: int
    part: int
    lines: tuple[str, ...] = field(repr=False)


def whole_sheet(key: RootKey) -> Sheet:
    """All of a root key on one sheet."""
    return Sheet(key.id, WHOLE, _lines(key.id, WHOLE, _payload(key)))


def three_sheets(key: RootKey) -> tuple[Sheet, ...]:
    """Three sheets, of which any two make the key and one alone says nothing about it."""
    payload, slope = _payload(key), os.urandom(LENGTH)
    return tuple(
        Sheet(key.id, part, _lines(key.id, part, _at(payload, slope, part))) for part in PARTS
    )


def _at(payload: bytes, slope: bytes, part: int) -> bytes:
    return bytes(s ^ _times(a, part) for s, a in zip(payload, slope, strict=True))


def check_line(root: int, part: int, number: int, typed: str) -> str:
    """One typed line without its check letters; SheetRefused where they do not fit."""
    text = typed.upper().translate(ALIKE)
    if set(text) - set(LETTERS):
        raise SheetRefused("there is a letter in it that is never printed on a sheet", number)
    if len(text) != _width(number) + 2:
        raise SheetRefused(
            f"it has {_width(number) + 2} letters, and {len(text)} were typed", number
        )
    body, check = text[:-2], text[-2:]
    if _check(root, part, number, body) != check:
        raise SheetRefused("its last two letters do not fit the others; compare it again", number)
    return body


def key_of(sheets: Sequence[Sheet]) -> RootKey:
    """The root key of one whole sheet or of two different parts."""
    first = sheets[0]
    if any(sheet.root != first.root for sheet in sheets):
        raise SheetRefused("these sheets belong to different root keys")
    if first.part == WHOLE:
        payload = _bytes(first)
    elif len({sheet.part for sheet in sheets}) < 2:  # two of three
        raise SheetRefused("two different parts are needed")
    else:
        payload = _joined(first, next(s for s in sheets if s.part != first.part))
    secret = payload[:KEY]
    if _sum(first.root, secret) != payload[KEY:]:
        raise SheetRefused("the sheets do not belong together, or are not of this root key")
    return RootKey(first.root, secret)


def _payload(key: RootKey) -> bytes:
    secret = key.secret_for_sheet()
    return secret + _sum(key.id, secret)


def _sum(root: int, secret: bytes) -> bytes:
    return crc32(b"sheet" + root.to_bytes(4, "big") + secret).to_bytes(4, "big")[:SUM]


def _lines(root: int, part: int, payload: bytes) -> tuple[str, ...]:
    number = int.from_bytes(payload, "big")
    total = LENGTH * 8 // 5
    text = "".join(LETTERS[number >> (5 * (total - 1 - at)) & 31] for at in range(total))
    rows = [text[at : at + GROUP * PER_LINE] for at in range(0, total, GROUP * PER_LINE)]
    return tuple(
        f"{_grouped(row)}  {_check(root, part, place, row)}" for place, row in enumerate(rows, 1)
    )


def _grouped(row: str) -> str:
    return " ".join(row[at : at + GROUP] for at in range(0, len(row), GROUP))


def _width(number: int) -> int:
    total, full = LENGTH * 8 // 5, GROUP * PER_LINE
    return min(full, total - full * (number - 1))


def _check(root: int, part: int, number: int, body: str) -> str:
    value = crc32(f"{root}/{part}/{number}/{body}".encode())
    return LETTERS[value & 31] + LETTERS[value >> 5 & 31]


def _bytes(sheet: Sheet) -> bytes:
    bodies = [
        check_line(sheet.root, sheet.part, place, line) for place, line in enumerate(sheet.lines, 1)
    ]
    number = 0
    for letter in "".join(bodies):
        number = number << 5 | LETTERS.index(letter)
    return number.to_bytes(LENGTH, "big")


def _joined(one: Sheet, other: Sheet) -> bytes:
    # A line through two points, met at zero: s = (x2*y1 + x1*y2) / (x1 + x2), byte by byte.
    over = _inverse(one.part ^ other.part)
    return bytes(
        _times(_times(other.part, a) ^ _times(one.part, b), over)
        for a, b in zip(_bytes(one), _bytes(other), strict=True)
    )


def _times(a: int, b: int) -> int:
    """Product in the field of 256 elements (x^8 + x^4 + x^3 + x + 1)."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a, b = a << 1, b >> 1
        if a & 0x100:
            a ^= 0x11B
    return product


def _inverse(a: int) -> int:
    return next(b for b in range(1, 256) if _times(a, b) == 1)
