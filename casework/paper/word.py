"""What every Word file of ours is made of: the same language, the same heads, nothing unseen."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as Doc
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

# What Word keeps of a title in the properties of a file.
LONGEST_TITLE = 250
GREY = RGBColor(0x44, 0x44, 0x44)
MARKING = "OFFICIAL-SENSITIVE"
HEAD = "EEF1F2"


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


def say(document: Doc, words: str, *, grey: bool = False) -> None:
    """A paragraph; a grey one is a note in smaller letters."""
    line = document.add_paragraph()
    if grey:
        note(line, words)
    else:
        line.add_run(printable(words))


def note(line: Paragraph, words: str) -> None:
    """Words in smaller, grey letters at the end of a paragraph."""
    run = line.add_run(printable(words))
    run.font.size, run.font.color.rgb = Pt(8.5), GREY


def bullets(document: Doc, lines: Iterable[str]) -> None:
    """A list with dots."""
    for words in lines:
        document.add_paragraph(printable(words), style="List Bullet")


def table(
    document: Doc,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    headed: bool = True,
    size: Pt | None = None,
) -> Table:
    """A table whose head stands on every page; the first cell of a row names it."""
    made = document.add_table(rows=1 if headed else 0, cols=len(heads))
    made.style = "Table Grid"
    if headed:
        for cell, words in zip(made.rows[0].cells, heads, strict=True):
            fill(cell, words, size, bold=True)
            shade(cell, HEAD)
        repeat(made.rows[0])
    for row in rows:
        for place, (cell, words) in enumerate(zip(made.add_row().cells, row, strict=True)):
            fill(cell, words, size, bold=place == 0)
    document.add_paragraph()
    return made


def fill(
    cell: _Cell, words: str, size: Pt | None = None, *, bold: bool, colour: RGBColor | None = None
) -> None:
    """Words in a cell."""
    run = cell.paragraphs[0].add_run(printable(words))
    run.font.bold = bold
    cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    if size is not None:
        run.font.size = size
    if colour is not None:
        run.font.color.rgb = colour


def foot(section: Section, marking: str, words: str) -> None:
    """The marking above every page; below it the words, which end with the number of the page."""
    if marking:
        section.header.paragraphs[0].add_run(printable(marking)).font.bold = True
    number_pages(section.footer.paragraphs[0], words)


def number_pages(line: Paragraph, words: str) -> None:
    """Words, and after them the number of the page."""
    note(line, words)
    for kind, said in (("begin", ""), ("", "PAGE"), ("end", "")):
        line.add_run()._r.append(_field(kind, said))  # noqa: SLF001  # no other door


def _field(kind: str, words: str) -> BaseOxmlElement:
    if words:
        made = OxmlElement("w:instrText")
        made.text = words
        return made
    made = OxmlElement("w:fldChar")
    made.set(qn("w:fldCharType"), kind)
    return made
