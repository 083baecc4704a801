"""A plan as CSV: nothing that a spreadsheet would run, and looks in a column of words."""

from __future__ import annotations

import csv
import io

from casework.reviews.export import guarded
from casework.reviews.plans.rows import Heading, Plan


def plan_csv(plan: Plan) -> bytes:
    """With the mark at the front by which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(list(Heading))
    writer.writerows([guarded(row.cells[h]) for h in Heading] for row in plan.rows)
    return ("\ufeff" + out.getvalue()).encode()
