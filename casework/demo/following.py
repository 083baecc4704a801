"""Actions: agreed in the room, done or not done afterwards, checked by somebody else."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from casework.access import Viewer
from casework.actions import checking, doing, setting
from casework.clock import today
from casework.conferences.models import Meeting
from casework.demo.composing import take
from casework.demo.script import Script

OFFICE = "safety"
MISSING = "Please add what shows that it was done, and by whom."
BEGUN = frozenset({"in_progress", "reported", "verified_complete", "returned"})
DONE = frozenset({"reported", "verified_complete", "returned"})
WEEKS = 14


def told_actions(script: Script) -> list[dict[str, Any]]:
    """The actions of a story; those told in brief have all been done."""
    found = []
    for one in script.story.get("actions", []):
        if isinstance(one, Mapping):
            found.append(dict(one))
        else:
            owner, text = one
            found.append({"owner": owner, "text": text, "due": WEEKS, "state": "verified_complete"})
    return found


def agree(script: Script, meeting: Meeting) -> None:
    """In the meeting: the owner agrees, or the action waits for the owner."""
    script.actions = [_propose(script, told, meeting.id) for told in told_actions(script)]


def _propose(script: Script, told: Mapping[str, Any], meeting_id: UUID | None) -> UUID:
    owner, person = told.get("owner"), told.get("person")
    action = setting.propose(
        script.stage.session, script.coordinator, case=script.made, text=told["text"],
        due_on=today() + timedelta(days=told["due"]),
        owner_agency_id=script.agency_id(owner) if owner else None,
        owner_person_id=script.stage.cast.people[person].id if person else None,
        outside_owner=told.get("outside", ""), priority=told.get("priority", "normal"),
        agreed=told["state"] != "proposed", meeting_id=meeting_id,
    )  # fmt: skip
    return action.id


def plan(script: Script, heard: datetime) -> None:
    """What became of each action, on days that follow from when it was due."""
    line, clock = script.stage.timeline, script.stage.calendar
    for number, told in enumerate(told_actions(script)):
        state = told["state"]
        done = clock.past(heard + timedelta(days=max(1, told["due"] - 1)))
        if state in BEGUN:
            started = clock.past(heard + timedelta(days=1, minutes=number))
            line.add(started, partial(_start, script, number))
        if state in DONE or state in ("not_possible", "not_undertaken", "superseded"):
            line.add(done, partial(_end, script, number))
        if state in ("verified_complete", "returned"):
            checked = clock.past(done + timedelta(days=2))
            line.add(checked, partial(_check, script, number))


def _start(script: Script, number: int) -> None:
    doing.start(script.stage.session, _owner(script, number), action_id=_id(script, number))


def _end(script: Script, number: int) -> None:
    session, told, who = script.stage.session, told_actions(script)[number], _owner(script, number)
    state, words = told["state"], told.get("outcome", "Done as agreed.")
    if state == "not_possible":
        doing.not_possible(session, who, action_id=_id(script, number), reason=words)
    elif state == "not_undertaken":
        doing.not_undertaken(session, who, action_id=_id(script, number), reason=words)
    elif state == "superseded":
        _replace(script, number, told)
    else:
        turn = zlib.crc32(told["text"].encode())
        doing.report(
            session, who, action_id=_id(script, number), outcome=words,
            evidence=take("evidence", turn),
        )  # fmt: skip


def _replace(script: Script, number: int, told: Mapping[str, Any]) -> None:
    # The better action: agreed, done and checked on the same day.
    session = script.stage.session
    better = {**told, "text": told["replaced_by"], "state": "agreed", "due": 7}
    by_id = _propose(script, better, None)
    setting.supersede(
        session, script.coordinator, action_id=_id(script, number), by_action_id=by_id
    )
    owner = _owner(script, number)
    doing.report(
        session, owner, action_id=by_id, outcome=told["outcome"], evidence=take("evidence", number)
    )
    checking.accept(session, script.coordinator, action_id=by_id)


def _check(script: Script, number: int) -> None:
    session, told = script.stage.session, told_actions(script)[number]
    checker = script.chair if told.get("owner") == OFFICE else script.coordinator
    if told.get("owner") is None:
        checker = script.chair
    if told["state"] == "returned":
        checking.return_(session, checker, action_id=_id(script, number), reason=MISSING)
    else:
        checking.accept(session, checker, action_id=_id(script, number), note="Seen and accepted.")


def _owner(script: Script, number: int) -> Viewer:
    told = told_actions(script)[number]
    if told.get("owner") in (None, OFFICE):
        return script.coordinator
    if "person" in told:
        return script.stage.cast.viewer(told["person"])
    return script.speaker(told["owner"])


def _id(script: Script, number: int) -> UUID:
    return script.actions[number]
