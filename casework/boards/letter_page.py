"""One letter of a chair, as its page and its two papers show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.boards.models import Letter
from casework.boards.service.letters import load_letter
from casework.clock import LONDON
from casework.conferences.models import Meeting
from casework.directory.models import Agency, Conference
from casework.directory.names import person_names


@dataclass(frozen=True, slots=True)
class LetterPage:
    """The letter with everything around its words."""

    row: Letter
    meeting: Meeting
    body: Conference
    agency: Agency
    chair: str
    sent_by: str

    @property
    def day(self) -> date:
        """The day that stands on it: when it was sent, else when it was written."""
        return self.row.sent_on or self.row.written_at.astimezone(LONDON).date()

    @property
    def greeting(self) -> str:
        """'Dear Dr Ruth Okafor': the name without the office after it."""
        return f"Dear {self.row.addressee.partition(',')[0].strip()}"

    @property
    def subject(self) -> str:
        """Its first line, in bold."""
        return self.row.text.split("\n", 1)[0]

    @property
    def paragraphs(self) -> list[str]:
        """What follows the subject."""
        rest = self.row.text.partition("\n")[2]
        return [part.strip() for part in rest.split("\n\n") if part.strip()]

    @property
    def signed(self) -> tuple[str, str]:
        """Who signs, and as what."""
        return self.chair, f"Chair, {self.body.name}"


def letter_page(session: Session, viewer: Viewer, letter_id: UUID) -> LetterPage:
    """A letter of a body that this person chairs."""
    row, meeting = load_letter(session, viewer, letter_id)
    people = person_names(session, viewer.partnership_id)
    return LetterPage(
        row, meeting, session.get_one(Conference, meeting.conference_id),
        session.get_one(Agency, row.agency_id), people[row.written_by],
        people[row.sent_by] if row.sent_by else "",
    )  # fmt: skip
