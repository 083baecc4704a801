"""Files and words about them as pages show them: what the gate let through, no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casework.disclosure.shown import Revealed
from casework.reviews.file_models import ReviewFile
from casework.reviews.service.filing import NAME
from casework.web.uploads import TAKEN


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file that this person may open."""

    id: UUID
    name: str
    kind: str
    by: str
    at: datetime
    digest: str


def file_lines(
    files: Iterable[ReviewFile], revealed: Revealed, people: Mapping[UUID, str]
) -> list[FileLine]:
    """Those whose name the gate shows in full; of others there is no trace."""
    return [
        FileLine(
            row.id, name, TAKEN[row.media_type].words, people.get(row.author_id, ""),
            row.added_at, row.digest,
        )
        for row in files
        if (name := name_in(revealed, row.id))
    ]  # fmt: skip


def name_in(revealed: Revealed, file_id: UUID) -> str:
    """The name of a file, if the gate shows it in full."""
    found = revealed.by_field(NAME, about_id=file_id)
    return found.value or "" if found is not None and found.effect == "full" else ""
