"""Questions before something was shared outside the system, and what was then done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from casework.advice import service
from casework.advice.models import Done, SharingQuestion
from casework.advice.weighing import Asked, weigh
from casework.clock import now, today
from casework.demo.script import Script, Stage


def plan(stage: Stage, told: Mapping[str, Any]) -> None:
    """The question in the days before the meeting, the outcome a day later."""
    script = stage.scripts[told["case"]]
    begun = stage.calendar.past(script.known_at + timedelta(hours=5))
    made: list[SharingQuestion] = []
    stage.timeline.add(begun, lambda: made.append(_ask(script, told)))
    later = stage.calendar.past(begun + timedelta(hours=20))
    stage.timeline.add(later, lambda: _tell(script, told, made[0]))


def _ask(script: Script, told: Mapping[str, Any]) -> SharingQuestion:
    session, case = script.stage.session, script.made
    viewer = script.stage.cast.viewer(told["by"])
    agency = script.stage.cast.agencies[told["agency"]] if "agency" in told else None
    asked = Asked(
        told["section"], told["field"], agency.id if agency else None,
        agency.agency_type if agency else told["kind"], told["channel"], told["purpose"], now(),
    )  # fmt: skip
    return service.record(
        session, viewer, case=case, asked=asked, name=told["who"], why=told["why"],
        advice=weigh(session, viewer, case=case, asked=asked),
    )  # fmt: skip


def _tell(script: Script, told: Mapping[str, Any], made: SharingQuestion) -> None:
    shared = told["done"] == Done.SHARED
    service.tell(
        script.stage.session, script.stage.cast.viewer(told["by"]), question=made,
        version=made.version, done=told["done"], on=today() if shared else None,
        why=told["outcome"],
    )  # fmt: skip
