"""How the board is run: its groups, terms, references, owed reports, and what is asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from casework.access import Role
from casework.boards.governance_words import Function
from casework.boards.service import escalating, references, structure
from casework.boards.vocabulary import Form
from casework.conferences.models import Meeting
from casework.demo.script import Stage
from casework.directory import service as directory
from casework.directory.models import ConferenceKind

BOARD, FOUNDED = "board", 300


def plan(
    stage: Stage, told: Mapping[str, Any], leader: str, meetings: Mapping[int, Meeting]
) -> None:
    """Put it on the timeline; `meetings` fills as they are held, the last one under 1."""
    line, clock = stage.timeline, stage.calendar
    line.add(clock.at(told["place"]["agreed"], 16), lambda: _place(stage, told["place"], leader))
    line.add(clock.at(FOUNDED, 9), lambda: _found(stage, told))
    for one in told["functions"]:
        line.add(clock.at(72, 16), partial(_function, stage, one, leader))
    for one in told["owed"]:
        line.add(clock.at(250, 9), partial(_owed, stage, one, leader, BOARD))
    days = clock.meeting_days(BOARD)
    for one in told["references"]:
        moment, made = clock.at(days[-1 - one["meeting"]], 16), list[UUID]()
        line.add(
            moment,
            partial(_reference, stage, one, leader, meetings, made),
        )
        if "latest" in one:
            later = clock.at(one.get("done", 20), 10)
            line.add(later, partial(_update, stage, one, leader, made))
    asked = told["escalation"]
    line.add(clock.at(asked["days"], 11), lambda: _escalate(stage, asked, leader))


def _place(stage: Stage, told: Mapping[str, Any], leader: str) -> None:
    body = stage.cast.conferences[BOARD]
    who = stage.cast.viewer(leader)
    structure.place_board(
        stage.session, who, conference_id=body.id, form=Form.STANDING,
        paper_hours=told["paper_hours"],
    )  # fmt: skip
    structure.agree_terms(
        stage.session, who, conference_id=body.id, text=told["terms"],
        agreed_on=stage.calendar.day(told["agreed"]), review_on=stage.calendar.day(told["review"]),
    )  # fmt: skip


def _found(stage: Stage, told: Mapping[str, Any]) -> None:
    """Groups are added in the directory, then placed by whoever leads them."""
    cast, session = stage.cast, stage.session
    first, second = (cast.viewer(key) for key in list(cast.people)[:2])
    for group in told["groups"]:
        body = directory.add_conference(
            session, first, name=group["name"], kind=ConferenceKind.BOARD,
            area="All of Quayside City", purpose=group["purpose"],
        )  # fmt: skip
        cast.conferences[group["key"]] = body
        for code in group["agencies"]:
            directory.give_seat(
                session, first, conference_id=body.id, agency_id=cast.agencies[code].id
            )
        directory.appoint(
            session, second, person_id=cast.people[group["leader"]].id, role=Role.REVIEW_CHAIR,
            conference_id=body.id,
        )  # fmt: skip
    cast.forget()
    for group in told["groups"]:
        _place_group(stage, group)


def _place_group(stage: Stage, group: Mapping[str, Any]) -> None:
    ends = group.get("ends")
    structure.place_board(
        stage.session, stage.cast.viewer(group["leader"]),
        conference_id=stage.cast.conferences[group["key"]].id, form=Form(group["form"]),
        parent_id=stage.cast.conferences[BOARD].id,
        ends_on=None if ends is None else stage.calendar.day(ends),
    )  # fmt: skip
    if title := group.get("owes"):
        told = {"title": title, "agency": group["agencies"][0], "every": 3, "next": -10}
        _owed(stage, told, group["leader"], group["key"])


def _function(stage: Stage, told: Mapping[str, Any], leader: str) -> None:
    structure.check_function(
        stage.session, stage.cast.viewer(leader), conference_id=stage.cast.conferences[BOARD].id,
        function=Function(told["function"]), in_place=told["in_place"],
        words=told.get("words", ""),
    )  # fmt: skip


def _owed(stage: Stage, told: Mapping[str, Any], leader: str, body: str) -> None:
    references.require_report(
        stage.session, stage.cast.viewer(leader), conference_id=stage.cast.conferences[body].id,
        title=told["title"], agency_id=stage.cast.agencies[told["agency"]].id,
        every_months=told["every"], next_due_on=stage.calendar.day(told["next"]),
    )  # fmt: skip


def _reference(
    stage: Stage, told: Mapping[str, Any], leader: str, meetings: Mapping[int, Meeting],
    made: list[UUID],
) -> None:  # fmt: skip
    row = references.add_reference(
        stage.session, stage.cast.viewer(leader), meeting_id=meetings[told["meeting"]].id,
        text=told["text"], agency_id=stage.cast.agencies[told["agency"]].id,
        due_on=stage.calendar.day(told["due"]), minute=told["minute"],
        bring_back=told.get("bring_back", False),
    )  # fmt: skip
    made.append(row.id)


def _update(stage: Stage, told: Mapping[str, Any], leader: str, made: list[UUID]) -> None:
    references.update_reference(
        stage.session, stage.cast.viewer(leader), reference_id=made[0], words=told["latest"],
        done="done" in told,
    )  # fmt: skip


def _escalate(stage: Stage, told: Mapping[str, Any], leader: str) -> None:
    conferences = stage.cast.conferences
    escalating.escalate(
        stage.session, stage.cast.viewer(leader), from_id=conferences[told["from"]].id,
        to_id=conferences[BOARD].id, reason=told["reason"],
        decision_sought=told["decision_sought"], expires_on=stage.calendar.day(told["expires"]),
    )  # fmt: skip
