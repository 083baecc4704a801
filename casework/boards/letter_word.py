"""A chair's letter as a Word file."""

from __future__ import annotations

from docx.shared import Mm

from casework.access import Viewer
from casework.boards.letter_page import LetterPage
from casework.clock import now
from casework.paper.word import MARKING, begun, file_of, foot, printable, say
from casework.web.dates import day, moment


def letter_docx(letter: LetterPage, who: Viewer) -> bytes:
    """The same letter as the PDF, line by line."""
    document = begun(letter.subject, letter.chair)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    foot(section, MARKING, f"Taken out by {who.name}, {who.agency_name}, {moment(now())} · page ")
    for line in (letter.row.addressee, letter.agency.name, day(letter.day)):
        say(document, line)
    say(document, letter.greeting)
    document.add_paragraph().add_run(printable(letter.subject)).font.bold = True
    for words in letter.paragraphs:
        say(document, words)
    say(document, "Yours sincerely")
    document.add_paragraph()
    for line in letter.signed:
        say(document, line)
    return file_of(document)
