"""Case reviews that were applied for: what the protocol makes the office do, and what it has done.

Days are working days before loading, so that one duty is always about to be missed.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from casework.cases.duties import duties_of
from casework.clock import LONDON, today
from casework.demo.knowing import record_yes
from casework.demo.script import Script
from casework.recorded import owed
from casework.working_days import add_working_days

APPLIED, HELD = "review_applied_for", "review_held"
# In the afternoon: what is due then is due later on the day of loading, or on the next.
AT = time(16)


def plan(script: Script) -> None:
    """Put the application on the timeline, the review, and what was done about them."""
    told: dict[str, Any] = script.story.get("review", {})
    line = script.stage.timeline
    if days := told.get("applied"):
        moment = max(_working(script, -days), script.accepted_at + timedelta(minutes=30))
        line.add(moment, lambda: record_yes(script, APPLIED))
        _plan_done(script, moment, told.get("done", {}))
    if "sent" in told:
        _, ago, _ = script.meeting_key
        moment = script.stage.calendar.at(ago, 16)
        line.add(moment, lambda: record_yes(script, HELD))
        _plan_done(script, moment, {"send_outcome": told["sent"]})


def _plan_done(script: Script, since: datetime, done: dict[str, int]) -> None:
    for what, days in done.items():
        day = add_working_days(since.astimezone(LONDON).date(), days)
        moment = datetime.combine(day, time(11), LONDON)
        script.stage.timeline.add(moment, partial(_settle, script, what))


def _working(script: Script, days: int) -> datetime:
    return datetime.combine(add_working_days(script.stage.calendar.today, days), AT, LONDON)


def _settle(script: Script, what: str) -> None:
    session, case = script.stage.session, script.made
    duty = next(d for d in duties_of(session, [case])[case.id] if d.what == what)
    owed.settle(
        session, script.coordinator, case_id=case.id, duty_id=duty.id, done_on=today(), reason=""
    )
