"""What is told at the meeting: on the screens of those who signed, on no page outside."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from casework.conferences.models import AgendaItem
from tests.access.people import Browser, browser
from tests.leaks.expected import COLUMNS, FIELDS_OF
from tests.leaks.markers import Finder, Marker
from tests.leaks.world import MARAC, World, make_world

# By hand from 3.12 of the domain research (V) and clauses 3.9 and 3.16.
HEARS_INTELLIGENCE = {
    "police", "victim_service", "childrens_social_care", "adult_social_care", "housing",
    "probation", "coordinator", "chair",
}  # fmt: skip
# Research is for the seven agencies of clause 3.13 and the office; this one for their ears only.
HEARS_RESEARCH = HEARS_INTELLIGENCE | {"health"}
LETTER = "d"
INTELLIGENCE = {
    Marker(LETTER, name)
    for name in FIELDS_OF["intelligence"].split()
    if not name.startswith("place.")
}
TOLD = Marker(LETTER, "research.item.verbal")
KEPT = Marker(LETTER, "research.item.kept")


@dataclass
class Room:
    """The case that is being heard, and the browsers of those around the table."""

    world: World
    finder: Finder
    page: str
    meeting: str
    browsers: dict[str, Browser]

    def seen(self, who: str, url: str = "") -> set[Marker]:
        answer = self.browsers[who].get(url or self.page)
        return self.finder(answer.text)

    def sign(self, who: str) -> int:
        given: dict[str, object] = {"agree": "y", "nothing": "nothing"}
        return self.browsers[who].post(f"{self.meeting}/sign", given).status_code


@pytest.fixture(scope="module")
def room(house: Flask) -> Room:
    with house.extensions["confer_database"].writing() as session:
        world = make_world(session)
        item = session.scalars(
            select(AgendaItem.id).where(AgendaItem.case_id == world.cases[LETTER].id)
        ).one()
    meeting = f"/conferences/meetings/{world.meetings[MARAC].id}"
    people = {who: browser(house, world.people[who]) for who in (*COLUMNS, "conflicted")}
    known = world.written | world.summaries | set(world.private)
    return Room(world, Finder(known), f"{meeting}/cases/{item}", meeting, people)


def test_before_signing_nobody_reads_a_word_in_the_room(room: Room) -> None:
    assert [who for who in COLUMNS if room.seen(who)] == []


@pytest.mark.parametrize("who", COLUMNS)
def test_after_signing_everybody_hears_what_is_theirs(room: Room, who: str) -> None:
    assert room.sign(who) == 302
    seen = room.seen(who)
    assert INTELLIGENCE & seen == (INTELLIGENCE if who in HEARS_INTELLIGENCE else set())
    assert (TOLD in seen) == (who in HEARS_RESEARCH)
    assert (KEPT in seen) == (who == "housing")
    # Outside the room the same person reads none of it.
    outside = room.seen(who, f"/cases/{room.world.cases[LETTER].id}")
    assert INTELLIGENCE & outside == (INTELLIGENCE if who == "police" else set())
    assert (TOLD in outside) == (who == "housing")


def test_whom_the_case_is_kept_from_finds_no_such_case_in_the_room(room: Room) -> None:
    room.sign("conflicted")
    answer = room.browsers["conflicted"].get(room.page)
    assert answer.status_code == 404
    assert room.seen("conflicted", f"{room.meeting}/now") == set()
    assert room.seen("conflicted", f"{room.meeting}/minutes") == set()
