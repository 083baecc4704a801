"""The text of a report file, line by line: Word or plain text, within bounds.

In a Word file everything that travels with it is read: footnotes, comments, deleted passages that
are still tracked, headers, and who the file says wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator
from zipfile import ZipFile

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import LxmlError

from casework.errors import Invalid
from casework.web.archives import Damaged, opened, unpacked

LARGEST = 10 * 1024 * 1024
# What a small file may unfold to; a real report of this size would have a hundred thousand pages.
MOST_UNFOLDED = 100 * 1024 * 1024
ACCEPTED = "Word (.docx) or plain text"
BODY, PROPERTIES = "word/document.xml", "docProps/core.xml"
BESIDE = ("word/footnotes", "word/endnotes", "word/comments", "word/header", "word/footer")


def report_text(content: bytes) -> str:
    """Every line of the report in order; raises Invalid at `file`."""
    if not content:
        raise Invalid({"file": "Choose the file that is to be published"})
    if len(content) > LARGEST:
        raise Invalid({"file": "The file must be smaller than 10 MB"})
    if content.startswith(b"PK"):
        return "\n".join(_word(content))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid({"file": f"The file must be {ACCEPTED}"}) from None


def _word(content: bytes) -> list[str]:
    try:
        with opened(content) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNFOLDED:
                raise Invalid({"file": "The file unfolds to far more than a report can be"})
            names = packed.namelist()
            beside = sorted(n for n in names if n.startswith(BESIDE) and n.endswith(".xml"))
            return [
                *_paragraphs(_part(packed, BODY)),
                *(line for name in beside for line in _paragraphs(_part(packed, name))),
                *(_properties(_part(packed, PROPERTIES)) if PROPERTIES in names else ()),
            ]
    # A part that a Word file has is not there, or it is no XML.
    except (Damaged, KeyError, LxmlError):
        raise Invalid({"file": f"This file cannot be read. It must be {ACCEPTED}"}) from None


def _part(packed: ZipFile, name: str) -> bytes:
    return unpacked(packed, packed.getinfo(name))


def _paragraphs(part: bytes) -> Iterator[str]:
    for paragraph in parse_xml(part).iter(qn("w:p")):
        # Deleted text is still in the file for anybody who looks.
        yield "".join(text.text or "" for text in paragraph.iter(qn("w:t"), qn("w:delText")))


def _properties(part: bytes) -> Iterator[str]:
    yield from (element.text for element in parse_xml(part).iter() if element.text)
