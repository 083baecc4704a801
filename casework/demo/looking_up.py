"""Agencies look a case up in their records and say what they know, one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.access import Viewer
from casework.catalogue.field import Row
from casework.catalogue.withholding_reasons import WITHHOLDING_REASONS
from casework.clock import today
from casework.conferences.models import Meeting
from casework.demo.script import LISTED, Script
from casework.research import answering, asking, items, sharing
from casework.research.answering import looked_up
from casework.research.models import ResearchRequest

# Cases told in brief were asked about at these agencies, which did not know them.
USUAL = ("health", "adults", "police", "housing")
SIDES = {"victim": Row.VICTIM, "victims": Row.VICTIM, "perp": Row.ALLEGED_PERPETRATOR,
         "children": Row.CHILD, "place": Row.PLACE}  # fmt: skip
NOT_BEGUN = frozenset({"requested", "opened", "withdrawn"})


def plan(script: Script, meeting: list[Meeting]) -> None:
    """Requests once it is listed, answers before the meeting."""
    if script.fate not in LISTED:
        return
    told: list[Mapping[str, Any]] = list(script.story.get("research") or _usual(script))
    line = script.stage.timeline
    line.add(script.listed_at + timedelta(minutes=10), lambda: _ask(script, told, meeting[0]))
    for number, one in enumerate(told):
        moment = script.known_at + timedelta(minutes=number)
        line.add(moment, partial(_answer, script, one))


def _usual(script: Script) -> list[dict[str, Any]]:
    own = script.stage.cast.code_of(script.story["by"])
    return [{"agency": code, "state": "nil_return"} for code in USUAL if code != own][:2]


def _ask(script: Script, told: list[Mapping[str, Any]], meeting: Meeting) -> None:
    assert meeting.research_due_on is not None, "a conference asks for research"
    asking.request_research(
        script.stage.session, script.coordinator, case=script.made,
        agency_ids=[script.agency_id(one["agency"]) for one in told],
        due_on=max(meeting.research_due_on, today()), meeting_id=meeting.id,
    )  # fmt: skip


def _answer(script: Script, told: Mapping[str, Any]) -> None:
    session, state = script.stage.session, told["state"]
    request = _request(script, told["agency"])
    cast = script.stage.cast
    who = cast.viewer(told["by"]) if "by" in told else script.speaker(told["agency"])
    if state == "withdrawn":
        asking.withdraw_request(session, script.coordinator, request_id=request.id)
    elif state == "nil_return":
        answering.nil_return(session, who, request_id=request.id)
    elif state != "requested":
        answering.mark_opened(session, who, request_id=request.id)
    if state not in NOT_BEGUN and state != "nil_return":
        _write(script, who, told, request.id)
    if state == "returned":
        answering.send_return(session, who, request_id=request.id)


def _request(script: Script, agency: str) -> ResearchRequest:
    return script.stage.session.scalars(
        select(ResearchRequest).where(
            ResearchRequest.case_id == script.made.id,
            ResearchRequest.agency_id == script.agency_id(agency),
        )
    ).one()


def _write(script: Script, who: Viewer, told: Mapping[str, Any], request_id: UUID) -> None:
    session = script.stage.session
    known = {SIDES[side] for side in told["known"]}
    answering.save_search(
        session, who, request_id=request_id, systems=told["systems"],
        known={s.id: "yes" if s.kind in known else "no" for s in looked_up(session, script.made)},
        standings=told["standing"], period="Last two years", searched_on=today(),
        share_known=told["state"] == "returned",
    )  # fmt: skip
    for field, text, share in told["items"]:
        new = items.NewItem(f"research.item_{field}", text, relevant="yes", necessary="yes")
        item = items.add_item(session, who, request_id=request_id, new=new)
        if share != "undecided":
            _share(script, who, item.id, share)


def _share(script: Script, who: Viewer, item_id: UUID, spoken: str) -> None:
    share, _, rest = spoken.partition(":")
    named = share == "named"
    sharing.share_item(
        script.stage.session, who, item_id=item_id, share=share,
        agency_ids=[script.agency_id(code) for code in rest.split(",")] if named else (),
        withheld_code=rest if share == "withheld" else "",
        withheld_reason=_hint(rest) if share == "withheld" else "",
    )  # fmt: skip


def _hint(code: str) -> str:
    return next(r.label for r in WITHHOLDING_REASONS if r.code == code)
