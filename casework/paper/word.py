"""What every Word file of ours is made of: the same language, the same heads, nothing unseen."""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as Doc
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import _Cell, _Row

# What Word keeps of a title in the properties of a file.
LONGEST_TITLE = 250


def begun(title: str, author: str = "Confer") -> Doc:
    """A new document in English, with its title and author among the properties of the file."""
    document: Doc = Document()
    document.core_properties.title = printable(title)[:LONGEST_TITLE]
    document.core_properties.author = printable(author)[:LONGEST_TITLE]
    document.core_properties.language = "en-GB"
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    normal.paragraph_format.space_after = Pt(4)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)
    return document


def file_of(document: Doc) -> bytes:
    """The document as the bytes of a DOCX file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def printable(words: str) -> str:
    """Words without the signs nobody sees; every space of whatever kind is still a space."""
    return "".join(
        sign if sign in "\n\t" or sign.isprintable() else " " if sign.isspace() else ""
        for sign in words
    )


def repeat(row: _Row) -> None:
    """The row stands on every page again, and a screen reader knows it for a heading."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  # no other door


def shade(cell: _Cell, colour: str) -> None:
    """Fill a cell; the colour as six hexadecimal digits."""
    made = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        made.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(made)  # noqa: SLF001  # no other door
