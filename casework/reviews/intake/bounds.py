"""What no file of a plan may be: huge, packed to burst, with macros or links into other files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zipfile import ZipFile

from casework.errors import Invalid
from casework.web.archives import Damaged, opened, unpacked

BYTES = 8 * 1024 * 1024
UNPACKED = 48 * 1024 * 1024
PART = 24 * 1024 * 1024
PARTS = 1_000
# A part that grows more than this when it is unpacked was made to burst.
RATIO = 200
BIG_ENOUGH = 1024 * 1024
ROWS = 5_000
COLUMNS = 60
CELLS = 150_000
MERGED = 100_000

ACTIVE = {
    "vbaproject": "macros", "macrosheets/": "macros", "activex": "controls that run",
    "externallinks/": "links to other files", "embeddings/": "other files inside it",
    "connections.xml": "a connection to a database", "querytables/": "a connection to a database",
}  # fmt: skip
OLD = b"\xd0\xcf\x11\xe0"
EXTERNAL = re.compile(
    rb'<Relationship\b[^>]*TargetMode\s*=\s*["\']External["\'][^>]*>', re.IGNORECASE
)
HYPERLINK = b"/hyperlink"
MERGE = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


def refused(why: str) -> Invalid:
    """The error that stands beside the file."""
    return Invalid({"file": why})


def checked_package(content: bytes) -> None:
    """Refuse a spreadsheet or document that is not what it should be; reads within bounds only."""
    if content.startswith(OLD):
        raise refused(
            "This is an old or a locked file. Save it as XLSX, DOCX or CSV, without a password"
        )
    try:
        with opened(content) as package:
            _check_sizes(package)
            _check_parts(package)
    except Damaged:
        raise refused("This file is damaged or is not what its name says") from None


def too_many(what: str, most: int) -> Invalid:
    """Too much of something."""
    return refused(f"This file has more than {most:,} {what}. Split it and bring in the parts")


def _check_sizes(package: ZipFile) -> None:
    parts = package.infolist()
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise refused("This file unpacks to more than an action plan can be")
    for part in parts:
        burst = part.file_size > BIG_ENOUGH and part.file_size > RATIO * max(1, part.compress_size)
        if part.file_size > PART or burst:
            raise refused("This file unpacks to more than an action plan can be")


def _check_parts(package: ZipFile) -> None:
    for part in package.infolist():
        name = part.filename.lower()
        for sign, what in ACTIVE.items():
            if sign in name:
                raise refused(f"This file holds {what}. Save a copy without them and bring in that")
        # Every part, for the libraries that read the file next believe its directory.
        content = unpacked(package, part)
        if name.endswith((".xml", ".rels")):
            _check_xml(name, content)


def _check_xml(name: str, xml: bytes) -> None:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or xml[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise refused("This file holds instructions that no action plan needs")
    if name.endswith(".rels"):
        if any(HYPERLINK not in found.lower() for found in EXTERNAL.findall(xml)):
            raise refused("This file holds links to other files. Save a copy without them")
    elif name == "[content_types].xml" and b"macroenabled" in xml.lower():
        raise refused("This file holds macros. Save a copy without them and bring in that")
    elif name.startswith("xl/worksheets/"):
        _check_sheet(xml)


def _check_sheet(xml: bytes) -> None:
    if xml.count(b"<c ") + xml.count(b"<c>") > CELLS:
        raise too_many("cells", CELLS)
    if sum(_areas(xml)) > MERGED:
        raise too_many("merged cells", MERGED)


def _areas(xml: bytes) -> Iterator[int]:
    for left, top, right, bottom in MERGE.findall(xml):
        width = _column(right) - _column(left) + 1
        yield max(1, width) * max(1, int(bottom) - int(top) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
