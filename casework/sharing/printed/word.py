"""Printed document and notice as Word files, with headings, repeated table heads and a footer."""

from __future__ import annotations

from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor

from casework.paper.word import (
    begun,
    bullets,
    file_of,
    note,
    number_pages,
    printable,
    say,
    shade,
    table,
)
from casework.sharing.printed.contents import ORDINARY, Grid, Paper, Printed
from casework.sharing.printed.notice import Notice

RED = RGBColor(0xB0, 0x00, 0x20)
SHADES = {"full": "D7ECD9", "masked": "EAF3D6", "summary": "FDF3D0", "existence": "F1F1F4"}
LONG, SHORT = Mm(297), Mm(210)


def paper_docx(paper: Paper) -> bytes:
    """The same document as the PDF, to be edited by nobody and read by everybody."""
    document = _begun(f"{paper.title}, version {paper.version}")
    _foot(document.sections[0], paper)
    _cover(document, paper)
    document.add_heading("Clauses", level=1)
    for clause in paper.clauses:
        _clause(document, clause)
    _turn(document, wide=True)
    for grid in paper.grids:
        _grid(document, grid)
    _turn(document, wide=False)
    _after(document, paper)
    _signatures(document, paper)
    return file_of(document)


def notice_docx(notice: Notice) -> bytes:
    """The page for people concerned."""
    document = _begun(notice.title)
    section = document.sections[0]
    section.top_margin = section.bottom_margin = Mm(14)
    section.left_margin = section.right_margin = Mm(18)
    document.add_heading(printable(notice.title), level=0)
    say(document, notice.intro)
    for part in notice.parts:
        document.add_heading(printable(part.question), level=2)
        say(document, part.words)
        # One sheet: points stand in one line, as a list would not fit.
        if part.points:
            say(document, "; ".join(part.points) + ".")
    say(document, notice.foot, grey=True)
    return file_of(document)


def _begun(title: str) -> Doc:
    document = begun(title)
    section = document.sections[0]
    section.page_width, section.page_height = SHORT, LONG
    section.left_margin = section.right_margin = Mm(20)
    return document


def _cover(document: Doc, paper: Paper) -> None:
    document.add_heading(printable(paper.title), level=0)
    if paper.summary:
        say(document, paper.summary)
    table(document, ("", ""), paper.facts, headed=False)
    say(document, f"Fingerprint of this text, which is what is signed: {paper.digest}", grey=True)
    if paper.history:
        document.add_heading("History", level=1)
        table(document, ("Version", "When", "What"), paper.history)
    if paper.parties:
        document.add_heading("Parties", level=1)
        rows = [(p.name, _officer(p.officer, p.post), p.signed or "Not yet") for p in paper.parties]
        table(document, ("Agency", "Officer who signs", "Signed"), rows)
    document.add_page_break()


def _clause(document: Doc, clause: Printed) -> None:
    document.add_heading(printable(f"{clause.number} {clause.title}".strip()), level=2)
    say(document, clause.words)
    for rule in clause.rules:
        line = document.add_paragraph(printable(rule.words), style="List Bullet")
        if rule.bases:
            note(line, f" Legal basis: {'; '.join(rule.bases)}")
    if clause.for_people:
        say(document, f"For people, not for the system: {clause.for_people}", grey=True)


def _grid(document: Doc, grid: Grid) -> None:
    document.add_heading(printable(f"Who sees what: {grid.stage}"), level=1)
    say(document, f"Of the victim’s information, in {ORDINARY}. The number is the clause.")
    rows = [(name, *(f"{c.words} {c.clause}".strip() for c in cells)) for name, cells in grid.lines]
    made = table(document, ("Kind of information", *grid.columns), rows, size=Pt(6.5))
    for row, (_, cells) in zip(made.rows[1:], grid.lines, strict=True):
        for cell, told in zip(row.cells[1:], cells, strict=True):
            if told.effect in SHADES:
                shade(cell, SHADES[told.effect])
    for words in filter(None, (grid.behind, grid.note)):
        say(document, words, grey=True)


def _after(document: Doc, paper: Paper) -> None:
    if paper.bases:
        document.add_heading("Legal bases", level=1)
        bullets(
            document, (f"{title} ({reach})" if reach else title for title, reach in paper.bases)
        )
    if paper.exceptions:
        document.add_heading("Exceptions", level=1)
        bullets(document, (f"{number}: {words}" for number, words in paper.exceptions))
    document.add_heading("Coming into force, changes, leaving, review, keeping", level=1)
    table(document, ("", ""), paper.life, headed=False)
    if paper.examples:
        document.add_heading("Examples that officers have signed", level=1)
        bullets(document, paper.examples)


def _signatures(document: Doc, paper: Paper) -> None:
    document.add_page_break()
    document.add_heading("Signatures", level=1)
    say(
        document,
        "By signing, an agency agrees to the text with the fingerprint "
        f"{paper.digest[:16]}…, version {paper.version}, and to no other.",
    )
    rows = [(p.name, _officer(p.officer, p.post), p.signed, "") for p in paper.parties]
    made = table(
        document, ("For", "Name and office", "Signature", "Day"), rows or [("", "", "", "")] * 4
    )
    for row in made.rows[1:]:
        row.height = Mm(13)
    document.add_heading("What the words mean", level=1)
    table(document, ("", ""), paper.glossary, headed=False)


def _officer(name: str, post: str) -> str:
    return ", ".join(part for part in (name, post) if part)


def _foot(section: Section, paper: Paper) -> None:
    """Every page says which text it is of, and that a draft is one."""
    if paper.mark:
        head = section.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = head.add_run(f"{paper.mark}: not in force")
        run.font.bold, run.font.size, run.font.color.rgb = True, Pt(14), RED
    foot = section.footer.paragraphs[0]
    number_pages(foot, f"Version {paper.version} · {paper.digest[:32]} · page ")


def _turn(document: Doc, *, wide: bool) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if wide else (SHORT, LONG)
    section.left_margin = section.right_margin = Mm(12 if wide else 20)
