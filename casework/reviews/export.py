"""Recommendations as CSV: the words of the screen, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from casework.reviews.lines import Line

HEADINGS = (
    "Review", "Recommendation", "Text", "Scope", "Themes", "Owner agency", "Accountable role",
    "Owner", "Target date", "Standing", "Reason", "State", "Evidence accepted", "Days overdue",
    "Proof still missing", "Next check that it still works",
)  # fmt: skip
# Spreadsheets take these for the beginning of a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(rows: Iterable[Line]) -> str:
    """A heading and a line each; 'Evidence accepted' is yes by the same rule that mutes a row."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerows([guarded(cell) for cell in _cells(row)] for row in rows)
    return out.getvalue()


def guarded(cell: str) -> str:
    """The text, with a mark in front when a spreadsheet would run it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(DANGEROUS) else cell


def _cells(row: Line) -> tuple[str, ...]:
    return (
        row.reference, str(row.number), row.text, row.scope, "; ".join(row.themes), row.owner,
        row.role, row.person, row.target_on.isoformat() if row.target_on else "",
        row.rag.word, row.rag.reason, row.state, "yes" if row.settled else "no",
        str(row.overdue), "" if row.settled else row.missing,
        row.next_check_on.isoformat() if row.next_check_on else "",
    )  # fmt: skip
