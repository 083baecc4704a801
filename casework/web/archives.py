"""An archive that somebody sends, and its parts: never unpacked beyond what its directory says.

The directory of an archive is the word of whoever made it. The library unpacks a part as far as it
goes, whatever the directory says, and only then cuts it off: a kilobyte may become gigabytes first.
"""

from __future__ import annotations

import zlib
from copy import copy
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from casework.errors import ConferError

# How documents are packed. Of any other way the library cannot unpack only a little.
PLAIN = frozenset({ZIP_STORED, ZIP_DEFLATED})


class Damaged(ConferError):
    """Not an archive, cut off, locked, or made to burst."""


def opened(content: bytes) -> ZipFile:
    """The archive with its directory read, and nothing unpacked; else Damaged."""
    try:
        return ZipFile(BytesIO(content))
    # In this order: no archive; its directory lies before its beginning, or a name is no UTF-8;
    # it lies further away than there are numbers; a version that nobody reads.
    except (BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise Damaged("The archive is damaged.") from error


def unpacked(packed: ZipFile, part: ZipInfo) -> bytes:
    """A part that is as long as the directory says; else Damaged, with nothing more unpacked."""
    if part.compress_type not in PLAIN:
        raise Damaged("The archive is packed in a way that no document is.")
    longer = copy(part)
    longer.file_size = part.file_size + 1
    try:
        with packed.open(longer) as source:
            content = source.read(longer.file_size)
    # In this order: other bytes than were packed; cut off; a password (RuntimeError is that of the
    # library) or encryption; a place before the beginning, or a name that is no UTF-8; beyond the
    # numbers; bytes that were never packed this way.
    except (BadZipFile, EOFError, RuntimeError, ValueError, OverflowError, zlib.error) as error:
        raise Damaged("The archive is damaged.") from error
    if len(content) != part.file_size:
        raise Damaged("The archive holds more than it says, or less.")
    return content
