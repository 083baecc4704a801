"""Recommendations as CSV: the words of the screen, and nothing that a spreadsheet would run."""

from __future__ import annotations

from collections.abc import Iterable

from casework.reviews.lines import Line
from casework.web.csv_text import csv_text

HEADINGS = (
    "Review", "Recommendation", "Stands", "Text", "Scope",
    "Themes", "Owner agency", "Accountable role",
    "Owner", "Target date", "Standing", "Reason", "State", "Evidence accepted", "Days overdue",
    "Proof still missing", "Next check that it still works",
)  # fmt: skip


def to_csv(rows: Iterable[Line]) -> str:
    """A heading and a line each; 'Evidence accepted' is yes by the same rule that mutes a row."""
    return csv_text(HEADINGS, map(_cells, rows))


def _cells(row: Line) -> tuple[str, ...]:
    return (
        row.reference, str(row.number), row.look.mark, row.text,
        row.scope, "; ".join(row.themes), row.owner,
        row.role, row.person, row.target_on.isoformat() if row.target_on else "",
        row.rag.word, row.rag.reason, row.state, "yes" if row.settled else "no",
        str(row.overdue), "" if row.settled else row.missing,
        row.next_check_on.isoformat() if row.next_check_on else "",
    )  # fmt: skip
