"""The board: its meetings and who came, its papers and how they came in, a second review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from casework.access import Viewer
from casework.boards.figures import periods, writing
from casework.boards.models import Paper
from casework.boards.service import papers
from casework.boards.vocabulary import Asks, Resolved
from casework.conferences.models import Meeting
from casework.conferences.service import approving, attending, calendar, signing, sitting
from casework.demo import content, governing
from casework.demo.script import Stage
from casework.demo.told_review import LEADER
from casework.reviews.service import reviewing
from casework.reviews.vocabulary import ReviewKind, ReviewState
from protocols.clocks import add_months

BEGAN = 730
BOARD, ROOM = "board", "Council chamber"
HELD = 5
# Days before loading at which the second review reached each state: agreed, and not published.
UNPUBLISHED: tuple[tuple[int, ReviewState], ...] = (
    (180, ReviewState.EVIDENCE),
    (120, ReviewState.DRAFTING),
    (72, ReviewState.AGREED),
    (70, ReviewState.PUBLISHED_PENDING),
)
AUDIT = "Audit: how long people wait between two hearings of the same case"


@dataclass
class Chamber:
    """The board while its story is told."""

    stage: Stage
    told: Mapping[str, Any]
    # By the meeting's place: 0 is the next one, 1 the last.
    made: dict[int, Meeting] = field(default_factory=dict)
    # By title.
    sent: dict[str, Paper] = field(default_factory=dict)

    @property
    def chair(self) -> Viewer:
        """Who leads the board."""
        return self.stage.cast.viewer(LEADER)

    def members(self) -> list[Viewer]:
        """Everybody who holds a role at the board."""
        people = self.stage.cast.told["people"]
        keys = [p["key"] for p in people if any(r.endswith(f"@{BOARD}") for r in p["roles"])]
        return [self.stage.cast.viewer(key) for key in keys]

    def starts(self, place: int) -> datetime:
        """When a meeting begins."""
        days = self.stage.calendar.meeting_days(BOARD)
        return self.stage.calendar.at(days[-1 - place], 14)


def plan(stage: Stage) -> None:
    """Put the board on the timeline."""
    room, line = Chamber(stage, content.boards()), stage.timeline
    for place in range(HELD, -1, -1):
        opens = min(room.starts(place) - timedelta(days=100), stage.calendar.now)
        line.add(opens, partial(_set, room, place))
        if place:
            line.add(room.starts(place), partial(_hold, room, place))
    for told in room.told["papers"]:
        _plan_paper(room, told)
    _plan_audit(room)
    _plan_figures(room)
    governing.plan(stage, room.told, LEADER, room.made)


def _set(room: Chamber, place: int) -> None:
    session = room.stage.session
    made = calendar.schedule(
        session, room.chair, conference_id=room.stage.cast.conferences[BOARD].id,
        starts_at=room.starts(place), place=ROOM,
    )  # fmt: skip
    room.made[place] = calendar.open_agenda(session, room.chair, meeting_id=made.id)


def _hold(room: Chamber, place: int) -> None:
    session, meeting = room.stage.session, room.made[place]
    sitting.start_session(session, room.chair, meeting_id=meeting.id)
    if before := room.made.get(place + 1):
        approving.approve_minutes(session, room.chair, meeting_id=before.id)
    for member in room.members():
        signing.sign(session, member, meeting_id=meeting.id)
    _receive(room, place)
    for told in room.told["papers"]:
        if told["meeting"] == place and "resolved" in told:
            papers.resolve(
                session, room.chair, paper_id=room.sent[told["title"]].id,
                resolved=Resolved(told["resolved"]), words=told.get("words", ""),
            )  # fmt: skip
    sitting.end_session(session, room.chair, meeting_id=meeting.id)


def _receive(room: Chamber, place: int) -> None:
    """Agencies without somebody of their own at the board: a guest, apologies, or nobody."""
    session, meeting, cast = room.stage.session, room.made[place], room.stage.cast
    away = {a["agency"]: a for a in room.told["absent"] if place in a["meetings"]}
    for guest in room.told["guests"]:
        agency_id = cast.agencies[guest["agency"]].id
        if guest["agency"] not in away:
            attending.add_guest(
                session, room.chair, meeting_id=meeting.id, name=guest["name"], agency_id=agency_id
            )
        elif away[guest["agency"]].get("apologies"):
            attending.record_agency(
                session, room.chair, meeting_id=meeting.id, agency_id=agency_id, paper=False,
                apologies=True,
            )  # fmt: skip


def _plan_paper(room: Chamber, told: Mapping[str, Any]) -> None:
    line, starts = room.stage.timeline, room.starts(told["meeting"])
    sent = room.stage.calendar.past(starts - timedelta(days=told["days"], minutes=-7))
    line.add(sent, lambda: _send(room, told))
    if "taken" in told:
        line.add(sent + timedelta(hours=3), lambda: _take(room, told))
    if "put_off" in told:
        line.add(sent + timedelta(hours=4), lambda: _put_off(room, told))


def _send(room: Chamber, told: Mapping[str, Any]) -> None:
    agency = room.stage.cast.agencies[told["agency"]]
    own = (m for m in room.members() if m.agency_id == agency.id)
    room.sent[told["title"]] = papers.send_paper(
        room.stage.session, next(own, room.chair), meeting_id=room.made[told["meeting"]].id,
        title=told["title"], asks=Asks(told["asks"]), pages=told["pages"], agency_id=agency.id,
        summary=told["summary"],
    )  # fmt: skip


def _take(room: Chamber, told: Mapping[str, Any]) -> None:
    papers.take_late(
        room.stage.session, room.chair, paper_id=room.sent[told["title"]].id, why=told["taken"]
    )


def _put_off(room: Chamber, told: Mapping[str, Any]) -> None:
    papers.put_off(
        room.stage.session, room.chair, paper_id=room.sent[told["title"]].id, why=told["put_off"]
    )


def _plan_audit(room: Chamber) -> None:
    line, clock, session = room.stage.timeline, room.stage.calendar, room.stage.session
    board_id = room.stage.cast.conferences[BOARD].id
    made: list[Any] = []
    line.add(
        clock.at(200, 9),
        lambda: made.append(
            reviewing.start_review(
                session, room.chair, title=AUDIT, kind=ReviewKind.AUDIT, conference_id=board_id
            )
        ),
    )
    for ago, wanted in UNPUBLISHED:
        line.add(
            clock.at(ago, 15),
            partial(_advance, room, made, wanted),
        )


def _advance(room: Chamber, made: list[Any], wanted: ReviewState) -> None:
    reviewing.advance_review(room.stage.session, room.chair, review_id=made[0].id, wanted=wanted)


def _plan_figures(room: Chamber) -> None:
    line, clock = room.stage.timeline, room.stage.calendar
    line.add(clock.at(700, 9), lambda: _tell_earlier(room))
    for told in room.told["breaks"]:
        line.add(
            clock.at(told["days"], 9),
            partial(
                writing.add_break, room.stage.session, room.chair, measure=told["measure"],
                reason=told["reason"], on=clock.day(told["days"]),
            ),
        )  # fmt: skip
    line.add(clock.at(9, 9), lambda: _explain(room))


def _tell_earlier(room: Chamber) -> None:
    """The months of the financial year before the first whole month of this system."""
    first = add_months(room.stage.calendar.day(BEGAN).replace(day=1), 1)
    for told in room.told["earlier"]:
        bases = told.get("bases", [None] * len(told["numbers"]))
        for place, (number, base) in enumerate(zip(told["numbers"], bases, strict=True)):
            month = add_months(first, place - len(told["numbers"]))
            writing.add_earlier(
                room.stage.session, room.chair, measure=told["measure"], month=month,
                number=number, base=base, source="Annual report of the partnership",
            )  # fmt: skip


def _explain(room: Chamber) -> None:
    session, clock = room.stage.session, room.stage.calendar
    for told in room.told["events"]:
        writing.add_event(
            session, room.chair, measure=told["measure"], words=told["words"],
            starts_on=clock.day(told["days"]), ends_on=clock.day(told["days"] - told["lasts"]),
        )  # fmt: skip
    for told in room.told["targets"]:
        writing.set_target(session, room.chair, starts_on=clock.day(600), **told)
    for period in periods.periods_to_choose()[:2]:
        for told in room.told["comments"]:
            writing.comment(session, room.chair, period=period.key, **told)
