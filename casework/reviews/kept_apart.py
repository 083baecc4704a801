"""Rows that were kept apart, as files to be mended: the original cells after the reason."""

from __future__ import annotations

from collections.abc import Sequence

from casework.reviews.plan_models import PlanImport
from casework.reviews.plans.as_xlsx import table_xlsx
from casework.web.csv_text import csv_file, csv_text

# Read as such when the mended file comes in again: its words are kept and used for nothing.
WHY = "Why this row was kept apart"


def apart_csv(found: PlanImport) -> bytes:
    """As CSV, its headings guarded like its cells: they are words of somebody's file."""
    return csv_file(csv_text(_headings(found), _rows(found)))


def apart_xlsx(found: PlanImport) -> bytes:
    """As a spreadsheet of text."""
    return table_xlsx("Rows to mend", _headings(found), _rows(found))


def _headings(found: PlanImport) -> list[str]:
    return [WHY, *found.cells["headings"]]


def _rows(found: PlanImport) -> list[Sequence[str]]:
    return [[f"Row {one['row']}: {one['reason']}", *one["cells"]] for one in found.kept_apart]
