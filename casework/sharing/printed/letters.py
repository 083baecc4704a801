"""Letters to those who are late about a protocol: one for each, to be printed and sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.shared import Mm, Pt

from casework.agreements.circulation_models import Circulation
from casework.agreements.models import Agreement
from casework.agreements.reminder_models import Missing, Reminder, Reminding
from casework.paper.word import begun, file_of, note, printable, say
from casework.sharing.printed.pages import PAGES
from casework.web.dates import day
from protocols.clauses import SharingProtocol
from protocols.life import SUSPEND
from protocols.spelling import capitalised


@dataclass(frozen=True, slots=True)
class Letter:
    """One sheet of paper: to whom, of what day, about what, and from whom."""

    to: tuple[str, ...]
    day: str
    subject: str
    words: tuple[str, ...]
    sender: tuple[str, ...]
    foot: str


def letter_of(
    row: Agreement,
    protocol: SharingProtocol,
    made: Reminding,
    reminder: Reminder,
    *,
    sent: Circulation | None,
    sender: tuple[str, ...],
) -> Letter:
    """The letter of one reminder, the same whenever it is printed."""
    what = f"version {row.label} of “{row.title}”"
    digest = sent.digest if sent is not None else row.digest
    return Letter(
        to=tuple(line for line in (reminder.name, reminder.post, reminder.body) if line),
        day=day(made.sent_at), subject=f"Reminder: {what}",
        words=_words(what, reminder, protocol, sent), sender=sender,
        foot=f"Fingerprint of the text: {digest}",
    )  # fmt: skip


def letters_page(letters: Sequence[Letter]) -> str:
    """All of them as one document, each on a page of its own."""
    return PAGES.get_template("letters.html").render(letters=letters)


def letters_docx(letters: Sequence[Letter]) -> bytes:
    """The same as a Word file."""
    document = begun("Reminders")
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    document.styles["Normal"].font.size = Pt(11)
    for number, letter in enumerate(letters):
        if number:
            document.add_page_break()
        say(document, "\n".join(letter.to))
        say(document, letter.day)
        document.add_heading(printable(letter.subject), level=1)
        for words in letter.words:
            say(document, words)
        say(document, "\n".join(letter.sender))
        note(document.add_paragraph(), letter.foot)
    return file_of(document)


def _words(
    what: str, reminder: Reminder, protocol: SharingProtocol, sent: Circulation | None
) -> tuple[str, ...]:
    match Missing(reminder.missing):
        case Missing.OPENING | Missing.REPLY:
            return _not_answered(what, reminder, sent)
        case Missing.SIGNATURE:
            return _not_signed(what, reminder)
        case Missing.REVIEW:
            return _not_reviewed(what, reminder, protocol)


def _not_answered(what: str, reminder: Reminder, sent: Circulation | None) -> tuple[str, ...]:
    when = f" on {day(sent.sent_at)}" if sent is not None else ""
    unread = reminder.missing == Missing.OPENING
    first = (
        f"The draft of {what} was sent to you{when}, to be answered by {day(reminder.due)}. "
        f"{'It has not been opened, and there' if unread else 'There'} is no reply from you."
    )
    here = (
        "Sign in to Confer: the draft stands on your work list. Read it, comment on the clauses "
        "that you would change, and reply."
    )
    paper = (
        "Read the draft that you have on paper, write what you would change beside its clauses, "
        "and send it back to me."
    )
    last = "To agree to it as it is, or to have no view, is a reply too."
    return first, here if reminder.person_id else paper, last


def _not_signed(what: str, reminder: Reminder) -> tuple[str, ...]:
    whom = reminder.body or "your agency"
    first = (
        f"{capitalised(what)} has been in force since {day(reminder.due)}. {whom} has not "
        f"signed it. Until it has, nothing is shared with {whom} under it."
    )
    here = "Sign in to Confer to read and sign it: it stands on your work list."
    paper = (
        "Sign the last page of the printed text, with your office and the day, and send it back "
        "to me. Compare the fingerprint below with the one on the paper."
    )
    last = "If you cannot sign it, tell me what stands in the way."
    return first, here if reminder.person_id else paper, last


def _not_reviewed(what: str, reminder: Reminder, protocol: SharingProtocol) -> tuple[str, ...]:
    stops = protocol.life.review_overdue == SUSPEND
    meanwhile = "Until then nothing is shared under it." if stops else "Sharing goes on meanwhile."
    last = (
        f"Tell me who takes part in the review for {reminder.body or 'your agency'}, and which "
        "clauses have to change."
    )
    return f"The review of {what} was due by {day(reminder.due)}. {meanwhile}", last
