"""A plan as CSV: nothing that a spreadsheet would run, and looks in a column of words."""

from __future__ import annotations

from casework.reviews.plans.rows import Heading, Plan
from casework.web.csv_text import csv_file, csv_text


def plan_csv(plan: Plan) -> bytes:
    """A heading and a line each."""
    rows = ([row.cells[h] for h in Heading] for row in plan.rows)
    return csv_file(csv_text(list(Heading), rows))
