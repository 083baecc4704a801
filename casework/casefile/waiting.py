"""Until when an answer is due that keeps something closed: told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.cases.duties import Duty, duties_of
from casework.cases.models import Case
from casework.clock import now
from casework.disclosure.shown import Shown
from casework.disclosure.wording import AND, awaited
from casework.web.dates import moment
from protocols.clauses import BEFORE

# By the answer that it is about (None: the whole case) and by what is waited for.
Waits = Mapping[tuple[UUID | None, str], datetime]


def waits_of(session: Session, case: Case) -> dict[tuple[UUID | None, str], datetime]:
    """What is waited for in a case, as the gate words it, with the moment the answer is due."""
    found: dict[tuple[UUID | None, str], datetime] = {}
    for duty in duties_of(session, [case])[case.id]:
        if duty.when == BEFORE and duty.due is not None:
            key = duty.answer_id, awaited(duty.owner, duty.what)
            found[key] = min(duty.due, found.get(key, duty.due))
    return found


def wait_for(session: Session, case: Case, what: str) -> Duty | None:
    """The wait for an approval or a fact about the whole case that is due first."""
    found = [
        d
        for d in duties_of(session, [case])[case.id]
        if d.when == BEFORE and d.what == what and d.due is not None and d.answer_id is None
    ]
    return min(found, key=lambda duty: duty.due or duty.since, default=None)


def due_for(session: Session, case: Case, what: str) -> datetime | None:
    """When an approval or fact that is waited for is due; the earliest, or None without a clock."""
    found = wait_for(session, case, what)
    return found.due if found else None


def dated(shown: Shown, waits: Waits) -> Shown:
    """The same with 'answer due by ...' beside what it waits for, where there is a clock."""
    if shown.pending is None or not waits:
        return shown
    parts = (
        _dated(part, waits.get((shown.answer_id, part)) or waits.get((None, part)))
        for part in shown.pending.split(AND)
    )
    return replace(shown, pending=AND.join(parts))


def due_words(due: datetime) -> str:
    """'answer due by 3 March 2026 at 10am', marked where that moment has passed."""
    if due <= now():
        return f"overdue: answer was due by {moment(due)}"
    return f"answer due by {moment(due)}"


def _dated(words: str, due: datetime | None) -> str:
    return words if due is None else f"{words}, {due_words(due)}"
