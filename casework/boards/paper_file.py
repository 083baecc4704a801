"""The file of a paper as its page tells of it, without its content."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.boards.models import PaperFile
from casework.web.uploads import MEGABYTE, TAKEN

KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class FileLine:
    """What it is and how large, with the fingerprint of what was sent."""

    media_type: str
    size: int
    digest: str

    @property
    def words(self) -> str:
        """'PDF, 340 KB', 'Word (.docx), 2.4 MB'."""
        large = self.size >= MEGABYTE
        size = f"{self.size / MEGABYTE:.1f} MB" if large else f"{-(-self.size // KILOBYTE)} KB"
        return f"{TAKEN[self.media_type].words}, {size}"


def file_line(session: Session, paper_id: UUID) -> FileLine | None:
    """The file of a paper, where there is one."""
    asked = select(PaperFile.media_type, PaperFile.size, PaperFile.digest)
    row = session.execute(asked.where(PaperFile.paper_id == paper_id)).one_or_none()
    return FileLine(*row) if row else None
