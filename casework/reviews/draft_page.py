"""Drafts of a report as their page shows them: what the gate let through, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casework.disclosure.shown import Revealed, Shown
from casework.reviews.file_models import Draft, DraftReader, ReviewFile
from casework.reviews.paper_page import FileLine, file_lines
from casework.reviews.service.drafts import CHANGE, COMMENT


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody says of a draft."""

    text: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Given:
    """Who was given it, and when."""

    to: str
    on: date


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One draft with everything about it that this person may read."""

    draft: Draft
    by: str
    file: FileLine | None
    change: str
    given: tuple[Given, ...]
    comments: tuple[Comment, ...]
    # The last approved one is the report.
    is_the_report: bool
    # Nothing later was approved.
    can_be_approved: bool


def draft_lines(
    drafts: Sequence[Draft], files: Mapping[UUID, Sequence[ReviewFile]],
    readers: Mapping[UUID, Sequence[DraftReader]], revealed: Revealed,
    people: Mapping[UUID, str],
) -> list[DraftLine]:  # fmt: skip
    """Each draft; words and files that the gate withholds leave no trace."""
    report = next((d.number for d in drafts if d.approved_on is not None), 0)
    return [
        DraftLine(
            draft, people.get(draft.author_id, ""),
            next(iter(file_lines(files.get(draft.id, ()), revealed, people)), None),
            "\n".join(s.value or "" for s in _of(revealed, draft.id, CHANGE)),
            tuple(_given(r, people) for r in readers.get(draft.id, ())),
            tuple(_comment(s, people) for s in _of(revealed, draft.id, COMMENT)),
            draft.number == report, draft.number > report,
        )
        for draft in drafts
    ]  # fmt: skip


def _of(revealed: Revealed, draft_id: UUID, field: str) -> list[Shown]:
    return [s for s in revealed.about(draft_id) if s.field == field and s.value]


def _given(reader: DraftReader, people: Mapping[UUID, str]) -> Given:
    who = people.get(reader.person_id, "") if reader.person_id else reader.to
    return Given(who, reader.sent_on)


def _comment(shown: Shown, people: Mapping[UUID, str]) -> Comment:
    who = people.get(shown.author_id, "") if shown.author_id else ""
    return Comment(shown.value or "", f"{who}, {shown.originator}", shown.given_at)
