"""Until when an answer is due that keeps something closed: told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from casework.cases.duties import BEFORE, duties_of
from casework.cases.models import Case
from casework.clock import now
from casework.disclosure.shown import Shown
from casework.disclosure.wording import AND, awaited
from casework.web.dates import moment

Waits = Mapping[str, datetime]


def waits_of(session: Session, case: Case) -> dict[str, datetime]:
    """What is waited for in a case, as the gate words it, with the moment the answer is due."""
    found: dict[str, datetime] = {}
    for duty in duties_of(session, [case])[case.id]:
        if duty.when == BEFORE and duty.due is not None:
            words = awaited(duty.owner, duty.what)
            found[words] = min(duty.due, found.get(words, duty.due))
    return found


def due_for(session: Session, case: Case, what: str) -> datetime | None:
    """When an approval or fact that is waited for is due; the earliest, or None without a clock."""
    duties = duties_of(session, [case])[case.id]
    return min(
        (d.due for d in duties if d.when == BEFORE and d.what == what and d.due is not None),
        default=None,
    )


def dated(shown: Shown, waits: Waits) -> Shown:
    """The same with 'answer due by ...' beside what it waits for, where there is a clock."""
    if shown.pending is None or not waits:
        return shown
    parts = (_dated(part, waits.get(part)) for part in shown.pending.split(AND))
    return replace(shown, pending=AND.join(parts))


def due_words(due: datetime) -> str:
    """'answer due by 3 March 2026 at 10am', marked where that moment has passed."""
    if due <= now():
        return f"overdue: answer was due by {moment(due)}"
    return f"answer due by {moment(due)}"


def _dated(words: str, due: datetime | None) -> str:
    return words if due is None else f"{words}, {due_words(due)}"
