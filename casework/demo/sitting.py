"""Meetings: dates, agendas, who came, what was said and decided, minutes approved at the next."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from casework.access import Viewer
from casework.cases.models import CaseState
from casework.cases.states import move
from casework.catalogue.field import ANTISOCIAL
from casework.catalogue.legal_tools import ToolDecision
from casework.conferences.models import AgendaItem, Meeting
from casework.conferences.service import (
    agenda,
    approving,
    attending,
    calendar,
    deciding,
    minuting,
    signing,
    sitting,
)
from casework.conferences.vocabulary import MeetingState, Outcome, Told
from casework.demo import following
from casework.demo.composing import take
from casework.demo.script import LISTED, Script, Stage

ROOMS = {"marac": "Room 2, Harbour House, and online", "ccm": "Room 4, Harbour House",
         "asb": "Committee room, Harbour House", "board": "Council chamber"}  # fmt: skip
# What sort of information an agency brings to a meeting.
TOLD = {"police": "allegation", "probation": "conviction", "health": "health", "housing": "housing",
        "ropewalk": "housing", "adults": "support"}  # fmt: skip
TOOLS = ("behaviour_contract", "mediation", "warning_letter", "tenancy_support")
MAYBE_NOT = "It was thought of and would make things worse at this stage."
ABSENT, NO_APOLOGY = 5, 23


@dataclass
class Sitting:
    """One meeting, and the cases it hears."""

    stage: Stage
    conference: str
    ago: int
    extra: bool
    scripts: list[Script] = field(default_factory=list)
    made: list[Meeting] = field(default_factory=list)

    @property
    def coordinator(self) -> Viewer:
        """Who prepares and records it."""
        return self.stage.cast.office("coordinator", self.conference)

    @property
    def chair(self) -> Viewer:
        """Who leads it."""
        return self.stage.cast.office("chair", self.conference)

    @property
    def meeting(self) -> Meeting:
        """The meeting, once it was set."""
        return self.made[0]

    @property
    def lies_ahead(self) -> bool:
        """Not yet held."""
        return self.ago < 1


def sittings(stage: Stage) -> list[Sitting]:
    """The meetings that hear the cases of the stories, the oldest first."""
    found: dict[tuple[str, int, bool], Sitting] = {}
    for script in stage.scripts.values():
        if script.fate in LISTED:
            key = script.meeting_key
            found.setdefault(key, Sitting(stage, *key)).scripts.append(script)
    return sorted(found.values(), key=lambda s: -s.ago)


def plan(one: Sitting) -> None:
    """Date, agenda, the day itself and what follows."""
    line, clock = one.stage.timeline, one.stage.calendar
    first = min(s.accepted_at for s in one.scripts) + timedelta(minutes=30)
    opens = first if one.extra else min(clock.at(one.ago, 9) - timedelta(days=27), clock.now)
    line.add(opens, lambda: _set(one))
    for script in one.scripts:
        line.add(script.listed_at, partial(_list, one, script))
    if one.lies_ahead:
        return
    line.add(clock.at(one.ago, 10), lambda: _begin(one))
    for number, script in enumerate(one.scripts):
        moment = clock.at(one.ago, 10, 15) + timedelta(minutes=12 * number)
        line.add(moment, partial(_hear, one, script))
        following.plan(script, clock.at(one.ago, 12))
        if script.fate == "closed":
            ends = clock.past(clock.at(one.ago, 12) + timedelta(days=75))
            line.add(ends, partial(_close, script))
    end = clock.at(one.ago, 10, 20) + timedelta(minutes=12 * len(one.scripts))
    line.add(end, lambda: _end(one))


def _end(one: Sitting) -> None:
    sitting.end_session(one.stage.session, one.chair, meeting_id=one.meeting.id)


def _set(one: Sitting) -> None:
    session, clock = one.stage.session, one.stage.calendar
    hour = 15 if one.extra else 10
    starts = clock.at(one.ago, hour if one.lies_ahead else 10)
    meeting = calendar.schedule(
        session, one.coordinator, conference_id=one.stage.cast.conferences[one.conference].id,
        starts_at=starts, place="Online, at short notice" if one.extra else ROOMS[one.conference],
    )  # fmt: skip
    calendar.open_agenda(session, one.coordinator, meeting_id=meeting.id)
    one.made.append(meeting)


def _list(one: Sitting, script: Script) -> None:
    agenda.list_case(
        one.stage.session, one.coordinator, meeting_id=one.meeting.id, case_id=script.made.id
    )


def _begin(one: Sitting) -> None:
    session = one.stage.session
    sitting.start_session(session, one.chair, meeting_id=one.meeting.id)
    _approve_the_last(one)
    signing.sign(session, one.coordinator, meeting_id=one.meeting.id)
    signing.sign(session, one.chair, meeting_id=one.meeting.id)
    for key in one.stage.cast.at_table(one.conference):
        _arrive(one, key)


def _arrive(one: Sitting, key: str) -> None:
    session, who = one.stage.session, one.stage.cast.viewer(key)
    # The same on every load: who could not come, and who said nothing.
    chance = zlib.crc32(f"{key}{one.conference}{one.ago}".encode())
    if chance % NO_APOLOGY == 0:
        return
    if chance % ABSENT == 0:
        attending.tender_apologies(session, who, meeting_id=one.meeting.id)
        return
    signing.sign(session, who, meeting_id=one.meeting.id)
    attending.record_agency(
        session, one.coordinator, meeting_id=one.meeting.id, agency_id=who.agency_id,
        paper=chance % 3 > 0, apologies=False,
    )  # fmt: skip


def _approve_the_last(one: Sitting) -> None:
    session = one.stage.session
    waiting = session.scalars(
        select(Meeting).where(
            Meeting.conference_id == one.meeting.conference_id,
            Meeting.state.in_((MeetingState.MINUTES_DRAFT, MeetingState.MINUTES_APPROVED)),
        )
    )
    for meeting in list(waiting):
        if meeting.state == MeetingState.MINUTES_DRAFT:
            approving.approve_minutes(session, one.chair, meeting_id=meeting.id)
        else:
            approving.lock_minutes(session, one.coordinator, meeting_id=meeting.id)


def _hear(one: Sitting, script: Script) -> None:
    session, office, meeting = one.stage.session, one.coordinator, one.meeting
    item = _item(one, script)
    where: dict[str, Any] = {"meeting_id": meeting.id, "item_id": item.id}
    sitting.begin_case(session, office, **where)
    for said in script.story.get("minutes", []):
        if said["heading"] != "outcome":
            minuting.write_passage(
                session, office, heading=_heading(said), text=said["text"],
                source_agency_id=script.agency_id(said["agency"]), **where,
            )  # fmt: skip
    _go_through_tools(one, script, where)
    following.agree(script, meeting)
    deciding.record_outcome(
        session, office, outcome=_outcome(script), words=_words(script), told=Told.NOTHING, **where
    )
    sitting.end_case(session, office, **where)


def _heading(said: Mapping[str, str]) -> str:
    if said["heading"] == "information":
        return f"minute.told_{TOLD[said['agency']]}"
    return "minute.told_legal" if said["heading"] == "legal_tools" else f"minute.{said['heading']}"


def _item(one: Sitting, script: Script) -> AgendaItem:
    return one.stage.session.scalars(
        select(AgendaItem).where(
            AgendaItem.meeting_id == one.meeting.id, AgendaItem.case_id == script.made.id
        )
    ).one()


def _go_through_tools(one: Sitting, script: Script, where: Mapping[str, Any]) -> None:
    if one.stage.cast.conferences[one.conference].kind not in ANTISOCIAL:
        return
    turn = zlib.crc32(script.key.encode())
    considered = {
        take_tool(turn): (ToolDecision.PLANNED, _legal(script)),
        take_tool(turn + 1): (ToolDecision.NOT_USED, MAYBE_NOT),
    }
    deciding.consider_tools(
        one.stage.session, one.coordinator, considered=considered, rest_do_not_apply=True, **where
    )


def take_tool(turn: int) -> str:
    """The tool whose turn it is."""
    return TOOLS[turn % len(TOOLS)]


def _legal(script: Script) -> str:
    said: Sequence[Mapping[str, str]] = script.story.get("minutes", [])
    return next((s["text"] for s in said if s["heading"] == "legal_tools"), "Offered with support.")


def _outcome(script: Script) -> Outcome:
    if script.story.get("actions"):
        return Outcome.ACTIONS_AGREED
    return Outcome.NO_FURTHER_ACTION


def _words(script: Script) -> str:
    said: Sequence[Mapping[str, str]] = script.story.get("minutes", [])
    told = next((s["text"] for s in said if s["heading"] == "outcome"), None)
    return str(told or script.story.get("outcome") or take("triage", 0))


def _close(script: Script) -> None:
    # There is no service that closes a case whose actions are all settled but this step itself.
    if script.made.state == CaseState.ACTIONS_COMPLETE:
        move(script.stage.session, script.coordinator, script.made, CaseState.CLOSED)


def plan_dates(stage: Stage) -> None:
    """Meetings to come after the next one, and one that was called off."""
    for conference in ("marac", "ccm", "asb"):
        _plan_date(stage, conference, -_later(stage, conference), cancelled=False)
    _plan_date(stage, "asb", -20, cancelled=True)


def _later(stage: Stage, conference: str) -> int:
    days = stage.calendar.meeting_days(conference)
    return -days[-1] + (days[-2] - days[-1])


def _plan_date(stage: Stage, conference: str, ago: int, *, cancelled: bool) -> None:
    one = Sitting(stage, conference, ago, extra=False)

    def fix() -> None:
        made = calendar.schedule(
            stage.session, one.coordinator, conference_id=stage.cast.conferences[conference].id,
            starts_at=stage.calendar.at(ago, 14 if cancelled else 10), place=ROOMS[conference],
        )  # fmt: skip
        if cancelled:
            calendar.cancel(stage.session, one.coordinator, meeting_id=made.id)

    stage.timeline.add(stage.calendar.now - timedelta(days=6), fix)
